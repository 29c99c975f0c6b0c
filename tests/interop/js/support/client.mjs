// The official client, opened over one of its three ways to connect.

import { describe } from "node:test";
import { io, Manager } from "socket.io-client";
import { paths, url } from "./env.mjs";
import { DEADLINE, next, within } from "./wait.mjs";

export const ways = {
  polling: { transports: ["polling"] },
  websocket: { transports: ["websocket"] },
  upgrade: { transports: ["polling", "websocket"] },
};

// Defines the same suite once for each way to connect.
export function overEveryTransport(define) {
  for (const way of Object.keys(ways)) describe(`over ${way}`, () => define(way));
}

// A socket that has been told to connect and goes away with the test.
export function dial(t, way, { namespace = "/", instance = "main", at = url, ...options } = {}) {
  const socket = io(at + namespace, {
    path: paths[instance],
    forceNew: true,
    reconnection: false,
    ...ways[way],
    ...options,
  });
  t.after(() => socket.disconnect());
  return socket;
}

// A connected socket; over "upgrade" one that already uses the WebSocket.
export async function open(t, way, options) {
  const socket = dial(t, way, options);
  await connected(socket);
  if (way === "upgrade") await upgraded(socket);
  return socket;
}

// One more namespace over the connection of that socket.
export async function beside(t, socket, namespace) {
  const other = socket.io.socket(namespace);
  t.after(() => other.disconnect());
  await connected(other);
  return other;
}

export async function connected(socket) {
  if (socket.connected) return;
  const outcome = new Promise((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  await within(outcome, "connection");
}

export async function upgraded(socket) {
  const { engine } = socket.io;
  if (engine.transport.name !== "websocket") await next(engine, "upgrade");
}

// Several namespaces over one connection.
export function manager(t, way, { instance = "main", ...options } = {}) {
  const shared = new Manager(url, {
    path: paths[instance],
    reconnection: false,
    ...ways[way],
    ...options,
  });
  t.after(() => shared._close());
  return shared;
}

// Emits and returns every argument of the acknowledgement.
export function ask(socket, event, ...args) {
  const answer = new Promise((resolve) => {
    socket.emit(event, ...args, (...reply) => resolve(reply));
  });
  return within(answer, `answer to ${JSON.stringify(event)}`, DEADLINE);
}

// Emits and returns the first argument of the acknowledgement.
export async function call(socket, event, ...args) {
  return (await ask(socket, event, ...args))[0];
}

// All that was sent to this socket before now has arrived once this returns.
export async function settled(socket) {
  await call(socket, "sink");
}

// Why the server did not let this socket in.
export async function refusal(socket) {
  const [error] = await next(socket, "connect_error");
  return { message: error.message, data: error.data };
}
