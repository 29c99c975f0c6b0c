// Which handler an event goes to, and what becomes of what it returns.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, call, overEveryTransport, refusal, settled } from "../support/client.mjs";
import { join, knock } from "../support/tools.mjs";
import { listen, next } from "../support/wait.mjs";

overEveryTransport((way) => {
  test("several events may have one handler, which knows them apart", async (t) => {
    const [root, news] = [await join(t, way), await join(t, way, "/news")];

    assert.deepEqual(await ask(root, "first name", 1, 2), ["first name", 2]);
    assert.deepEqual(await ask(root, "second name"), ["second name", 0]);
    assert.deepEqual(await ask(news, "first name", null), ["first name", 1]);
  });

  test("an event may have the name of its function", async (t) => {
    const [root, news] = [await join(t, way), await join(t, way, "/news")];

    assert.equal(await call(root, "by_its_name"), "by its name in /");
    assert.equal(await call(news, "by_its_name"), "by its name in /news");
  });

  test("a handler needs no attribute", async (t) => {
    const [root, news] = [await join(t, way), await join(t, way, "/news")];

    assert.equal(await call(root, "registered", 2), 4);
    assert.equal(await call(news, "registered", 2), 6);
  });

  test("unnamed texts and values have handlers", async (t) => {
    const socket = await join(t, way);
    const [messages, values] = [listen(socket, "message"), listen(socket, "json")];

    socket.send("hi");
    socket.emit("json", { a: [1, null] });

    assert.deepEqual(await messages.next(), ["hi!"]);
    assert.deepEqual(await values.next(), [{ a: [1, null] }]);
    assert.equal(await call(socket, "message", "hi"), "hi");
  });

  test("what nobody handles goes to the catch-all, with its name", async (t) => {
    const socket = await join(t, way);

    assert.deepEqual(await ask(socket, "no such event", 1, [2]), ["any", "no such event", 2]);
  });

  test("a handler of all namespaces makes any joinable, and knows which it is", async (t) => {
    for (const namespace of ["/news", "/never/named"]) {
      const socket = await join(t, way, namespace);

      assert.equal(await call(socket, "place"), namespace);
    }
  });

  test("an object is a namespace, and its state is everybody's", async (t) => {
    const [ann, bob] = [await join(t, way, "/desk"), await join(t, way, "/desk")];
    const heard = listen(bob, "served");

    const first = await call(ann, "serve");
    assert.deepEqual(await heard.next(), [first]);
    assert.equal(await call(bob, "serve"), first + 1);
    const eve = knock(t, way, "/desk");
    assert.deepEqual(await next(eve, "welcome"), [first + 1]);
  });

  test("a function goes before a method, and a method before nothing", async (t) => {
    const socket = await join(t, way, "/desk");

    assert.equal(await call(socket, "shared"), "fn");
    assert.equal(await call(socket, "no such event"), "no such event");
  });

  test("what a handler returns is the acknowledgement", async (t) => {
    const socket = await join(t, way);

    assert.deepEqual(await ask(socket, "nothing"), []);
    assert.deepEqual(await ask(socket, "list"), [[1, 2]]);
    assert.deepEqual(await ask(socket, "several"), [1, "two"]);
    assert.deepEqual(await ask(socket, "null"), [null]);
  });

  test("a namespace that was only listed can be joined", async (t) => {
    const socket = await join(t, way, "/listed");

    await settled(socket);
  });

  test("where all is refused that was not named, so is this", async (t) => {
    // The other server has no handlers for all namespaces.
    const socket = knock(t, way, "/listed", { path: "/eager/" });

    assert.deepEqual(await refusal(socket), { message: "Invalid namespace", data: undefined });
  });
});
