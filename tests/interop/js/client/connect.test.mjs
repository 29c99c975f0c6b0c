// Connecting: the handshake, namespaces over one connection, refusals, and what may be sent how early.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { call, connected, dial, manager, open, overEveryTransport, refusal, settled, upgraded } from "../support/client.mjs";
import { listen, next } from "../support/wait.mjs";

overEveryTransport((way) => {
  const inUse = way === "polling" ? "polling" : "websocket";

  test("the handshake tells who the socket is", async (t) => {
    const socket = await open(t, way, {
      query: { who: "ann & bob", city: "Zürich" },
      extraHeaders: { "x-custom": "yes" },
    });

    const seen = await call(socket, "handshake");

    assert.equal(seen.sid, socket.id);
    assert.equal(seen.ns, "/");
    assert.deepEqual(seen.auth, {});
    assert.equal(seen.query.EIO, "4");
    assert.equal(seen.query.who, "ann & bob");
    assert.equal(seen.query.city, "Zürich");
    assert.equal(seen.xCustom, "yes");
    assert.equal(seen.transport, inUse);
    assert.equal(seen.recovered, false);
  });

  test("a socket id is not the connection's id", async (t) => {
    const socket = await open(t, way);

    assert.equal(socket.id.length, 20);
    assert.notEqual(socket.id, socket.io.engine.id);
  });

  test("the server announces its limits", async (t) => {
    const socket = dial(t, way);
    const [handshake] = await next(socket.io.engine, "handshake");

    assert.equal(handshake.pingInterval, 25_000);
    assert.equal(handshake.pingTimeout, 20_000);
    assert.equal(handshake.maxPayload, 100_000);
    assert.deepEqual(handshake.upgrades, way === "websocket" ? [] : ["websocket"]);
  });

  test("the auth payload arrives whatever its shape", async (t) => {
    const auth = { token: "secret", nested: { list: [1, "é", null] } };
    const socket = await open(t, way, { namespace: "/auth", auth });

    assert.deepEqual((await call(socket, "handshake")).auth, auth);
  });

  test("what the connect handler emits follows CONNECT", async (t) => {
    const socket = dial(t, way, { namespace: "/auth", auth: { token: "secret", n: 1 } });
    const order = [];
    socket.on("connect", () => order.push("connect"));
    socket.on("welcome", () => order.push("welcome"));

    const [payload] = await next(socket, "welcome");

    assert.deepEqual(payload, { token: "secret", n: 1 });
    assert.deepEqual(order, ["connect", "welcome"]);
  });

  test("an event sent the moment CONNECT arrives is handled", async (t) => {
    for (const namespace of ["/", "/chat"]) {
      const socket = dial(t, way, { namespace });
      const echoes = listen(socket, "echo");
      socket.once("connect", () => {
        for (let i = 0; i < 20; i += 1) socket.emit("echo", i);
      });

      const heard = await echoes.many(20);

      assert.deepEqual(heard.flat(), Array.from({ length: 20 }, (_, i) => i));
    }
  });

  test("events emitted before the connection stands are delivered in order", async (t) => {
    const socket = dial(t, way);
    const echoes = listen(socket, "echo");
    for (let i = 0; i < 20; i += 1) socket.emit("echo", i);

    const heard = await echoes.many(20);

    assert.deepEqual(heard.flat(), Array.from({ length: 20 }, (_, i) => i));
  });

  test("a refusal without data carries its message", async (t) => {
    const socket = dial(t, way, { namespace: "/auth" });

    assert.deepEqual(await refusal(socket), { message: "no token", data: undefined });
  });

  test("a refusal with data carries both", async (t) => {
    const socket = dial(t, way, { namespace: "/auth", auth: { token: "wrong" } });

    assert.deepEqual(await refusal(socket), {
      message: "not authorized",
      data: { code: 401, retry: false },
    });
  });

  test("a refusal may take its time", async (t) => {
    const socket = dial(t, way, { namespace: "/auth", auth: { token: "secret", role: "banned" } });

    assert.deepEqual(await refusal(socket), {
      message: "banned",
      data: { until: 1234, list: [1, 2] },
    });
  });

  test("a refused socket is in no room and hears no broadcast", async (t) => {
    const inside = await open(t, way, { namespace: "/auth", auth: { token: "secret" } });
    const outside = dial(t, way, { namespace: "/auth", auth: { token: "wrong" } });
    const heard = listen(outside, "to all");
    await refusal(outside);

    await call(inside, "send", { via: "io" }, "to all", [1]);

    assert.deepEqual(await call(inside, "members", null).then((all) => all.includes(inside.id)), true);
    assert.deepEqual(heard.drain(), []);
  });

  test("an unknown namespace is refused and the session lives on", async (t) => {
    const shared = manager(t, way);
    const root = shared.socket("/");
    await connected(root);
    const nowhere = shared.socket("/nowhere");

    assert.equal((await refusal(nowhere)).message, "Invalid namespace");

    assert.equal(await call(root, "ack", "still here"), "still here");
    const chat = shared.socket("/chat");
    await connected(chat);
    assert.equal(await call(chat, "ack", "and there"), "and there");
  });

  test("a refused namespace can be joined at the second attempt", async (t) => {
    const shared = manager(t, way);
    const socket = shared.socket("/auth", { auth: { token: "wrong" } });
    await refusal(socket);

    socket.auth = { token: "secret" };
    socket.connect();
    await connected(socket);

    assert.equal((await call(socket, "handshake")).auth.token, "secret");
  });

  test("namespaces share one connection and nothing else", async (t) => {
    const shared = manager(t, way);
    const root = shared.socket("/");
    const chat = shared.socket("/chat");
    await Promise.all([connected(root), connected(chat)]);
    const heardInRoot = listen(root, "news");
    const heardInChat = listen(chat, "news");

    await call(root, "join", "lobby");
    await call(chat, "send", { via: "io", to: ["lobby"] }, "news", ["nobody"]);
    await call(chat, "send", { via: "io" }, "news", ["chat only"]);
    await call(chat, "set", "key", "value");
    await Promise.all([settled(root), settled(chat)]);

    assert.notEqual(root.id, chat.id);
    assert.deepEqual(heardInChat.drain(), [["chat only"]]);
    assert.deepEqual(heardInRoot.drain(), []);
    assert.equal(await call(root, "get", "key"), null);
    assert.deepEqual(await call(chat, "rooms"), [chat.id]);
    assert.equal((await call(chat, "handshake")).ns, "/chat");
  });

  test("many clients connect at once", async (t) => {
    const all = Array.from({ length: 40 }, () => dial(t, way));
    await Promise.all(all.map(connected));

    const answers = await Promise.all(all.map((socket, i) => call(socket, "ack", i)));

    assert.deepEqual(answers, all.map((_, i) => i));
    assert.equal(new Set(all.map((socket) => socket.id)).size, all.length);
  });
});

describe("instances", () => {
  test("`ws` speaks WebSocket at once", async (t) => {
    const socket = await open(t, "websocket", { instance: "ws" });

    assert.equal((await call(socket, "handshake")).transport, "websocket");
  });

  test("`ws` refuses long-polling", async (t) => {
    const socket = dial(t, "polling", { instance: "ws" });

    await assert.rejects(connected(socket), /xhr poll error|polling error/);
  });

  test("`poll` never offers an upgrade", async (t) => {
    const socket = dial(t, "polling", { instance: "poll", transports: ["polling", "websocket"] });
    const [handshake] = await next(socket.io.engine, "handshake");
    await connected(socket);

    assert.deepEqual(handshake.upgrades, []);
    assert.equal((await call(socket, "handshake")).transport, "polling");
  });

  test("`poll` refuses WebSocket", async (t) => {
    const socket = dial(t, "websocket", { instance: "poll" });

    await assert.rejects(connected(socket), /websocket error/);
  });

  test("instances do not see each other", async (t) => {
    const here = await open(t, "websocket");
    const there = await open(t, "websocket", { instance: "ws" });
    const heard = listen(there, "news");

    await call(here, "send", { via: "io" }, "news", []);
    await settled(there);

    assert.deepEqual(heard.drain(), []);
    assert.equal((await call(there, "members", null)).includes(here.id), false);
  });

  test("an upgraded session says so", async (t) => {
    const socket = dial(t, "upgrade");
    await connected(socket);
    await upgraded(socket);

    assert.equal((await call(socket, "handshake")).transport, "websocket");
  });
});
