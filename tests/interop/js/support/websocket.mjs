// A WebSocket client that obeys only when told to: bytes out as given, frames in as they came.

import { createHash, randomBytes } from "node:crypto";
import net from "node:net";
import { paths, url } from "./env.mjs";
import { OP, closing, frame, parse } from "./frame.mjs";
import { Mailbox, within } from "./wait.mjs";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export function target(instance, query) {
  return `${paths[instance]}?${new URLSearchParams({ EIO: "4", transport: "websocket", ...query })}`;
}

// Sends an opening handshake and returns the socket with the answer's head; status 0 if none came.
export async function knock(path, { headers = {}, method = "GET", at = url } = {}) {
  const { hostname, port, host } = new URL(at);
  const socket = net.connect(Number(port), hostname);
  socket.on("error", () => {});
  const key = randomBytes(16).toString("base64");
  const fields = {
    Host: host,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": key,
    ...headers,
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}`);
  socket.write([`${method} ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
  const head = await within(readHead(socket), "answer to the opening handshake");
  return { socket, key, ...head };
}

function readHead(socket) {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const done = () => {
      socket.removeListener("data", onData);
      socket.removeListener("close", onClose);
    };
    const onClose = () => resolve({ status: 0, headers: {}, early: received });
    const onData = (chunk) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf("\r\n\r\n");
      if (end < 0) return;
      done();
      socket.pause();
      const [first, ...lines] = received.subarray(0, end).toString("latin1").split("\r\n");
      const headers = {};
      for (const line of lines) {
        const [name, ...value] = line.split(":");
        headers[name.toLowerCase()] = value.join(":").trim();
      }
      resolve({ status: Number(first.split(" ")[1]), headers, early: received.subarray(end + 4) });
    };
    socket.on("data", onData);
    socket.on("close", onClose);
  });
}

export class RawWebSocket {
  #rest;
  #inbox = new Mailbox();
  #ended;

  static async open(instance = "main", query = {}, options = {}) {
    const answer = await knock(target(instance, query), options);
    if (answer.status !== 101) {
      answer.socket.destroy();
      throw new Error(`refused with ${answer.status}`);
    }
    const proof = createHash("sha1").update(answer.key + GUID).digest("base64");
    if (answer.headers["sec-websocket-accept"] !== proof) throw new Error("wrong Sec-WebSocket-Accept");
    return new RawWebSocket(answer.socket, answer.early);
  }

  constructor(socket, early) {
    this.socket = socket;
    this.closeCode = null;
    this.#rest = Buffer.alloc(0);
    this.#ended = new Promise((resolve) => {
      socket.on("close", () => resolve(this.closeCode));
    });
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("end", () => socket.destroy());
    this.#read(early);
    socket.resume();
  }

  #read(chunk) {
    const { frames, rest } = parse(Buffer.concat([this.#rest, chunk]));
    this.#rest = rest;
    for (const received of frames) {
      if (received.opcode === OP.close && this.closeCode === null) {
        this.closeCode = received.payload.length >= 2 ? received.payload.readUInt16BE(0) : 1005;
        this.socket.end(frame(OP.close, received.payload));
      }
      this.#inbox.put(received);
    }
  }

  // Any bytes at all.
  write(bytes) {
    this.socket.write(bytes);
  }

  frame(opcode, payload, flaws) {
    this.write(frame(opcode, payload, flaws));
  }

  // An Engine.IO packet (text) or an attachment (Buffer).
  send(packet) {
    this.frame(Buffer.isBuffer(packet) ? OP.binary : OP.text, packet);
  }

  nextFrame(ms) {
    return this.#inbox.take("frame", ms);
  }

  // The next packet: text as a string, an attachment as a Buffer.
  async receive(ms) {
    const { opcode, payload } = await this.nextFrame(ms);
    if (opcode === OP.text) return payload.toString("utf8");
    if (opcode === OP.binary) return payload;
    throw new Error(`frame with opcode ${opcode}, ${payload.toString("hex")}`);
  }

  // The close code once the connection is over; null when there was none.
  ended(ms) {
    return within(this.#ended, "end of the connection", ms);
  }

  // Leaves as one should.
  leave() {
    this.frame(OP.close, closing(1000));
    this.socket.end();
  }

  destroy() {
    this.socket.destroy();
  }
}
