// Acknowledgements in both directions.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, beside, call, open, overEveryTransport, settled } from "../support/client.mjs";
import { listen, next } from "../support/wait.mjs";

overEveryTransport((way) => {
  test("an acknowledgement carries any number of arguments", async (t) => {
    const socket = await open(t, way);

    assert.deepEqual(await ask(socket, "ack"), []);
    assert.deepEqual(await ask(socket, "ack", 1), [1]);
    assert.deepEqual(await ask(socket, "ack", 1, [2], { three: 3 }), [1, [2], { three: 3 }]);
  });

  test("each of many questions gets its own answer", async (t) => {
    const socket = await open(t, way);
    const count = 300;

    const answers = await Promise.all(Array.from({ length: count }, (_, i) => call(socket, "ack", i)));

    assert.deepEqual(answers, Array.from({ length: count }, (_, i) => i));
  });

  test("the work is done when nobody asked for an answer", async (t) => {
    const socket = await open(t, way);

    socket.emit("join", "quiet");
    socket.emit("sink", 1);

    assert.deepEqual(new Set(await call(socket, "rooms")), new Set([socket.id, "quiet"]));
  });

  test("a waiting handler does not delay the next event", async (t) => {
    const socket = await open(t, way);
    const order = [];
    const slow = call(socket, "slow", 400, "slow").then((tag) => order.push(tag));
    const fast = call(socket, "slow", 0, "fast").then((tag) => order.push(tag));
    const echo = call(socket, "ack", "echo").then((tag) => order.push(tag));

    await Promise.all([slow, fast, echo]);

    assert.equal(order.at(-1), "slow");
  });

  test("acknowledgement ids of two namespaces do not mix", async (t) => {
    const root = await open(t, way);
    const chat = await beside(t, root, "/chat");

    const answers = await Promise.all([
      call(root, "ack", "root 1"), call(chat, "ack", "chat 1"),
      call(chat, "ack", "chat 2"), call(root, "ack", "root 2"),
    ]);

    assert.deepEqual(answers, ["root 1", "chat 1", "chat 2", "root 2"]);
  });

  test("the server asks and hears every argument of the answer", async (t) => {
    const socket = await open(t, way);
    socket.on("question", (a, b, answer) => answer(a + b, { binary: Buffer.from([a, b]) }, null));

    assert.deepEqual(await call(socket, "ask_me", "question", [1, 2], 5000), {
      status: "ok",
      reply: [3, { binary: Buffer.from([1, 2]) }, null],
    });
  });

  test("an answer may be empty", async (t) => {
    const socket = await open(t, way);
    socket.on("question", (answer) => answer());

    assert.deepEqual(await call(socket, "ask_me", "question", [], 5000), { status: "ok", reply: [] });
  });

  test("a question may carry attachments", async (t) => {
    const socket = await open(t, way);
    socket.on("question", (data, answer) => answer(data.deep[0].length));

    const reply = await call(socket, "ask_me", "question", [{ deep: [Buffer.alloc(99)] }], 5000);

    assert.deepEqual(reply, { status: "ok", reply: [99] });
  });

  test("an answer that never comes is a timeout", async (t) => {
    const socket = await open(t, way);

    assert.deepEqual(await call(socket, "ask_me", "nobody listens", [], 100), { status: "timeout" });
  });

  test("a late answer is ignored", async (t) => {
    const socket = await open(t, way);
    let answer;
    socket.on("question", (callback) => { answer = callback; });

    assert.deepEqual(await call(socket, "ask_me", "question", [], 50), { status: "timeout" });
    answer("too late");

    assert.equal(await call(socket, "ack", "alive"), "alive");
  });

  test("a handler that waits for an answer delays nothing", async (t) => {
    const socket = await open(t, way);
    const question = next(socket, "question");
    const outcome = call(socket, "ask_me", "question", ["?"], 5000);
    const [, answer] = await question;

    assert.equal(await call(socket, "ack", "meanwhile"), "meanwhile");
    answer("at last");

    assert.deepEqual(await outcome, { status: "ok", reply: ["at last"] });
  });

  test("many questions to one client keep their answers apart", async (t) => {
    const socket = await open(t, way);
    socket.on("question", (n, answer) => answer(n * 2));

    const all = await Promise.all(
      Array.from({ length: 50 }, (_, n) => call(socket, "ask_me", "question", [n], 5000)),
    );

    assert.deepEqual(all.map(({ reply }) => reply[0]), Array.from({ length: 50 }, (_, n) => n * 2));
  });

  test("a room is asked and every answer counted", async (t) => {
    const clients = await Promise.all([1, 2, 3].map(() => open(t, way)));
    const room = `panel ${clients[0].id}`;
    for (const [i, client] of clients.entries()) {
      client.on("vote", (answer) => answer({ by: i, seal: Buffer.from([i]) }, "a second argument"));
      await call(client, "join", room);
    }

    const { complete, replies } = await call(clients[0], "ask_room", { via: "io", to: [room] }, "vote", [], 5000);

    assert.equal(complete, true);
    replies.sort((a, b) => a.by - b.by);
    assert.deepEqual(replies, [0, 1, 2].map((i) => ({ by: i, seal: Buffer.from([i]) })));
  });

  test("who does not answer is missing from the replies", async (t) => {
    const [asker, silent] = [await open(t, way), await open(t, way)];
    const room = `panel ${asker.id}`;
    asker.on("vote", (answer) => answer("mine"));
    await Promise.all([call(asker, "join", room), call(silent, "join", room)]);

    const outcome = await call(asker, "ask_room", { via: "io", to: [room] }, "vote", [], 200);

    assert.deepEqual(outcome, { complete: false, replies: ["mine"] });
  });

  test("asking an empty room is complete at once", async (t) => {
    const socket = await open(t, way);

    const outcome = await call(socket, "ask_room", { via: "io", to: ["nobody here"] }, "vote", [], 5000);

    assert.deepEqual(outcome, { complete: true, replies: [] });
  });

  test("the sender is not asked by its own question to the others", async (t) => {
    const [asker, other] = [await open(t, way), await open(t, way)];
    const room = `panel ${asker.id}`;
    const asked = listen(asker, "vote");
    other.on("vote", (answer) => answer("theirs"));
    await Promise.all([call(asker, "join", room), call(other, "join", room)]);

    const outcome = await call(asker, "ask_room", { via: "socket", to: [room] }, "vote", [], 5000);
    await settled(asker);

    assert.deepEqual(outcome, { complete: true, replies: ["theirs"] });
    assert.deepEqual(asked.drain(), []);
  });

  test("a client that leaves while asked leaves the others' answers", async (t) => {
    const [asker, leaver] = [await open(t, way), await open(t, way)];
    const room = `panel ${asker.id}`;
    asker.on("vote", (answer) => answer("stays"));
    leaver.on("vote", () => leaver.disconnect());
    await Promise.all([call(asker, "join", room), call(leaver, "join", room)]);

    const outcome = await call(asker, "ask_room", { via: "io", to: [room] }, "vote", [], 300);

    assert.deepEqual(outcome.replies, ["stays"]);
  });

  test("a handler that fails leaves the socket and the others alone", async (t) => {
    const [socket, other] = [await open(t, way), await open(t, way)];

    socket.emit("panic");

    assert.equal(await call(socket, "ack", "alive"), "alive");
    assert.equal(await call(other, "ack", "alive"), "alive");
  });
});
