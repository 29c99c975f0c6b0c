// Instance `msgpack`: packets in the format of socket.io-msgpack-parser, binary and all.

import assert from "node:assert/strict";
import { test } from "node:test";
import parser from "socket.io-msgpack-parser";
import { ask, call, connected, dial, open, overEveryTransport, refusal } from "../support/client.mjs";
import { listen, next } from "../support/wait.mjs";

const instance = "msgpack";
const values = [
  [], [null], [true, false], [0, -1, 1.5, 9007199254740991], ["", "héllo €", "😀"], [[], {}],
  [{ a: [1, { b: null }] }], [Buffer.from([1, 2, 3])], [{ deep: [Buffer.alloc(0), Buffer.from([9])] }],
];

overEveryTransport((way) => {
  test("values come back unchanged", async (t) => {
    const socket = await open(t, way, { instance, parser });
    const echoes = listen(socket, "echo");

    for (const args of values) {
      socket.emit("echo", ...args);
      assert.deepEqual(await echoes.next(), args);
      assert.deepEqual(await ask(socket, "ack", ...args), args);
    }
  });

  test("dates, undefined and array buffers stay what they are", async (t) => {
    const socket = await open(t, way, { instance, parser });
    const args = [new Date(1577836800123), undefined, { at: new Date(-1), none: undefined }, new Uint8Array([1, 2]).buffer];

    assert.deepEqual(await ask(socket, "ack", ...args), args);
  });

  test("bytes are made by the server, and what it makes has these types", async (t) => {
    const socket = await open(t, way, { instance, parser });

    assert.deepEqual(await call(socket, "bytes", 300), Buffer.from(Array.from({ length: 300 }, (_, i) => i % 251)));
    assert.deepEqual(await ask(socket, "types"), [
      null, true, false, 0, -1, 1.5, 9007199254740991, 1e21, "", "héllo €", "😀", [], {}, { a: [1, { b: null }] },
    ]);
  });

  test("an unknown namespace is refused, and the session lives on", async (t) => {
    const socket = await open(t, way, { instance, parser });
    const other = socket.io.socket("/nowhere");
    const refused = next(other, "connect_error");

    assert.equal((await refused)[0].message, "Invalid namespace");
    assert.deepEqual(await ask(socket, "ack", 1), [1]);
  });

  test("text is no packet here: it ends the session", async (t) => {
    const socket = await open(t, way, { instance, parser });
    const end = next(socket, "disconnect");

    socket.io.engine.write('2["echo",1]');

    assert.match((await end)[0], /transport close|transport error/);
  });

  test("more attachments than the limit are no attachments here", async (t) => {
    const socket = await open(t, way, { instance, parser });
    const many = Array.from({ length: 20 }, (_, i) => Buffer.from([i]));

    assert.deepEqual(await call(socket, "ack", many), many);
  });

  test("the server asks, and namespaces are apart", async (t) => {
    const socket = await open(t, way, { instance, parser, namespace: "/chat" });
    socket.on("question", (a, answer) => answer(a, Buffer.from([a])));

    assert.deepEqual(await call(socket, "ask_me", "question", [7], 5000), {
      status: "ok",
      reply: [7, Buffer.from([7])],
    });
  });

  test("a refusal carries its data", async (t) => {
    const socket = dial(t, way, { instance, parser, namespace: "/auth", auth: { token: "wrong" } });

    assert.deepEqual(await refusal(socket), { message: "not authorized", data: { code: 401, retry: false } });
  });

  test("a thousand echoes keep their order", async (t) => {
    const socket = dial(t, way, { instance, parser });
    const echoes = listen(socket, "echo");
    await connected(socket);

    for (let i = 0; i < 1000; i += 1) socket.emit("echo", i);

    assert.deepEqual((await echoes.many(1000)).flat(), Array.from({ length: 1000 }, (_, i) => i));
  });

  test("the server ends the session", async (t) => {
    const socket = await open(t, way, { instance, parser });
    const end = next(socket, "disconnect");

    socket.emit("bye", true);

    assert.equal((await end)[0], "io server disconnect");
  });
});
