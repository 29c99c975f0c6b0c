// Events and their payloads: every JSON value, attachments at any depth, any event name.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ask, call, open, overEveryTransport } from "../support/client.mjs";
import { next } from "../support/wait.mjs";

const bytes = (...all) => Buffer.from(all);
const counted = (size) => Buffer.from(Array.from({ length: size }, (_, i) => i % 251));

// Arguments that come back exactly as they were sent.
const values = {
  "no argument": [],
  "null": [null],
  "booleans": [true, false],
  "integers": [0, -1, 9007199254740991, -9007199254740991],
  "fractions": [1.5, -0.1, 1e-7, 1e21, 1.7976931348623157e308, 5e-324],
  "texts": ["", " ", "plain", "héllo €", "😀", "\u0000\u0001\u001f", "\u2028\u2029", "\"\\/\b\f\n\r\t"],
  "a text that looks like a packet": ["42[\"x\"]", "51-[\"a\",{\"_placeholder\":true,\"num\":0}]", "\u001e"],
  "empty containers": [[], {}],
  "nested containers": [{ a: [1, { b: null }], "": [[[]]] }],
  "several arguments": [1, "two", [3], { four: 4 }],
  "odd keys": [JSON.parse('{"__proto__":{"x":1},"constructor":2,"toString":3}')],
  "an object that looks like an attachment": [{ _placeholder: true, num: 0 }],
};

const attachments = {
  "one attachment": [bytes(1, 2, 3)],
  "an empty attachment": [bytes()],
  "every byte": [Buffer.from(Array.from({ length: 256 }, (_, i) => i))],
  "attachment before and after text": [bytes(1), "between", bytes(2)],
  "attachment deep inside": [{ a: [{ b: { c: [null, bytes(7, 8)] } }] }],
  "many attachments in one object": [{ list: [bytes(1), bytes(2)], one: bytes(3) }, [[bytes(4)]]],
  "ten attachments": [Array.from({ length: 10 }, (_, i) => bytes(i, i))],
  "a large attachment": [counted(60_000)],
};

const names = {
  "with a space": "my event",
  "empty": "",
  "non-ASCII": "größe",
  "emoji": "🚀 launch",
  "quotes and backslashes": "a\"b\\c/d",
  "control characters": "line\nbreak\ttab\u0001",
  "digits": "123",
  "a comma": "a,b",
  "a slash in front": "/chat",
  "__proto__": "__proto__",
  "constructor": "constructor",
  "toString": "toString",
  "hasOwnProperty": "hasOwnProperty",
  "very long": "n".repeat(2000),
};

overEveryTransport((way) => {
  describe("values", () => {
    for (const [what, args] of Object.entries({ ...values, ...attachments })) {
      test(`${what}: echoed unchanged`, async (t) => {
        const socket = await open(t, way);
        const echo = next(socket, "echo");

        socket.emit("echo", ...args);

        assert.deepEqual(await echo, args);
      });

      test(`${what}: unchanged in an acknowledgement`, async (t) => {
        const socket = await open(t, way, { namespace: "/chat" });

        assert.deepEqual(await ask(socket, "ack", ...args), args);
      });
    }

    test("what the server makes itself arrives whole", async (t) => {
      const socket = await open(t, way);

      assert.deepEqual(await ask(socket, "types"), [
        null, true, false, 0, -1, 1.5, 9007199254740991, 1e21, "", "héllo €", "😀", [], {},
        { a: [1, { b: null }] },
      ]);
    });

    test("attachments made by the server arrive whole", async (t) => {
      const socket = await open(t, way);

      for (const size of [0, 1, 125, 126, 65_535, 65_536, 200_000]) {
        assert.deepEqual(await call(socket, "bytes", size), counted(size));
      }
    });

    test("the limit of the payload is for incoming data only", async (t) => {
      const socket = await open(t, way);

      assert.equal(await call(socket, "big", 1_000_000), "y".repeat(1_000_000));
    });

    test("typed arrays and array buffers become attachments", async (t) => {
      const socket = await open(t, way);
      const { buffer } = new Uint8Array([1, 2, 3]);

      const reply = await ask(socket, "ack", buffer, new Uint8Array([4, 5]), { deep: new Uint8Array([6]) });

      assert.deepEqual(reply, [bytes(1, 2, 3), bytes(4, 5), { deep: bytes(6) }]);
    });

    test("a hundred levels of nesting work", async (t) => {
      const socket = await open(t, way);
      let deep = "bottom";
      for (let i = 0; i < 98; i += 1) deep = i % 2 ? [deep] : { deep };

      assert.deepEqual(await call(socket, "ack", deep), deep);
    });

    test("an event just below the payload limit is accepted", async (t) => {
      const socket = await open(t, way);

      assert.equal(await call(socket, "sink", "z".repeat(99_900)), 1);
      assert.equal(await call(socket, "sink", counted(way === "polling" ? 70_000 : 99_900)), 1);
    });
  });

  describe("names", () => {
    for (const [what, name] of Object.entries(names)) {
      test(`${what}: the catch-all sees the name`, async (t) => {
        const socket = await open(t, way);

        assert.deepEqual(await ask(socket, name, 1, "two"), ["any", name, [1, "two"]]);
      });

      test(`${what}: the server can emit it`, async (t) => {
        const socket = await open(t, way);
        const heard = next(socket, name);

        assert.deepEqual(await call(socket, "emit_me", name, ["é", bytes(1)]), { ok: true });

        assert.deepEqual(await heard, ["é", bytes(1)]);
      });
    }

    test("without an acknowledgement the catch-all emits", async (t) => {
      const socket = await open(t, way);
      const any = next(socket, "any");

      socket.emit("no such event", 1, { two: bytes(2) });

      assert.deepEqual(await any, ["no such event", [1, { two: bytes(2) }]]);
    });

    for (const reserved of ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"]) {
      test(`${reserved}: the server never emits it`, async (t) => {
        const socket = await open(t, way);

        assert.deepEqual(await call(socket, "emit_me", reserved, [1]), { ok: false });
        assert.equal(socket.connected, true);
      });
    }
  });
});
