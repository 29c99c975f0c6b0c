// Long-polling by hand: every GET and POST is the caller's.

import { paths, url } from "./env.mjs";
import { send, start } from "./http.mjs";
import { within } from "./wait.mjs";

export const SEPARATOR = "\u001e";

export class RawPolling {
  #queue = [];

  static async open(instance = "main", query = {}, { at = url, headers } = {}) {
    const session = new RawPolling(instance, query, at, headers);
    const { status, text } = await session.get();
    if (status !== 200) throw new Error(`refused with ${status} ${text}`);
    session.handshake = JSON.parse(text.slice(1));
    session.sid = session.handshake.sid;
    return session;
  }

  constructor(instance, query, at, headers) {
    Object.assign(this, { instance, query, at, headers });
  }

  get path() {
    const query = { EIO: "4", transport: "polling", ...this.query };
    if (this.sid) query.sid = this.sid;
    return `${paths[this.instance]}?${new URLSearchParams(query)}`;
  }

  // A poll under way, which can be aborted.
  poll() {
    return start("GET", this.path, { at: this.at, headers: this.headers });
  }

  get() {
    return send("GET", this.path, { at: this.at, headers: this.headers });
  }

  // One POST with the packets given, or with a body as it stands.
  post(...packets) {
    const body = packets.map((packet) => (Buffer.isBuffer(packet) ? `b${packet.toString("base64")}` : packet));
    return send("POST", this.path, {
      at: this.at,
      headers: { "content-type": "text/plain;charset=UTF-8", ...this.headers },
      body: body.join(SEPARATOR),
    });
  }

  async send(packet) {
    return this.post(packet);
  }

  // The next packet, polling as often as it takes.
  async receive(ms) {
    while (this.#queue.length === 0) {
      const { status, text } = await within(this.poll().answer, "poll", ms);
      if (status !== 200) throw new Error(`the session is over: ${status} ${text}`);
      for (const packet of text.split(SEPARATOR)) {
        this.#queue.push(packet.startsWith("b") ? Buffer.from(packet.slice(1), "base64") : packet);
      }
    }
    return this.#queue.shift();
  }

  // Resolves once the server has ended this session.
  async ended(ms) {
    const over = (async () => {
      try {
        while ((await this.receive()) !== "1");
      } catch (error) {
        if (!/the session is over|socket hang up|ECONNRESET/.test(error.message)) throw error;
      }
      return null;
    })();
    return within(over, "end of the session", ms);
  }

  leave() {
    this.post("1").catch(() => {});
  }

  destroy() {}
}
