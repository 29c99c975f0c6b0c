// Coming and going: who is let in, how others are refused, and who is seen to leave.

import assert from "node:assert/strict";
import { test } from "node:test";
import { call, connected, overEveryTransport, refusal } from "../support/client.mjs";
import { join, knock } from "../support/tools.mjs";
import { listen, next, until } from "../support/wait.mjs";

const as = (user) => ({ auth: { user } });

// Hears of those who leave the namespace `/door`.
async function porter(t, way) {
  const left = listen(await join(t, way), "left");
  return async (sid) => {
    for (;;) {
      const [who, why] = await left.next();
      if (who === sid) return why;
    }
  };
}

overEveryTransport((way) => {
  test("whoever has the right auth is let in, and greeted afterwards", async (t) => {
    const socket = knock(t, way, "/door", as("ann"));
    const order = [];
    socket.on("connect", () => order.push("connect"));
    socket.on("welcome", (name) => order.push(name));

    await next(socket, "welcome");

    assert.deepEqual(order, ["connect", "ann"]);
  });

  const byServer = "Connection rejected by server";
  for (const [user, message, data] of [
    ["eve", byServer, undefined],
    ["nameless", byServer, undefined],
    ["message", "not today", undefined],
    ["data", "not today", 401],
    ["several", "not today", [401, "tomorrow"]],
    ["error", byServer, undefined],
    ["panic", byServer, undefined],
  ]) {
    test(`refused by ${user}: ${message} with ${JSON.stringify(data)}`, async (t) => {
      assert.deepEqual(await refusal(knock(t, way, "/door", as(user))), { message, data });
    });
  }

  test("no auth, or one of another shape, is refused", async (t) => {
    assert.equal((await refusal(knock(t, way, "/door"))).message, byServer);
    assert.equal((await refusal(knock(t, way, "/door", { auth: { user: 7 } }))).message, byServer);
  });

  test("one who leaves is seen to go, with rooms and in both vocabularies", async (t) => {
    const left = await porter(t, way);
    const socket = await join(t, way, "/door", as("ann"));
    const sid = socket.id;

    socket.disconnect();

    assert.deepEqual(await left(sid), ["client disconnect", "client namespace disconnect", 2]);
  });

  test("one whose connection closes is seen to go", async (t) => {
    const left = await porter(t, way);
    const socket = await join(t, way, "/door", as("ann"));
    const sid = socket.id;

    socket.io.engine.close();

    assert.deepEqual(await left(sid), ["transport close", "transport close", 2]);
  });

  test("one who is sent away is seen to go, and told", async (t) => {
    const left = await porter(t, way);
    const root = await join(t, way);
    const socket = await join(t, way, "/door", as("ann"));
    const sid = socket.id;
    const told = next(socket, "disconnect");

    await call(root, "kick there", sid, "/door");

    assert.equal((await told)[0], "io server disconnect");
    assert.deepEqual(await left(sid), ["server disconnect", "server namespace disconnect", 2]);
  });

  test("with `always_connect` one is in before the handler decides", async (t) => {
    const welcome = knock(t, way, "/", { path: "/eager/", ...as("ann") });
    await next(welcome, "seen");
    assert.ok(welcome.connected);

    const turnedAway = knock(t, way, "/", { path: "/eager/" });
    const [order, note] = [[], (what) => () => order.push(what)];
    for (const event of ["connect", "seen", "disconnect", "connect_error"]) turnedAway.on(event, note(event));
    await next(turnedAway, "disconnect");

    assert.deepEqual(order, ["connect", "seen", "disconnect"]);
  });

  test("what is emitted after a disconnect is not heard", async (t) => {
    const socket = await join(t, way);
    const told = listen(socket, "told");
    const packets = [];
    socket.io.engine.on("packet", ({ type, data }) => type === "message" && packets.push(data));

    socket.emit("tell", "after the end");
    await until(() => !socket.connected, "disconnected");

    assert.deepEqual(packets, ["1"]);
    assert.deepEqual(told.drain(), []);
  });

  test("with `async_handlers` a slow event delays no other", async (t) => {
    const socket = knock(t, way, "/", { path: "/eager/", ...as("ann") });
    await connected(socket);

    const answers = [];
    const done = [100, 0].map((ms) => call(socket, "slow", ms).then((ms) => answers.push(ms)));
    await Promise.all(done);

    assert.deepEqual(answers, [0, 100]);
  });
});
