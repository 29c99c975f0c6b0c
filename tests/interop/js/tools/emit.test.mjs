// To whom something is sent, and what is asked of whom.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, call, overEveryTransport, settled } from "../support/client.mjs";
import { join, post } from "../support/tools.mjs";
import { listen, next } from "../support/wait.mjs";

// What each of them is told when `how` is said to the first.
async function told(sockets, how, who, event = "told") {
  const heard = sockets.map((socket) => listen(socket, event));
  await ask(sockets[0], "tell", how, who);
  await Promise.all(sockets.map(settled));
  // Other tests broadcast as well, but not to all at the same time.
  const all = heard.map((stream) => stream.drain());
  for (const socket of sockets) socket.off(event);
  return all;
}

const three = (t, way) => Promise.all([1, 2, 3].map(() => join(t, way)));

overEveryTransport((way) => {
  test("the caller, unless somebody else is named", async (t) => {
    const sockets = await three(t, way);

    assert.deepEqual(await told(sockets, "me"), [[["me"]], [], []]);
    assert.deepEqual(await told(sockets, "with arguments"), [[["a", [1], null]], [], []]);
  });

  test("sids and rooms, one or several, each once", async (t) => {
    const sockets = await three(t, way);
    const [a, b, c] = sockets;
    const room = `room of ${a.id}`;
    await call(b, "join", [room]);

    assert.deepEqual(await told(sockets, "them", [b.id]), [[], [["them"]], []]);
    assert.deepEqual(await told(sockets, "them", [b.id, room, c.id]), [[], [["them"]], [["them"]]]);
    assert.deepEqual(await told(sockets, "from outside", [room]), [[], [["by the server"]], []]);
  });

  test("everybody, everybody else, or all but some", async (t) => {
    const sockets = await three(t, way);
    const [, b] = sockets;

    assert.deepEqual(await told(sockets, "all"), [[["all"]], [["all"]], [["all"]]]);
    assert.deepEqual(await told(sockets, "all but me"), [[], [["others"]], [["others"]]]);
    assert.deepEqual(await told(sockets, "all but me and", [b.id]), [[], [], [["others"]]]);
    assert.deepEqual(await told(sockets, "all from outside"), Array(3).fill([["by the server"]]));
  });

  test("a room of another namespace", async (t) => {
    const [a, desk] = [await join(t, way), await join(t, way, "/desk")];
    const heard = listen(desk, "told");

    await ask(a, "tell", "elsewhere", [desk.id]);

    assert.deepEqual(await heard.next(), ["there"]);
  });

  test("unnamed texts and values", async (t) => {
    const sockets = await three(t, way);
    const [, b] = sockets;

    assert.deepEqual(await told(sockets, "text", [b.id], "message"), [[], [["told"]], []]);
    assert.deepEqual(await told(sockets, "json", [b.id], "json"), [[], [[["told"]]], []]);
  });

  test("a callback gets the answer, and the handler does not wait", async (t) => {
    const [a, b] = [await join(t, way), await join(t, way)];
    const order = [];
    a.on("question", (text, number, answer) => setTimeout(() => answer(`${text}${number}`), 20));
    b.on("question", (text, number, answer) => answer("of another"));

    const heard = next(a, "told").then(([text]) => order.push(text));
    order.push(await call(a, "ask back"));
    await heard;
    assert.deepEqual(order, ["asked", "a1"]);

    const again = next(a, "told");
    await call(a, "ask back", b.id);
    assert.deepEqual(await again, ["of another"]);
  });

  test("a question waits for no, one or several values, or until it is too late", async (t) => {
    const socket = await join(t, way);
    socket.on("question", (values, answer) => {
      if (values < 3) answer(...[[], [[1, 2]], [1, "two"]][values]);
    });

    assert.equal(await call(socket, "ask", 0), "()");
    assert.equal(await call(socket, "ask", 1), "[1, 2]");
    assert.equal(await call(socket, "ask", 2), '(1, "two")');
    assert.equal(await call(socket, "ask", 3), "timeout: true");
  });

  test("another is asked, by a handler or by the server", async (t) => {
    const [a, b] = [await join(t, way), await join(t, way)];
    b.on("question", (by, answer) => answer(`asked ${by}`));

    assert.deepEqual(await ask(a, "ask other", b.id), ["asked by a handler", "asked by the server"]);
  });

  test("plain HTTP reaches everybody in a namespace", async (t) => {
    const [root, desk] = [await join(t, way), await join(t, way, "/desk")];
    const [here, there] = [listen(root, "published"), listen(desk, "published")];
    const text = `published over ${way}`;

    const news = JSON.stringify({ namespace: "/desk", text });
    assert.equal((await post("/publish", "application/json", news)).text, "published");

    assert.deepEqual(await there.next(), [text]);
    await settled(root);
    assert.deepEqual(here.drain(), []);
  });
});
