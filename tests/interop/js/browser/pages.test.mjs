// The pages of the smaller examples in a real browser, and what each says when it has no client.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Tab, browser, example } from "../support/browser.mjs";
import { until } from "../support/wait.mjs";

// A folder that is removed after the test.
function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "pages-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function says(tab, selector, texts) {
  await until(async () => JSON.stringify(await tab.texts(selector)) === JSON.stringify(texts), `${selector}: ${texts}`);
}

test("quickstart: one form answers the sender, the other reaches both", async (t) => {
  const { url } = await example(t, "quickstart");
  const context = await browser(t);
  const [ann, bob] = [await Tab.open(context, url), await Tab.open(context, url)];
  await says(ann, "#log li", ["I am connected!"]);

  for (const [form, text] of [["#mine", "for me"], ["#all", "for all"]]) {
    await ann.page.fill(`${form} input`, text);
    await ann.page.click(`${form} button`);
  }

  await says(ann, "#log li", ["I am connected!", "for me", "for all"]);
  await says(bob, "#log li", ["I am connected!", "for all"]);
  await ann.picture("quickstart");
  assert.deepEqual([...ann.errors, ...bob.errors], []);
});

test("guestbook: the button for earlier entries is there when there are some", async (t) => {
  const { url } = await example(t, "guestbook", {}, [join(folder(t), "book.sqlite")]);
  const context = await browser(t);
  const ann = await Tab.open(context, url);
  assert.ok(await ann.page.isVisible("#empty"));
  assert.deepEqual(await ann.enabled(), ["Sign"]);

  for (let nth = 1; nth <= 11; nth += 1) {
    await ann.send("#sign", { name: "Ann", text: `entry ${nth}` });
    await until(async () => (await ann.texts("#entries li")).length === nth, "signed");
  }
  assert.ok(!(await ann.page.isVisible("#empty")));
  const bob = await Tab.open(context, url);
  await until(async () => (await bob.texts("#entries li")).length === 10, "a page");
  await bob.picture("guestbook");
  await bob.page.click("#earlier");

  await until(async () => (await bob.texts("#entries li")).at(-1) === "Annentry 1", "the earlier page");
  assert.ok(!(await bob.page.isVisible("#earlier")));
  await ann.send("#sign", { name: "Ann", text: "at once" });
  await until(async () => (await bob.texts("#entries li"))[0] === "Annat once", "told");
  assert.deepEqual([...ann.errors, ...bob.errors], []);
});

test("sessions: a copy and the shared session side by side", async (t) => {
  const { url } = await example(t, "sessions");
  const context = await browser(t);
  const ann = await Tab.open(context, url, null);
  await ann.waitFor("#shared .state", "log in first");
  assert.deepEqual(await ann.enabled(), ["Log in"]);
  await ann.picture("sessions-login");

  await ann.send("#login form", { user: "ann" });
  for (const side of ["forked", "shared"]) await ann.waitFor(`#${side} .state`, "connected");
  await says(ann, ".user", ["ann", "ann", "ann"]);
  for (const side of ["forked", "shared", "http"]) {
    await ann.page.fill(`#${side} input`, `by ${side}`);
    await ann.page.click(`#${side} button:not([type])`);
    await ann.waitFor(`#${side} .value`, `by ${side}`);
  }
  for (const side of ["forked", "shared"]) await ann.page.click(`#${side} [type=button]`);

  await says(ann, ".value", ["by http", "by forked", "by http"]);
  await ann.picture("sessions");
  await ann.page.click("#logout button");
  await ann.waitFor("#shared .state", "log in first");
  assert.deepEqual(ann.errors, []);
});

test("a page without the client says so, with the command to type, and its buttons are off", async (t) => {
  const context = await browser(t);
  const broken = folder(t);
  writeFileSync(join(broken, "socket.io.js"), ""); // the directory has a file of the client, but not the one that is asked for
  for (const name of ["quickstart", "chat", "guestbook", "sessions"]) {
    const env = { SOCKETIO_CLIENT_DIR: broken };
    const { url, stop } = await example(t, name, env, name === "guestbook" ? [join(folder(t), "book.sqlite")] : []);
    const tab = await Tab.open(context, url, null);

    await tab.waitFor("#no-client", /could not be loaded.*npm ci --prefix examples/);
    assert.deepEqual(await tab.enabled(), [], name);
    await tab.picture(`${name}-no-client`);
    assert.deepEqual(tab.errors.filter((error) => !error.includes("404")), [], name);
    await stop();
  }
});

test("the log says where the client comes from", async (t) => {
  const named = await example(t, "quickstart");
  assert.ok(named.lines.some((line) => /client from \S+, named by SOCKETIO_CLIENT_DIR/.test(line)), named.lines.join("\n"));
});
