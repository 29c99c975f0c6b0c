// The official client of version 2, which speaks Engine.IO 3: polling with binary bodies and with base64, WebSocket, and
// the upgrade.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import io from "socket.io-client-2";
import { io as current } from "socket.io-client";
import { url } from "../support/tools.mjs";
import { listen, next, within } from "../support/wait.mjs";

const ways = {
  polling: { transports: ["polling"] },
  "polling with base64": { transports: ["polling"], forceBase64: true },
  websocket: { transports: ["websocket"] },
  "websocket with base64": { transports: ["websocket"], forceBase64: true },
  upgrade: { transports: ["polling", "websocket"] },
};

function dial(t, way, namespace = "", options = {}) {
  const socket = io(url + namespace, { path: "/v2/", forceNew: true, reconnection: false, ...ways[way], ...options });
  t.after(() => socket.close());
  return socket;
}

async function open(t, way, namespace, options) {
  const socket = dial(t, way, namespace, options);
  await next(socket, "connect");
  const { engine } = socket.io;
  if (way === "upgrade" && engine.transport.name !== "websocket") await next(engine, "upgrade");
  return socket;
}

const ask = (socket, event, ...args) =>
  within(new Promise((resolve) => socket.emit(event, ...args, (...answer) => resolve(answer))), `answer to ${event}`);

for (const way of Object.keys(ways)) {
  describe(`version 2 over ${way}`, () => {
    test("it is in the main namespace at once, under the id that it believes to have", async (t) => {
      const socket = await open(t, way);

      assert.deepEqual(await ask(socket, "id"), [socket.id]);
    });

    test("texts of any script and length come back, as an event and as an answer", async (t) => {
      const socket = await open(t, way);
      const echoes = listen(socket, "echo");
      const values = ["", "é", "€", "😀 \u2028 \u0000", "x".repeat(70_000), null, 1.5, { a: ["😀", []] }];

      for (const value of values) assert.deepEqual(await ask(socket, "echo", value, "last"), [value, "last"]);

      assert.deepEqual(await echoes.many(values.length), values.map((value) => [value, "last"]));
    });

    test("bytes come back, alone and among texts", async (t) => {
      const socket = await open(t, way);
      const bytes = Buffer.from([0, 1, 2, 4, 250, 255]);
      const large = Buffer.alloc(50_000, 7);

      const [one, deep] = await ask(socket, "echo", bytes, { deep: ["é", large] });

      assert.deepEqual(Buffer.from(one), bytes);
      assert.equal(deep.deep[0], "é");
      assert.deepEqual(Buffer.from(deep.deep[1]), large);
    });

    test("a burst comes back in order", async (t) => {
      const socket = await open(t, way);
      const echoes = listen(socket, "echo");
      const sent = Array.from({ length: 300 }, (_, i) => (i % 5 === 0 ? [i, Buffer.from([i & 255])] : [i, "text"]));

      for (const args of sent) socket.emit("echo", ...args);

      const heard = await echoes.many(300);
      assert.deepEqual(heard.map(([i]) => i), sent.map(([i]) => i));
      assert.deepEqual(Buffer.from(heard[5][1]), Buffer.from([5]));
    });

    test("the server asks and the client answers", async (t) => {
      const socket = await open(t, way);
      socket.on("question", (question, answer) => answer({ you: question }));

      assert.deepEqual(await ask(socket, "ask me", "why?"), [{ you: "why?" }]);
    });

    test("it shares rooms with clients of version 4", async (t) => {
      const old = await open(t, way);
      const fresh = current(url, { path: "/v2/", forceNew: true, reconnection: false });
      t.after(() => fresh.close());
      await next(fresh, "connect");
      await ask(old, "enter", "both");
      await ask(fresh, "enter", "both");
      const [toOld, toFresh] = [listen(old, "told"), listen(fresh, "told")];

      await ask(old, "tell", "both", { bytes: Buffer.from([9]) });
      await ask(fresh, "tell", "both", "from version 4");

      for (const heard of [toOld, toFresh]) {
        const [[first], second] = await heard.many(2);
        assert.deepEqual(Buffer.from(first.bytes), Buffer.from([9]));
        assert.deepEqual(second, ["from version 4"]);
      }
    });

    test("a namespace gets the parameters of its name", async (t) => {
      const socket = await open(t, way, "/guarded?token=secret");

      assert.deepEqual(await ask(socket, "echo", 1, "two"), [1, "two"]);
    });

    test("the id of its socket leads to it, also in another namespace than the main one", async (t) => {
      for (const namespace of ["", "/guarded?token=secret"]) {
        const [one, other] = [await open(t, way, namespace), await open(t, way, namespace)];
        const heard = listen(other, "told");

        await ask(one, "tell", other.id, "hello");

        assert.deepEqual(await heard.next(), ["hello"]);
      }
    });

    test("a refusal is an error with its data, or its message", async (t) => {
      assert.deepEqual(await next(dial(t, way, "/guarded?token=wrong"), "error"), ["try again"]);
      assert.deepEqual(await next(dial(t, way, "/guarded"), "error"), ["a token is needed"]);
      assert.deepEqual(await next(dial(t, way, "/nowhere"), "error"), ["Invalid namespace"]);
    });

    test("it may be disconnected, and disconnect", async (t) => {
      const socket = await open(t, way);
      socket.emit("kick me");
      assert.deepEqual(await next(socket, "disconnect"), ["io server disconnect"]);

      const other = await open(t, way);
      const gone = next(other, "disconnect");
      other.disconnect();
      assert.deepEqual(await gone, ["io client disconnect"]);
    });

    test("its pings keep it connected", async (t) => {
      const socket = await open(t, way);
      const pongs = listen(socket, "pong");

      await pongs.many(4);

      assert.equal(socket.connected, true);
      assert.deepEqual(await ask(socket, "echo", "alive"), ["alive"]);
    });
  });
}
