// Namespaces that are made when they are joined, and events that a namespace keeps from its handlers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { call, connected, dial, manager, open, overEveryTransport, refusal, settled } from "../support/client.mjs";
import { listen, next } from "../support/wait.mjs";

overEveryTransport((way) => {
  test("a dynamic namespace is there when somebody joins it", async (t) => {
    const socket = dial(t, way, { namespace: "/dyn-7" });

    const [name] = await next(socket, "ns");

    assert.equal(name, "/dyn-7");
    assert.equal((await call(socket, "handshake")).ns, "/dyn-7");
    assert.deepEqual(await call(socket, "ack", "é"), "é");
  });

  test("dynamic namespaces do not mix", async (t) => {
    const shared = manager(t, way);
    const [one, two] = ["/dyn-1", "/dyn-2"].map((name) => shared.socket(name));
    await Promise.all([connected(one), connected(two)]);
    const heard = listen(two, "news");
    await Promise.all([call(one, "join", "room"), call(two, "join", "room")]);

    await call(one, "send", { via: "io" }, "news", []);
    await call(one, "send", { via: "io", to: ["room"] }, "news", []);
    await settled(two);

    assert.deepEqual(heard.drain(), []);
    assert.equal((await call(one, "members", null)).includes(two.id), false);
  });

  for (const name of ["/dyn-", "/dyn-x", "/dyn-1x", "/xdyn-1", "/dyn-1/2"]) {
    test(`${name} is no namespace`, async (t) => {
      assert.equal((await refusal(dial(t, way, { namespace: name }))).message, "Invalid namespace");
    });
  }

  test("a query is part of the name", async (t) => {
    const socket = manager(t, way).socket("/chat?x=1");

    assert.equal((await refusal(socket)).message, "Invalid namespace");
  });

  test("a forbidden event reaches no handler", async (t) => {
    const socket = await open(t, way, { namespace: "/chat" });
    const caught = listen(socket, "any");
    const told = next(socket, "mw_error");

    socket.emit("forbidden", 1);

    assert.deepEqual(await told, ["forbidden event"]);
    await settled(socket);
    assert.deepEqual(caught.drain(), []);
  });

  test("what one namespace forbids another does not", async (t) => {
    const socket = await open(t, way);

    assert.equal(await call(socket, "forbidden", 1), "any");
  });
});
