// The chat example, and tabs that show it.

import { Tab, example } from "./browser.mjs";
import { until } from "./wait.mjs";

const BACKGROUND = 0.5; // seconds between two messages of the background task

// The example on a free port, with the client from the installed package.
export function chat(t) {
  return example(t, "chat", { CHAT_INTERVAL: String(BACKGROUND) });
}

// A tab of the chat, with its forms and its log.
export class ChatTab extends Tab {
  rename(name) {
    return this.send("#rename", { name });
  }

  say(to, text) {
    return this.send("#say", { to, text });
  }

  async join(room) {
    await this.page.click(`[data-room=${room}] .toggle`);
    await until(() => this.isIn(room), `in ${room}`);
  }

  async leave(room) {
    await this.page.click(`[data-room=${room}] .toggle`);
    await until(async () => !(await this.isIn(room)), `out of ${room}`);
  }

  close(room) {
    return this.page.click(`[data-room=${room}] .close`);
  }

  async isIn(room) {
    return (await this.page.getAttribute(`[data-room=${room}] .toggle`, "aria-pressed")) === "true";
  }

  lines() {
    return this.texts("#log li span");
  }

  // Who said it.
  authorOf(text) {
    return this.page.locator("#log li").filter({ hasText: text }).locator("b").textContent();
  }

  // Until the log has that line; how often it is there.
  async hears(text) {
    const matches = (line) => (typeof text === "string" ? line === text : text.test(line));
    return until(async () => (await this.lines()).filter(matches).length, `told ${text}`);
  }
}
