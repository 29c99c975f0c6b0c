// Rooms, the request, sessions, errors and background work: what a handler has to do with its client.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, call, overEveryTransport, settled } from "../support/client.mjs";
import { join, post } from "../support/tools.mjs";
import { listen, next } from "../support/wait.mjs";

const sorted = (list) => [...list].sort();

overEveryTransport((way) => {
  test("rooms are joined, listed, left and closed", async (t) => {
    const [a, b] = [await join(t, way), await join(t, way)];
    const [red, blue] = [`red ${a.id}`, `blue ${a.id}`];

    assert.deepEqual(sorted(await call(a, "join", [red, blue])), sorted([a.id, red, blue]));
    assert.deepEqual(sorted(await call(a, "leave", blue)), sorted([a.id, red]));
    await call(a, "join other", red, b.id, "/");
    assert.deepEqual(sorted(await call(a, "rooms of", b.id)), sorted([b.id, red]));
    await call(b, "close", red);
    assert.deepEqual(await call(b, "rooms of", a.id), [a.id]);
    assert.deepEqual(await call(a, "rooms of", b.id), [b.id]);
  });

  test("another is put into a room of another namespace", async (t) => {
    const [root, desk] = [await join(t, way), await join(t, way, "/desk")];

    await call(root, "join other", "back office", desk.id, "/desk");

    assert.deepEqual(sorted(await call(root, "rooms of", desk.id)), sorted([desk.id, "back office"]));
  });

  test("another is disconnected, here or there", async (t) => {
    const [a, b, desk] = [await join(t, way), await join(t, way), await join(t, way, "/desk")];
    const [here, there] = [next(b, "disconnect"), next(desk, "disconnect")];

    await call(a, "kick", b.id);
    await call(a, "kick there", desk.id, "/desk");

    assert.equal((await here)[0], "io server disconnect");
    assert.equal((await there)[0], "io server disconnect");
    assert.ok(a.connected);
  });

  test("the handshake's request is there for the connection's life", async (t) => {
    const options = { query: { lang: "zü" }, extraHeaders: { "x-tag": "a", cookie: "a=b" } };
    const socket = await join(t, way, "/desk", options);

    for (const time of [1, 2]) {
      assert.deepEqual(await call(socket, "request"), {
        sid: socket.id,
        namespace: "/desk",
        event: "request",
        lang: "zü",
        query: "zü",
        tag: "a",
        cookie: "a=b",
        addr: "127.0.0.1",
        transport: way === "polling" ? "polling" : "websocket",
      }, `time ${time}`);
    }
  });

  test("the server knows of another's transport", async (t) => {
    const [a, b] = [await join(t, way), await join(t, "polling")];

    assert.equal(await call(a, "transport of", b.id), "polling");
    assert.equal(await call(b, "transport of", a.id), way === "polling" ? "polling" : "websocket");
  });

  test("a session belongs to one client in one namespace", async (t) => {
    const [a, b, desk] = [await join(t, way), await join(t, way), await join(t, way, "/desk")];

    assert.equal(await call(a, "count"), 1);
    assert.equal(await call(a, "count"), 2);
    assert.equal(await call(b, "count"), 1);
    assert.equal(await call(desk, "count"), 1);
    assert.equal(await call(b, "count of", a.id), 2);
  });

  test("the session of a login is a copy, or the session itself", async (t) => {
    const page = await post("/login", "application/x-www-form-urlencoded", "user=ann");
    const options = { extraHeaders: { cookie: page.cookie } };
    const [first, second] = [await join(t, way, "/", options), await join(t, way, "/", options)];
    const stranger = await join(t, way);

    assert.equal(await call(first, "user"), "ann");
    assert.equal(await call(stranger, "user"), null);
    await call(first, "rename", "bea");
    assert.equal(await call(first, "user"), "bea");
    assert.equal(await call(second, "user"), "ann");
    await call(second, "rename for all", "cleo");
    assert.equal(await call(first, "user"), "bea");
    assert.equal(await call(await join(t, way, "/", options), "user"), "cleo");
  });

  test("an error goes to the handler of its namespace, or that of all, which answers", async (t) => {
    const [root, news, listed] = await Promise.all(["/", "/news", "/listed"].map((at) => join(t, way, at)));

    assert.deepEqual(await ask(root, "fail", "x"), ["fail: invalid digit found in string", 1]);
    assert.equal(await call(news, "fail", "x"), "no number");
    assert.equal(await call(news, "fail", "panic"), "worse");
    assert.equal(await call(listed, "fail", "x"), "somewhere");
    assert.equal(await call(root, "fail", "7"), 7);
  });

  test("what no error handler takes is an answer all the same", async (t) => {
    const socket = await join(t, way);

    const [{ error }] = await ask(socket, "fail", "panic");
    assert.deepEqual(error, { kind: "panic", message: "the handler failed" });
    const [text] = await ask(socket, "fail", 7);
    assert.equal(text, "fail: `fail`: args[0] (`how`): expected a string, found integer `7`");
  });

  test("a background task knows whom it works for", async (t) => {
    const [a, b] = [await join(t, way), await join(t, way)];
    const other = listen(b, "reminder");

    a.emit("remind", 10, "this");

    assert.deepEqual(await next(a, "reminder"), ["this"]);
    await settled(b);
    assert.deepEqual(other.drain(), []);
    assert.equal(await call(a, "add up", [1, 2, 3]), 6);
  });

  test("a task that is tied to its client ends with it", async (t) => {
    const [a, b] = [await join(t, way), await join(t, way)];
    const ticks = listen(b, "tick");
    a.emit("tick", b.id);
    await ticks.many(3);

    a.disconnect();

    // Silence for as long as many ticks take.
    let [before, after] = [-1, 0];
    while (after !== before) {
      before = after;
      await new Promise((later) => setTimeout(later, 50));
      after += ticks.drain().length;
    }
    assert.ok(b.connected);
  });

  test("a handler that blocks has its own thread and its caller", async (t) => {
    const socket = await join(t, way);
    const progress = next(socket, "progress");

    assert.equal(await call(socket, "digest", "éa"), 3);
    assert.deepEqual(await progress, [50]);
  });
});
