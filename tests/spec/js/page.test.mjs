// The page in a real browser: read, connect, send, see the answer, the log and what does not fit. Without a browser it is
// left out, unless `CI` or `SOCKETIO_REQUIRE_ALL` is set.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, test } from "node:test";
import { chromium } from "playwright-core";

const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = places.find((path) => path && existsSync(path));
const required = process.env.CI || process.env.SOCKETIO_REQUIRE_ALL;
const skip = !executablePath && !required && "no browser is installed";
const flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const url = `${process.env.SERVER}/events`;
const browser = skip ? null : await chromium.launch({ executablePath, args: flags });
after(() => browser?.close());

async function open(options = {}, at = "") {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(url + at);
  await page.waitForSelector("section.namespace");
  return { page, faults, context };
}

const chat = (page) => page.locator("section.namespace", { has: page.locator("h2", { hasText: /^\/chat$/ }) });
const card = (page, name) => chat(page).locator("details", { has: page.locator("h3", { hasText: new RegExp(`^${name}$`) }) }).first();
const picture = (page, name) => process.env.PICTURES && page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });

async function connect(page, token) {
  const form = chat(page).locator("form.connection");
  await form.getByRole("checkbox", { name: "send auth" }).check();
  await form.getByRole("textbox", { name: "token" }).fill(token);
  await form.getByRole("button", { name: "Connect" }).click();
  return form.locator(".state");
}

test("an event is read, filled in, sent and answered", { skip }, async () => {
  const { page, faults, context } = await open();
  assert.match(await page.title(), /Forms/);
  await page.waitForFunction(() => document.querySelector("h1").textContent === "Forms 2.1.0");
  const state = await connect(page, "t");
  await state.filter({ hasText: "connected as" }).waitFor();

  const say = card(page, "say");
  await say.locator("summary").click();
  await say.getByText("Everybody who is in it gets").waitFor();
  await say.getByLabel(/^room/).fill("lobby");
  await say.getByRole("textbox", { name: "text" }).fill("hello");
  await picture(page, "page-light");
  await say.getByRole("button", { name: "Send" }).click();

  const answer = say.locator(".answer");
  await answer.filter({ hasText: /Answered after [\d.]+ ms/ }).waitFor();
  assert.deepEqual(JSON.parse(await answer.locator("pre").textContent()), { heardBy: 5 });
  await page.locator("#entries").getByText(/answer to say/).waitFor();

  await say.getByLabel(/^room/).fill("closed");
  await say.getByRole("button", { name: "Send" }).click();
  await answer.filter({ hasText: "only members may say something" }).waitFor();
  await picture(page, "page-answered");
  assert.deepEqual(faults, []);
  await context.close();
});

test("what does not fit is marked, filtered, held and copied", { skip }, async () => {
  const { page, faults, context } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await (await connect(page, "t")).filter({ hasText: "connected as" }).waitFor();
  const entries = page.locator("#entries li");
  const misbehave = card(page, "misbehave");
  await misbehave.locator("summary").click();
  await misbehave.getByRole("button", { name: "Send" }).click();

  await entries.filter({ hasText: "data.name: expected string, found 7" }).waitFor();
  await entries.filter({ hasText: "this event is not in the contract" }).waitFor();
  assert.equal(await page.locator("#entries li.misfit").count(), 2);
  assert.ok(!(await entries.filter({ hasText: "user joined" }).getAttribute("class"))?.includes("misfit"));

  await page.getByLabel("Filter").fill("unheard");
  await page.waitForFunction(() => [...document.querySelectorAll("#entries li")].filter((entry) => !entry.hidden).length === 1);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^[\d:.]+ ← \/chat unheard of \[1\] this event is not/);
  await page.getByLabel("Filter").fill("");

  await page.getByRole("button", { name: "Pause" }).click();
  const before = await entries.count();
  await misbehave.getByRole("button", { name: "Send" }).click();
  await misbehave.locator(".answer").filter({ hasText: "Answered" }).waitFor();
  assert.equal(await entries.count(), before);
  await page.getByRole("button", { name: /Resume/ }).click();
  await page.waitForFunction((before) => document.querySelectorAll("#entries li").length === before + 5, before);
  await picture(page, "page-log");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a client that is refused sees why", { skip }, async () => {
  const { page, context } = await open();

  const state = await connect(page, "");

  await state.filter({ hasText: "refused: the token is empty" }).waitFor();
  await context.close();
});

test("binary data, variants and recursive types are filled in", { skip }, async () => {
  const { page, faults, context } = await open();
  const root = page.locator("section.namespace").first();
  await root.getByRole("button", { name: "Connect" }).click();
  await root.locator(".state").filter({ hasText: "connected as" }).waitFor();
  const event = (name) => root.locator("details", { has: page.locator("h3", { hasText: new RegExp(`^${name}$`) }) }).first();

  const attached = event("attached");
  await attached.locator("summary").click();
  await attached.locator("input[type=file]").first().setInputFiles({ name: "a", mimeType: "", buffer: Buffer.from("hello") });
  await attached.getByRole("button", { name: "Send" }).click();
  await attached.locator(".answer").filter({ hasText: "(5 bytes)" }).waitFor();

  const shape = event("shape");
  await shape.locator("summary").click();
  await shape.getByLabel("which form").selectOption("rectangle");
  await shape.getByRole("button", { name: "Send" }).click();
  await shape.locator(".answer").filter({ hasText: "upperLeft" }).waitFor();

  const tree = event("tree");
  await tree.locator("summary").click();
  await tree.getByRole("button", { name: "Add" }).first().click();
  await tree.getByRole("button", { name: "Send" }).click();
  await tree.locator(".answer").filter({ hasText: "Answered after" }).waitFor();
  await picture(page, "page-forms");
  assert.deepEqual(faults, []);
  await context.close();
});

test("it is used by keyboard alone, in the dark", { skip }, async () => {
  const { page, faults, context } = await open({ colorScheme: "dark" });
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  for (let steps = 0; (await focused()) !== "say" && steps < 100; steps++) await page.keyboard.press("Tab");

  await page.keyboard.press("Enter");

  await card(page, "say").locator("pre").first().waitFor();
  await picture(page, "page-dark");
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(18, 23, 30)");
  assert.deepEqual(faults, []);
  await context.close();
});

test("it fits a phone", { skip }, async () => {
  const { page, context } = await open({ viewport: { width: 375, height: 720 }, hasTouch: true, isMobile: true });
  await card(page, "say").locator("summary").tap();

  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(widths[0] <= widths[1], widths.join(" in "));
  await picture(page, "page-phone");
  await context.close();
});

test("nothing but its own scripts runs", { skip }, async () => {
  const response = await fetch(`${url}/`);
  const policy = response.headers.get("content-security-policy");

  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  assert.equal((await fetch(url, { redirect: "manual" })).headers.get("location"), "events/");
  const { page, context } = await open();
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    return window.ran === true;
  });
  assert.ok(!ran);
  await context.close();
});
