// Instance `locked`: a handshake is allowed only with `pass=yes` in its query.

import assert from "node:assert/strict";
import { test } from "node:test";
import { call, connected, dial, open, overEveryTransport } from "../support/client.mjs";
import { paths } from "../support/env.mjs";
import { send } from "../support/http.mjs";
import { knock, target } from "../support/websocket.mjs";

overEveryTransport((way) => {
  test("who knows the word is let in", async (t) => {
    const socket = await open(t, way, { instance: "locked", query: { pass: "yes" } });

    assert.equal(await call(socket, "ack", 1), 1);
  });

  for (const query of [{}, { pass: "no" }, { pass: "yes!" }, { pas: "yes" }]) {
    test(`${JSON.stringify(query)} does not know it`, async (t) => {
      const socket = dial(t, way, { instance: "locked", query });

      await assert.rejects(connected(socket), /error/);
    });
  }
});

test("a refused handshake says so", async () => {
  const { status, headers, text } = await send("GET", `${paths.locked}?EIO=4&transport=polling`);

  assert.equal(status, 403);
  assert.match(headers["content-type"], /^application\/json/);
  assert.deepEqual(JSON.parse(text), { code: 4, message: "locked" });
});

test("a refused WebSocket is refused before the upgrade", async () => {
  const { status, socket } = await knock(target("locked", {}));
  socket.destroy();

  assert.ok([400, 403].includes(status), `status ${status}`);
});
