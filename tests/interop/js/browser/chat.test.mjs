// The chat example in a real browser: two pages, every form, the upgrade, the end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser } from "../support/browser.mjs";
import { ChatTab, chat } from "../support/chat.mjs";
import { until } from "../support/wait.mjs";

test("two pages talk through the chat example", async (t) => {
  const server = await chat(t);
  const context = await browser(t);
  const requests = [];
  context.on("request", (request) => requests.push(request.url()));
  const ann = await ChatTab.open(context, server.url);
  const bob = await ChatTab.open(context, server.url);

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
    assert.equal(await ann.hears(/^You are connected as Guest \d+\.$/), 1);
    await ann.rename("Ann");
    assert.equal(await ann.hears("You are Ann now."), 1);
    await bob.rename("Bob");
    assert.equal(await bob.hears("You are Bob now."), 1);
  });

  await t.test("an echo is for its sender only", async () => {
    await ann.say("me", "nur für mich – é😀");
    assert.equal(await ann.hears("nur für mich – é😀"), 1);
  });

  await t.test("a broadcast is for everyone", async () => {
    await bob.say("everyone", "for all");
    assert.equal(await ann.hears("for all"), 1);
    assert.equal(await bob.hears("for all"), 1);
    assert.equal(await ann.authorOf("for all"), "Bob");
    assert.ok(!(await bob.lines()).includes("nur für mich – é😀"));
  });

  await t.test("text is never taken for markup", async () => {
    await ann.say("everyone", "<img src=x onerror=alert(1)>");
    assert.equal(await bob.hears("<img src=x onerror=alert(1)>"), 1);
    assert.equal(await bob.page.locator("#log img").count(), 0);
  });

  await t.test("a room is heard by its members", async () => {
    await ann.join("lobby");

    await bob.say("lobby", "to the room");
    assert.equal(await ann.hears("to the room"), 1);
    await bob.say("me", "after the room");
    await bob.hears("after the room");
    assert.ok(!(await bob.lines()).includes("to the room"));
  });

  await t.test("who left a room hears nothing of it", async () => {
    await ann.leave("lobby");
    await bob.say("lobby", "to nobody");
    await bob.say("everyone", "after nobody");
    await ann.hears("after nobody");
    assert.ok(!(await ann.lines()).includes("to nobody"));
  });

  await t.test("a closed room is told so and empty", async () => {
    await ann.join("attic");
    await bob.join("attic");

    await bob.close("attic");
    await ann.hears("Bob has closed #attic.");
    await bob.hears("Bob has closed #attic.");
    assert.ok(!(await ann.isIn("attic")) && !(await bob.isIn("attic")));
    await ann.say("attic", "echo of the attic");
    await ann.say("me", "after the attic");
    await ann.hears("after the attic");
    assert.ok(!(await ann.lines()).includes("echo of the attic"));
  });

  await t.test("latency is measured", async () => {
    await ann.waitFor("#latency", /^\d+\.\d ms$/);
  });

  await t.test("the background task speaks to everyone", async () => {
    await ann.waitFor("#people", "2 people here");
    await bob.waitFor("#people", "2 people here");
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
    await ann.page.click("#connection");
    await ann.hears("Goodbye, Ann!");
    await ann.hears("You are disconnected: io server disconnect.");
    await ann.waitFor("#state", "disconnected");
    await ann.picture("chat-disconnected");
    await bob.say("everyone", "without Ann");
    await bob.hears("without Ann");
    assert.ok(!(await ann.lines()).includes("without Ann"));
    await until(() => server.lines.some((line) => /client \S+ disconnected: server/.test(line)), "noted by the server");
  });

  await t.test("a page without a connection shows none of its figures, and its buttons are off", async () => {
    for (const shown of ["#transport", "#latency", "#people"]) assert.equal(await ann.page.textContent(shown), "", shown);
    assert.equal(await ann.page.getAttribute("#curve", "points"), "");
    assert.deepEqual(await ann.enabled(), ["Connect"]);
  });

  await t.test("who comes back keeps the name", async () => {
    await ann.page.click("#connection");
    await ann.waitFor("#state", "connected");
    await ann.hears("You are connected as Ann.");
    await ann.say("everyone", "I am back");
    await bob.hears("I am back");
    assert.equal(await bob.authorOf("I am back"), "Ann");
  });

  await t.test("a name that is not allowed is refused in words", async () => {
    await ann.rename("   ");
    await ann.hears(/a name must not be empty/);
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
