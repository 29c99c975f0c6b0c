// The heartbeat of instance `fast`: the server asks every 400 ms and waits 300 ms.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { call, open as openClient } from "../support/client.mjs";
import { limits } from "../support/env.mjs";
import { asks, joined, session, transportNames } from "../support/session.mjs";
import { next } from "../support/wait.mjs";
import { witness } from "../support/witness.mjs";

const { interval, timeout } = limits.fast;
const SLACK = 2000; // a busy machine is late, never early

const seen = witness();

// The next ping, with everything else passed over.
async function ping(session) {
  while ((await session.receive()) !== "2");
}

for (const transport of transportNames) {
  describe(`over ${transport}`, () => {
    test("the first ping comes after the interval, not at once", async (t) => {
      const begin = Date.now();
      const open = await joined(t, transport, { instance: "fast" });

      await ping(open);

      const waited = Date.now() - begin;
      assert.ok(waited >= interval - 50 && waited < interval + SLACK, `after ${waited} ms`);
    });

    test("who answers stays", async (t) => {
      const open = await joined(t, transport, { instance: "fast" });

      for (let i = 0; i < 4; i += 1) {
        await ping(open);
        await open.send("3");
      }

      assert.deepEqual(await asks(open, 1, "ack", "alive"), ["alive"]);
    });

    test("who does not answer is gone", async (t) => {
      const begin = Date.now();
      const open = await joined(t, transport, { instance: "fast" });
      await ping(open);

      const record = await seen.obit(open.id);

      const waited = Date.now() - begin;
      assert.equal(record?.reason, "ping timeout");
      assert.ok(waited >= interval + timeout - 50 && waited < interval + timeout + SLACK, `after ${waited} ms`);
    });

    test("events do not count as an answer", async (t) => {
      const open = await joined(t, transport, { instance: "fast" });
      await ping(open);
      let gone = false;
      const record = seen.obit(open.id).finally(() => { gone = true; });
      while (!gone) {
        await open.send('42["sink"]');
        await seen.call("slow", 20);
      }

      assert.equal((await record)?.reason, "ping timeout");
    });

    test("a slow handler does not stop the heart", async (t) => {
      const open = await joined(t, transport, { instance: "fast" });
      await open.send('421["slow",1000,"done"]');
      let pings = 0;
      let packet;

      while ((packet = await open.receive()) !== '431["done"]') {
        assert.equal(packet, "2");
        pings += 1;
        await open.send("3");
      }

      assert.ok(pings >= 2, `${pings} pings`);
    });
  });
}

describe("the official client", () => {
  for (const way of ["polling", "websocket", "upgrade"]) {
    test(`lives through many heartbeats over ${way}`, async (t) => {
      const socket = await openClient(t, way, { instance: "fast" });
      const { id } = socket;

      for (let i = 0; i < 4; i += 1) await next(socket.io, "ping");

      assert.equal(await call(socket, "ack", "alive"), "alive");
      assert.equal(socket.id, id);
    });
  }
});

test("a session that never joined is not kept by its pongs", async (t) => {
  const idle = await session(t, "websocket", { instance: "fast" });
  const answering = (async () => {
    for (;;) {
      await ping(idle);
      idle.send("3");
    }
  })();
  answering.catch(() => {});

  await idle.ended();
});
