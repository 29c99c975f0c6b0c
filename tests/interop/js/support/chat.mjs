// The chat example, started, and pages of a real browser that show it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { until, within } from "./wait.mjs";

// The program, and where screenshots go.
const program = process.env.CHAT_EXAMPLE;
const pictures = process.env.CHAT_PICTURES;

// Where the browser may be installed.
const browsers = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

const BACKGROUND = 0.5; // seconds between two messages of the background task

// The example on a free port, with the client from the installed package.
export async function chat(t) {
  assert.ok(program, "CHAT_EXAMPLE names no program");
  const manifest = createRequire(import.meta.url).resolve("socket.io-client/package.json");
  const child = spawn(program, [], {
    env: {
      ...process.env,
      CHAT_ADDRESS: "127.0.0.1:0",
      CHAT_INTERVAL: String(BACKGROUND),
      SOCKETIO_CLIENT_DIR: join(dirname(manifest), "dist"),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  t.after(() => child.kill("SIGKILL"));
  const lines = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const listening = await until(() => lines.map((line) => /^listening on (\S+)$/.exec(line)).find(Boolean), "listening", 30_000);
  const stop = async () => {
    child.kill("SIGTERM");
    return within(exited, "end of the example", 15_000);
  };
  return { url: listening[1], lines, stop };
}

// A browser with a profile of its own.
export async function browser(t) {
  const executablePath = browsers.find((path) => path && existsSync(path));
  assert.ok(executablePath, "no Chromium is installed");
  const profile = mkdtempSync(join(tmpdir(), "chat-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    viewport: { width: 1200, height: 820 },
  });
  t.after(async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return context;
}

// One tab, its form fields and its log.
export class Tab {
  static async open(context, url) {
    const page = await context.newPage();
    const tab = new Tab(page);
    await page.goto(url);
    await tab.waitFor("#state", "connected");
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
      await this.page.fill(`#${form} [name=${name}]`, value);
    }
    await this.page.click(`#${form} button`);
  }

  lines() {
    return this.page.locator("#log li span").allTextContents();
  }

  // Until the log has that line; how often it is there.
  async hears(text) {
    return until(async () => (await this.lines()).filter((line) => line === text).length, `told ${JSON.stringify(text)}`);
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
