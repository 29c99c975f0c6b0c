// Going away: every way to part, the reason on both sides, and what lives on.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { call, connected, dial, manager, open, overEveryTransport, settled } from "../support/client.mjs";
import { url } from "../support/env.mjs";
import { serve } from "../support/server.mjs";
import { listen, next, until } from "../support/wait.mjs";

const reasonOf = async (witness, id) => (await call(witness, "obit", id, 8000))?.reason;

overEveryTransport((way) => {
  test("a client that says goodbye leaves its namespace", async (t) => {
    const [witness, socket] = [await open(t, way), await open(t, way)];
    const { id } = socket;

    socket.disconnect();

    assert.equal(await reasonOf(witness, id), "client namespace disconnect");
  });

  test("leaving one namespace keeps the others", async (t) => {
    const shared = manager(t, way);
    const [root, chat] = [shared.socket("/"), shared.socket("/chat")];
    await Promise.all([connected(root), connected(chat)]);
    const { id } = chat;

    chat.disconnect();

    assert.equal(await reasonOf(root, id), "client namespace disconnect");
    assert.equal(await call(root, "ack", 1), 1);
    chat.connect();
    await connected(chat);
    assert.notEqual(chat.id, id);
    assert.equal(await call(chat, "ack", 2), 2);
  });

  test("a closed connection is a transport close in every namespace", async (t) => {
    const witness = await open(t, way);
    const shared = manager(t, way);
    const [root, chat] = [shared.socket("/"), shared.socket("/chat")];
    await Promise.all([connected(root), connected(chat)]);
    const ids = [root.id, chat.id];

    shared.engine.close();

    for (const id of ids) assert.equal(await reasonOf(witness, id), "transport close");
  });

  test("the server ends one namespace and the session lives on", async (t) => {
    const shared = manager(t, way);
    const [root, chat] = [shared.socket("/"), shared.socket("/chat")];
    await Promise.all([connected(root), connected(chat)]);
    const { id } = chat;

    chat.emit("bye", false);

    assert.equal((await next(chat, "disconnect"))[0], "io server disconnect");
    assert.equal(await reasonOf(root, id), "server namespace disconnect");
    assert.equal(await call(root, "ack", 1), 1);
  });

  test("events under way to a namespace that the server ends do not end the session", async (t) => {
    const shared = manager(t, way);
    const [root, chat] = [shared.socket("/"), shared.socket("/chat")];
    await Promise.all([connected(root), connected(chat)]);

    chat.emit("bye", false);
    while (chat.connected) {
      chat.emit("ack", 1);
      await new Promise((later) => setImmediate(later));
    }

    assert.equal(await call(root, "ack", 2), 2);
    chat.connect();
    await connected(chat);
  });

  test("the server ends the whole session", async (t) => {
    const witness = await open(t, way);
    const shared = manager(t, way);
    const [root, chat] = [shared.socket("/"), shared.socket("/chat")];
    await Promise.all([connected(root), connected(chat)]);
    const ids = [root.id, chat.id];
    const ends = Promise.all([next(root, "disconnect"), next(chat, "disconnect")]);

    chat.emit("bye", true);

    await ends;
    for (const id of ids) assert.equal(await reasonOf(witness, id), "server namespace disconnect");
  });

  test("what was emitted before the goodbye arrives before it", async (t) => {
    for (const close of [false, true]) {
      const socket = await open(t, way);
      const order = [];
      socket.on("burst", (i) => order.push(i));
      const end = next(socket, "disconnect").then(() => order.push("end"));

      socket.emit("burst", 100, 100);
      socket.emit("bye", close);
      await end;

      assert.deepEqual(order, [...Array.from({ length: 100 }, (_, i) => i), "end"]);
    }
  });

  test("a kicked socket is told", async (t) => {
    const [host, guest] = [await open(t, way), await open(t, way)];
    const { id } = guest;
    const end = next(guest, "disconnect");

    assert.equal(await call(host, "kick", id, false), true);

    assert.equal((await end)[0], "io server disconnect");
    assert.equal(await reasonOf(host, id), "server namespace disconnect");
  });

  test("a kicked room goes together, its transports too", async (t) => {
    const host = await open(t, way);
    const guests = await Promise.all([1, 2, 3].map(() => open(t, way)));
    const room = `guests ${host.id}`;
    await Promise.all(guests.map((guest) => call(guest, "join", room)));
    const ids = guests.map(({ id }) => id);
    const ends = Promise.all(guests.map((guest) => next(guest, "disconnect")));
    const closed = Promise.all(guests.map((guest) => next(guest.io.engine, "close")));

    assert.equal(await call(host, "kick", room, true), true);

    await Promise.all([ends, closed]);
    for (const id of ids) assert.equal(await reasonOf(host, id), "server namespace disconnect");
    assert.deepEqual(await call(host, "members", room), []);
  });

  test("kicking nobody is no error", async (t) => {
    const host = await open(t, way);

    assert.equal(await call(host, "kick", "nobody", true), true);
  });

  test("a socket that was ended can connect again", async (t) => {
    const socket = await open(t, way);
    const before = socket.id;
    socket.emit("bye", true);
    await next(socket, "disconnect");
    await until(() => socket.io._readyState === "closed", "closed");

    socket.connect();
    await connected(socket);

    assert.notEqual(socket.id, before);
    assert.equal(await call(socket, "ack", "back"), "back");
  });

  test("one that is already gone is still remembered", async (t) => {
    const [witness, socket] = [await open(t, way), await open(t, way)];
    const { id } = socket;
    await call(socket, "join", "a room");
    socket.disconnect();
    await reasonOf(witness, id);

    const record = await call(witness, "obit", id, 0);

    assert.equal(record.reason, "client namespace disconnect");
    assert.deepEqual(new Set(record.rooms), new Set([id, "a room"]));
  });

  test("one that stays is not remembered", async (t) => {
    const [witness, socket] = [await open(t, way), await open(t, way)];

    assert.equal(await call(witness, "obit", socket.id, 50), null);
  });

  test("a waiting answer of a vanished client harms nobody", async (t) => {
    const [witness, socket] = [await open(t, way), await open(t, way)];
    const { id } = socket;
    socket.emit("slow", 50, "never heard");
    socket.emit("ask_me", "question", [], 50);
    await settled(socket);

    socket.io.engine.close();

    assert.equal(await reasonOf(witness, id), "transport close");
    assert.equal(await call(witness, "slow", 100, "alive"), "alive");
  });

  test("a client finds back to a restarted server", async (t) => {
    const first = await serve(t);
    const socket = dial(t, way, { at: first.url, reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 100 });
    await connected(socket);
    const before = socket.id;
    const echoes = listen(socket, "echo");
    const end = next(socket, "disconnect");

    await first.stop();
    assert.match((await end)[0], /^transport (close|error)$/);
    socket.emit("echo", "kept while away");
    const back = next(socket, "connect");
    await serve(t, first.port);
    await back;

    assert.deepEqual(await echoes.next(), ["kept while away"]);
    assert.notEqual(socket.id, before);
    assert.deepEqual(await call(socket, "rooms"), [socket.id]);
  });
});

describe("the program", () => {
  test("counts open sessions and sockets", async (t) => {
    const server = await serve(t);
    const stats = () => fetch(`${server.url}/stats`).then((reply) => reply.json());
    assert.deepEqual(await stats(), { clients: 0, sockets: 0 });

    const root = await open(t, "websocket", { at: server.url });
    const other = await open(t, "polling", { at: server.url, instance: "poll", namespace: "/chat" });
    assert.deepEqual(await stats(), { clients: 2, sockets: 1 });

    root.disconnect();
    other.disconnect();
    await until(async () => {
      const { clients, sockets } = await stats();
      return clients === 0 && sockets === 0;
    }, "empty");
  });

  test("answers health checks and nothing it does not know", async () => {
    const health = await fetch(`${url}/healthz`);

    assert.equal(health.status, 200);
    assert.equal(await health.text(), "ok");
    assert.equal((await fetch(`${url}/no/such/path`)).status, 404);
  });

  test("ends by itself when it is told to", async (t) => {
    const server = await serve(t);
    const sockets = [await open(t, "websocket", { at: server.url }), await open(t, "polling", { at: server.url })];
    const ends = Promise.all(sockets.map((socket) => next(socket, "disconnect")));

    const { code } = await server.stop("SIGTERM");

    assert.equal(code, 0);
    await ends;
  });
});
