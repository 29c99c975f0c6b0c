// Rooms and broadcasts: who hears what, how often, and who does not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { call, open, overEveryTransport, settled } from "../support/client.mjs";
import { url } from "../support/env.mjs";
import { listen, next, until } from "../support/wait.mjs";

// Rooms of one test, so that tests side by side do not meet.
let counter = 0;
const fresh = (name) => `${name} ${process.pid}.${(counter += 1)}`;

const sorted = (list) => [...list].sort();

// Three sockets: the first in `red`, the second in `red` and `blue`, the third in `blue`.
async function three(t, way, namespace = "/") {
  const [red, blue] = [fresh("red"), fresh("blue")];
  const sockets = await Promise.all([1, 2, 3].map(() => open(t, way, { namespace })));
  const [a, b, c] = sockets;
  await call(a, "join", red);
  await call(b, "join", [red, blue]);
  await call(c, "join", blue);
  const heard = sockets.map((socket) => listen(socket, "news"));
  // How many times each of the three has heard the news since the last count.
  const count = async () => {
    await Promise.all(sockets.map(settled));
    return heard.map((stream) => stream.drain().length);
  };
  return { a, b, c, red, blue, count };
}

overEveryTransport((way) => {
  test("a socket is in the room of its own id", async (t) => {
    const socket = await open(t, way);

    assert.deepEqual(await call(socket, "rooms"), [socket.id]);
  });

  test("joining and leaving answer with the rooms left", async (t) => {
    const socket = await open(t, way);
    const [one, two] = [fresh("one"), fresh("ü/☕")];

    assert.deepEqual(sorted(await call(socket, "join", one)), sorted([socket.id, one]));
    assert.deepEqual(sorted(await call(socket, "join", [one, two])), sorted([socket.id, one, two]));
    assert.deepEqual(sorted(await call(socket, "leave", one)), sorted([socket.id, two]));
    assert.deepEqual(sorted(await call(socket, "leave", "never joined")), sorted([socket.id, two]));
    assert.deepEqual(sorted(await call(socket, "rooms")), sorted([socket.id, two]));
  });

  test("the server's side includes the sender, the socket's side does not", async (t) => {
    const { a, red, count } = await three(t, way);

    await call(a, "send", { via: "io", to: [red] }, "news", [1]);
    assert.deepEqual(await count(), [1, 1, 0]);

    await call(a, "send", { via: "socket", to: [red] }, "news", [1]);
    assert.deepEqual(await count(), [0, 1, 0]);
  });

  test("a union of rooms reaches each socket once", async (t) => {
    const { a, b, red, blue, count } = await three(t, way);

    await call(a, "send", { via: "io", to: [red, blue] }, "news", []);
    assert.deepEqual(await count(), [1, 1, 1]);

    await call(b, "send", { via: "socket", to: [red, blue] }, "news", []);
    assert.deepEqual(await count(), [1, 0, 1]);
  });

  test("exceptions are taken away", async (t) => {
    const { a, b, c, red, blue, count } = await three(t, way);

    await call(a, "send", { via: "io", to: [red], except: [blue] }, "news", []);
    assert.deepEqual(await count(), [1, 0, 0]);

    await call(a, "send", { via: "io", to: [red, blue], except: [c.id] }, "news", []);
    assert.deepEqual(await count(), [1, 1, 0]);

    await call(a, "send", { via: "io", except: [red] }, "news", []);
    assert.deepEqual(await count(), [0, 0, 1]);

    await call(b, "send", { via: "socket", except: [blue] }, "news", []);
    assert.deepEqual(await count(), [1, 0, 0]);
  });

  test("no room at all means the whole namespace", async (t) => {
    const { b, count } = await three(t, way);

    await call(b, "send", { via: "io" }, "news", []);
    assert.deepEqual(await count(), [1, 1, 1]);

    await call(b, "send", { via: "socket" }, "news", []);
    assert.deepEqual(await count(), [1, 0, 1]);
  });

  test("a socket's id addresses it alone", async (t) => {
    const { a, c, count } = await three(t, way, "/chat");

    await call(a, "send", { via: "socket", to: [c.id] }, "news", []);

    assert.deepEqual(await count(), [0, 0, 1]);
  });

  test("an unknown room hears nothing", async (t) => {
    const { a, count } = await three(t, way);

    assert.equal(await call(a, "send", { via: "io", to: [fresh("empty")] }, "news", []), true);

    assert.deepEqual(await count(), [0, 0, 0]);
  });

  test("a broadcast carries every argument and attachment", async (t) => {
    const { a, b, red } = await three(t, way);
    const args = ["é", { deep: [Buffer.from([1, 2, 3])] }, Buffer.alloc(0), null];
    const heard = next(b, "data");

    await call(a, "send", { via: "socket", to: [red] }, "data", args);

    assert.deepEqual(await heard, args);
  });

  test("a volatile broadcast reaches clients that are ready", async (t) => {
    const { a, b, red } = await three(t, way);
    const heard = listen(b, "news");
    let arrived = [];

    await until(async () => {
      await call(a, "send", { via: "io", to: [red], volatile: true }, "news", ["now"]);
      await settled(b);
      arrived = heard.drain();
      return arrived.length > 0;
    }, "heard");

    assert.deepEqual(arrived[0], ["now"]);
  });

  test("members are listed", async (t) => {
    const { a, b, c, red } = await three(t, way);

    assert.deepEqual(sorted(await call(c, "members", red)), sorted([a.id, b.id]));
    const everyone = await call(c, "members", null);
    assert.ok([a, b, c].every(({ id }) => everyone.includes(id)));
    assert.deepEqual(await call(c, "members", fresh("empty")), []);
  });

  test("a closed room has no members", async (t) => {
    const { a, b, red, blue, count } = await three(t, way);

    assert.equal(await call(a, "close_room", red), true);

    assert.deepEqual(await call(a, "members", red), []);
    assert.deepEqual(await call(a, "rooms"), [a.id]);
    assert.deepEqual(sorted(await call(b, "rooms")), sorted([b.id, blue]));
    await call(a, "send", { via: "io", to: [red] }, "news", []);
    assert.deepEqual(await count(), [0, 0, 0]);
  });

  test("who left hears nothing more", async (t) => {
    const { a, b, red, count } = await three(t, way);

    await call(b, "leave", red);
    await call(a, "send", { via: "io", to: [red] }, "news", []);

    assert.deepEqual(await count(), [1, 0, 0]);
  });

  test("who is gone is in no room", async (t) => {
    const { a, b, c, red, blue } = await three(t, way);
    const gone = b.id;

    b.disconnect();
    const record = await call(a, "obit", gone, 5000);

    assert.deepEqual(sorted(record.rooms), sorted([gone, red, blue]));
    assert.deepEqual(await call(a, "members", red), [a.id]);
    assert.deepEqual(await call(a, "members", blue), [c.id]);
    assert.deepEqual(await call(a, "members", gone), []);
  });

  test("what a socket remembers is its own", async (t) => {
    const { a, b } = await three(t, way);

    assert.equal(await call(a, "set", "name", { first: "Ann" }), true);
    assert.equal(await call(a, "set", "__proto__", "harmless"), true);

    assert.deepEqual(await call(a, "get", "name"), { first: "Ann" });
    assert.equal(await call(a, "get", "__proto__"), "harmless");
    assert.equal(await call(b, "get", "name"), null);
    assert.equal(await call(a, "get", "constructor"), null);
  });

  test("a program outside the handlers emits to a room and to everyone", async (t) => {
    const { a, b, c, red } = await three(t, way);
    const heard = [a, b, c].map((socket) => listen(socket, "headline"));
    const text = fresh("Grüße & co");
    const emit = (query) => fetch(`${url}/emit?${new URLSearchParams(query)}`).then((reply) => reply.text());

    assert.equal(await emit({ event: "headline", data: text, room: red }), "ok");
    await Promise.all([a, b, c].map(settled));
    const own = () => heard.map((stream) => stream.drain().filter(([data]) => data === text).length);
    assert.deepEqual(own(), [1, 1, 0]);

    assert.equal(await emit({ event: "headline", data: text }), "ok");
    await Promise.all([a, b, c].map(settled));
    assert.deepEqual(own(), [1, 1, 1]);
  });

  test("a hundred members hear one broadcast once each", async (t) => {
    const room = fresh("crowd");
    const crowd = await Promise.all(Array.from({ length: 100 }, () => open(t, way)));
    await Promise.all(crowd.map((socket) => call(socket, "join", room)));
    const heard = crowd.map((socket) => listen(socket, "news"));

    await call(crowd[0], "send", { via: "io", to: [room] }, "news", ["all"]);
    await Promise.all(crowd.map(settled));

    assert.ok(heard.every((stream) => stream.drain().length === 1));
  });
});
