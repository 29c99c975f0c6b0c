// The chat example in a real browser: two pages, every form, the upgrade, the end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Tab, browser, chat } from "../support/chat.mjs";
import { until } from "../support/wait.mjs";

test("two pages talk through the chat example", async (t) => {
  const server = await chat(t);
  const context = await browser(t);
  const requests = [];
  context.on("request", (request) => requests.push(request.url()));
  const ann = await Tab.open(context, server.url);
  const bob = await Tab.open(context, server.url);

  await t.test("the client comes from the server itself", () => {
    assert.ok(requests.includes(`${server.url}/socket.io/socket.io.min.js`));
    assert.ok(requests.every((url) => url.startsWith(server.url)), requests.join("\n"));
  });

  await t.test("the transport is polling first, then WebSocket", async () => {
    assert.ok(requests.some((url) => url.includes("transport=polling")));
    await ann.waitFor("#transport", "websocket");
    await bob.waitFor("#transport", "websocket");
  });

  await t.test("connecting is told, and the first event answered", async () => {
    assert.equal(await ann.hears("Connected"), 1);
    assert.equal(await ann.hears("I'm connected!"), 1);
  });

  await t.test("an echo is for its sender only", async () => {
    await ann.send("echo", { data: "nur für mich – é😀" });
    assert.equal(await ann.hears("nur für mich – é😀"), 1);
  });

  await t.test("a broadcast is for everyone", async () => {
    await bob.send("broadcast", { data: "for all" });
    assert.equal(await ann.hears("for all"), 1);
    assert.equal(await bob.hears("for all"), 1);
    assert.ok(!(await bob.lines()).includes("nur für mich – é😀"));
  });

  await t.test("text is never taken for markup", async () => {
    await ann.send("broadcast", { data: "<img src=x onerror=alert(1)>" });
    assert.equal(await bob.hears("<img src=x onerror=alert(1)>"), 1);
    assert.equal(await bob.page.locator("#log img").count(), 0);
  });

  await t.test("a room is heard by its members", async () => {
    await ann.send("join", { room: "lobby" });
    await until(async () => (await ann.lines()).some((line) => /^In rooms: .*\blobby\b/.test(line)), "in the room");

    await bob.send("send_room", { room: "lobby", data: "to the room" });
    assert.equal(await ann.hears("to the room"), 1);
    await bob.send("echo", { data: "after the room" });
    await bob.hears("after the room");
    assert.ok(!(await bob.lines()).includes("to the room"));
  });

  await t.test("who left a room hears nothing of it", async () => {
    await ann.send("leave", { room: "lobby" });
    await until(async () => /^In rooms: (?!.*lobby)/.test((await ann.lines()).at(-1)) || (await ann.lines()).some((line) => /^In rooms: \S+$/.test(line)), "out of the room");
    await bob.send("send_room", { room: "lobby", data: "to nobody" });
    await bob.send("broadcast", { data: "after nobody" });
    await ann.hears("after nobody");
    assert.ok(!(await ann.lines()).includes("to nobody"));
  });

  await t.test("a closed room is told so and empty", async () => {
    await ann.send("join", { room: "attic" });
    await bob.send("join", { room: "attic" });
    await until(async () => (await bob.lines()).some((line) => line.includes("attic")), "in the room");

    await bob.send("close", { room: "attic" });
    await ann.hears("Room attic is closing.");
    await bob.hears("Room attic is closing.");
    await ann.send("send_room", { room: "attic", data: "echo of the attic" });
    await ann.send("echo", { data: "after the attic" });
    await ann.hears("after the attic");
    assert.ok(!(await ann.lines()).includes("echo of the attic"));
  });

  await t.test("latency is measured", async () => {
    await ann.waitFor("#latency", /^\d+\.\d ms$/);
  });

  await t.test("the background task speaks to everyone", async () => {
    await ann.hears("Server generated event");
    await bob.hears("Server generated event");
  });

  await t.test("it looks as it should, in both schemes", async () => {
    await ann.picture("chat-light");
    await bob.page.emulateMedia({ colorScheme: "dark" });
    await bob.picture("chat-dark");
    await bob.page.setViewportSize({ width: 390, height: 1500 });
    await bob.picture("chat-narrow");
    const overflow = await bob.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
  });

  await t.test("a page that disconnects is told, and can come back", async () => {
    await ann.send("disconnect");
    await ann.hears("Disconnected!");
    await ann.hears("Disconnected: io server disconnect");
    await ann.waitFor("#state", "disconnected");
    await bob.send("broadcast", { data: "without Ann" });
    await bob.hears("without Ann");
    assert.ok(!(await ann.lines()).includes("without Ann"));
    await until(() => server.lines.some((line) => /^client \S+ disconnected: server/.test(line)), "noted by the server");

    await ann.send("disconnect");
    await ann.waitFor("#state", "connected");
    await until(async () => (await ann.lines()).filter((line) => line === "I'm connected!").length === 2, "back");
  });

  await t.test("a stopped server is noticed", async () => {
    assert.equal(await server.stop(), 0);
    await ann.page.waitForSelector("#state:not([data-connected])");
    await bob.page.waitForSelector("#state:not([data-connected])");
  });

  await t.test("no script failed", () => {
    const own = [...ann.errors, ...bob.errors].filter((error) => !/ERR_CONNECTION_REFUSED|WebSocket connection/.test(error));
    assert.deepEqual(own, []);
  });
});
