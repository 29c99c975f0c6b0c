// A real browser, and the programs whose pages it shows.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { until, within } from "./wait.mjs";

// Where the programs of the examples are, and where screenshots go.
const programs = process.env.EXAMPLES;
const pictures = process.env.PICTURES;

// Where the browser may be installed.
const browsers = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

// The directory of the installed client.
export const installed = join(dirname(createRequire(import.meta.url).resolve("socket.io-client/package.json")), "dist");

// Starts an example; its lines, where it listens, and how to stop it.
export async function example(t, name, env = {}, args = []) {
  assert.ok(programs, "EXAMPLES names no folder");
  const child = spawn(join(programs, name), args, {
    env: { ...process.env, ADDRESS: "127.0.0.1:0", SOCKETIO_CLIENT_DIR: installed, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  t.after(() => child.kill("SIGKILL"));
  const lines = [];
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on("line", (line) => lines.push(line));
  }
  const listening = await until(() => lines.map((line) => /^listening on (\S+)$/.exec(line)).find(Boolean), "listening", 30_000);
  const stop = async () => {
    child.kill("SIGTERM");
    return within(exited, "end of the example", 15_000);
  };
  return { url: listening[1], lines, stop };
}

// A browser with a profile of its own.
export async function browser(t, options = {}) {
  const executablePath = browsers.find((path) => path && existsSync(path));
  assert.ok(executablePath, "no Chromium is installed");
  const profile = mkdtempSync(join(tmpdir(), "browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    viewport: { width: 1200, height: 820 },
    ...options,
  });
  t.after(async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return context;
}

// One tab, and the errors of its scripts.
export class Tab {
  // Opens a page, and waits until its socket is in that state.
  static async open(context, url, state = "connected") {
    const page = await context.newPage();
    const tab = new this(page);
    await page.goto(url);
    if (state) await tab.waitFor("#state", state);
    return tab;
  }

  constructor(page) {
    this.page = page;
    this.errors = [];
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
  }

  // Fills a form and sends it.
  async send(form, fields = {}) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`${form} [name=${name}]`);
      if (await field.evaluate((element) => element.tagName === "SELECT")) await field.selectOption(value);
      else await field.fill(value);
    }
    await this.page.click(`${form} button`);
  }

  // The texts of the elements that match.
  texts(selector) {
    return this.page.locator(selector).allTextContents();
  }

  // The texts of the buttons that can be clicked.
  enabled() {
    return this.texts("button:not([disabled]):visible");
  }

  async waitFor(selector, text) {
    return until(async () => {
      const found = await this.page.textContent(selector);
      return typeof text === "string" ? found === text : text.test(found);
    }, `${selector} ${text}`);
  }

  async picture(name) {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }
}
