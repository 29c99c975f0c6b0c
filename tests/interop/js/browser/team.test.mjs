// The team example in a real browser, one profile for each person.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Tab, browser, example } from "../support/browser.mjs";
import { until } from "../support/wait.mjs";

async function logIn(tab, name, password = "demo") {
  await tab.send("#login form", { name, password });
}

async function shows(tab, selector, texts) {
  await until(async () => JSON.stringify(await tab.texts(selector)) === JSON.stringify(texts), `${selector}: ${texts}`);
}

test("a team works together", async (t) => {
  const { url, lines, stop } = await example(t, "team");
  const [ann, bob] = [
    await Tab.open(await browser(t), url, "not logged in"),
    await Tab.open(await browser(t), url, "not logged in"),
  ];

  await t.test("a wrong password is refused in words", async () => {
    await ann.waitFor("#login-title", "Log in");
    await logIn(ann, "ann", "wrong");
    await ann.waitFor("#login .message", "wrong name or password");
    await ann.picture("team-login");
  });

  await t.test("who has logged in is connected and seen by the others", async () => {
    for (const [tab, name] of [[ann, "ann"], [bob, "bob"]]) {
      await logIn(tab, name);
      await tab.waitFor("#state", "connected");
      await tab.waitFor("#name", name);
    }
    for (const tab of [ann, bob]) await shows(tab, "#here li", ["ann", "bob"]);
  });

  await t.test("what one says, all hear", async () => {
    await bob.send("#say", { text: "Good morning!" });
    await ann.send("#say", { text: "Morning. <b>Is the release ready?</b>" });
    for (const tab of [ann, bob]) await shows(tab, "#lines li span", ["Good morning!", "Morning. <b>Is the release ready?</b>"]);
  });

  await t.test("who leads announces, by HTTP", async () => {
    assert.ok(!(await bob.page.isVisible("#announce")));
    await ann.send("#announce", { text: "Lunch at noon" });
    await bob.waitFor("#lines .announcement span", "Lunch at noon");
  });

  await t.test("tasks are one list for all", async () => {
    await bob.send("#add", { title: "Write the changelog" });
    await ann.send("#add", { title: "Tag the release" });
    for (const tab of [ann, bob]) await shows(tab, "#tasks label span", ["Write the changelog", "Tag the release"]);
    await ann.page.click("#tasks li:first-child input");
    await shows(bob, "#tasks .done", ["Write the changelog"]);
  });

  await t.test("an empty task is refused in words", async () => {
    await bob.send("#add", { title: "   " });
    await bob.waitFor("#tasks-message", "a task needs a title");
  });

  await t.test("it looks as it should", async () => {
    await ann.picture("team");
    await bob.page.emulateMedia({ colorScheme: "dark" });
    await bob.page.setViewportSize({ width: 390, height: 1200 });
    await bob.picture("team-narrow");
    const overflow = await bob.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
  });

  await t.test("who leads removes", async () => {
    await ann.page.click("#lines li:first-child .remove");
    await until(async () => (await bob.texts("#lines li span"))[0].startsWith("Morning."), "removed");
  });

  await t.test("logging out everywhere closes the other tabs", async () => {
    const second = await Tab.open(bob.page.context(), url);
    await bob.page.click("#logout-everywhere");
    for (const tab of [bob, second]) {
      await tab.waitFor("#state", "not logged in");
      assert.ok(await tab.page.isVisible("#login"));
    }
    await shows(ann, "#here li", ["ann"]);
  });

  await t.test("a stop is clean", async () => {
    assert.equal(await stop(), 0);
    assert.ok(lines.some((line) => line.includes("stopped")), lines.join("\n"));
  });

  await t.test("no script failed", () => {
    const own = [...ann.errors, ...bob.errors].filter((error) => !/401|ERR_CONNECTION_REFUSED|WebSocket connection/.test(error));
    assert.deepEqual(own, []);
  });
});
