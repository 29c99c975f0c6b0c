// Order: of one client's events, of what one client receives, and across the upgrade.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { beside, call, dial, open, overEveryTransport, upgraded } from "../support/client.mjs";
import { listen, until } from "../support/wait.mjs";

const upTo = (count) => Array.from({ length: count }, (_, i) => i);

overEveryTransport((way) => {
  test("a thousand echoes come back in order", async (t) => {
    const socket = await open(t, way);
    const echoes = listen(socket, "echo");

    for (const i of upTo(1000)) socket.emit("echo", i);

    assert.deepEqual((await echoes.many(1000)).flat(), upTo(1000));
  });

  test("text and attachments keep their order", async (t) => {
    const socket = await open(t, way);
    const echoes = listen(socket, "echo");
    const sent = upTo(200).map((i) => (i % 3 === 0 ? [i, { deep: [Buffer.from([i])] }, Buffer.from([i, i])] : [i]));

    for (const args of sent) socket.emit("echo", ...args);

    assert.deepEqual(await echoes.many(200), sent);
  });

  test("a burst arrives whole and in order, before the answer that follows it", async (t) => {
    const socket = await open(t, way);
    const burst = listen(socket, "burst");

    await call(socket, "burst", 2000, 100);
    const heard = burst.drain();

    assert.deepEqual(heard.map(([i]) => i), upTo(2000));
    assert.ok(heard.every(([, text]) => text === "x".repeat(100)));
  });

  test("every member of a room hears a broadcast stream in order", async (t) => {
    const members = await Promise.all(upTo(5).map(() => open(t, way, { namespace: "/chat" })));
    await Promise.all(members.map((member) => call(member, "join", "blast")));
    const heard = members.map((member) => listen(member, "blast"));

    await call(members[0], "blast", 500, 64);

    for (const stream of heard) {
      assert.deepEqual((await stream.many(500)).map(([i]) => i), upTo(500));
    }
    await call(members[0], "close_room", "blast");
  });

  test("events of two namespaces each keep their order", async (t) => {
    const root = await open(t, way);
    const chat = await beside(t, root, "/chat");
    const [fromRoot, fromChat] = [listen(root, "echo"), listen(chat, "echo")];

    for (const i of upTo(200)) {
      root.emit("echo", i);
      chat.emit("echo", i);
    }

    assert.deepEqual((await fromRoot.many(200)).flat(), upTo(200));
    assert.deepEqual((await fromChat.many(200)).flat(), upTo(200));
  });
});

describe("across the upgrade", () => {
  // Runs `step` from before the socket is connected until well after its upgrade.
  async function whileUpgrading(socket, step) {
    let upgradedAt = null;
    let steps = 0;
    socket.io.engine.once("upgrade", () => { upgradedAt = steps; });
    await until(() => {
      step(steps);
      steps += 1;
      return upgradedAt !== null && steps >= upgradedAt + 50;
    }, "upgraded");
    return steps;
  }

  for (const attempt of upTo(5)) {
    test(`nothing a client sends is lost or overtaken (${attempt})`, async (t) => {
      const socket = dial(t, "upgrade");
      const echoes = listen(socket, "echo");

      const sent = await whileUpgrading(socket, (i) => socket.emit("echo", i, "é".repeat(i % 50)));

      assert.deepEqual((await echoes.many(sent)).map(([i]) => i), upTo(sent));
    });

    test(`nothing a server sends is lost or overtaken (${attempt})`, async (t) => {
      const socket = dial(t, "upgrade");
      const burst = listen(socket, "burst");
      const answered = [];

      const sent = await whileUpgrading(socket, () => {
        socket.emit("burst", 5, 200, () => answered.push(true));
      });
      const heard = await burst.many(sent * 5);

      assert.deepEqual(heard.map(([i]) => i), upTo(sent * 5).map((i) => i % 5));
      await until(() => answered.length === sent, "answered");
    });
  }

  test("attachments cross the upgrade beside their texts", async (t) => {
    const socket = dial(t, "upgrade");
    const echoes = listen(socket, "echo");

    const sent = await whileUpgrading(socket, (i) => socket.emit("echo", i, Buffer.from([i % 256, 1]), { b: Buffer.alloc(i % 40) }));

    const heard = await echoes.many(sent);
    assert.deepEqual(heard, upTo(sent).map((i) => [i, Buffer.from([i % 256, 1]), { b: Buffer.alloc(i % 40) }]));
  });

  test("a broadcast stream survives the upgrade of its listeners", async (t) => {
    const speaker = await open(t, "websocket");
    const room = `stream ${speaker.id}`;
    const listeners = upTo(5).map(() => dial(t, "upgrade"));
    const heard = listeners.map((socket) => listen(socket, "line"));
    const joined = Promise.all(listeners.map((socket) => call(socket, "join", room)));
    let all = false;
    joined.then(() => { all = true; });
    let lines = 0;

    await whileUpgrading(listeners[4], () => {
      if (!all) return;
      speaker.emit("send", { via: "io", to: [room] }, "line", [lines]);
      lines += 1;
    });
    await Promise.all(listeners.map(upgraded));

    for (const stream of heard) {
      assert.deepEqual((await stream.many(lines)).flat(), upTo(lines));
    }
  });
});
