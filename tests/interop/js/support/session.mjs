// One raw Engine.IO session over either transport, spoken packet by packet.

import { RawPolling } from "./polling.mjs";
import { RawWebSocket } from "./websocket.mjs";

const transports = {
  websocket: async (instance, query, options) => {
    const session = await RawWebSocket.open(instance, query, options);
    session.handshake = JSON.parse((await session.receive()).slice(1));
    session.sid = session.handshake.sid;
    return session;
  },
  polling: (instance, query, options) => RawPolling.open(instance, query, options),
};

export const transportNames = Object.keys(transports);

// A session after its handshake, in no namespace yet.
export async function session(t, transport, { instance = "main", query = {}, ...options } = {}) {
  const opened = await transports[transport](instance, query, options);
  t.after(() => opened.destroy());
  return opened;
}

// A session that has joined a namespace; `id` is its socket there.
export async function joined(t, transport, { namespace = "/", ...options } = {}) {
  const opened = await session(t, transport, options);
  opened.id = await join(opened, namespace);
  return opened;
}

export async function join(opened, namespace = "/") {
  const prefix = namespace === "/" ? "" : `${namespace},`;
  await opened.send(`40${prefix}`);
  const reply = await opened.receive();
  if (!reply.startsWith(`40${prefix}{`)) throw new Error(`no CONNECT but ${reply}`);
  return JSON.parse(reply.slice(2 + prefix.length)).sid;
}

// Asks with that acknowledgement id and returns the arguments of the answer.
export async function asks(opened, id, ...args) {
  await opened.send(`42${id}${JSON.stringify(args)}`);
  const reply = await opened.receive();
  if (!reply.startsWith(`43${id}[`)) throw new Error(`no answer to ${id} but ${reply}`);
  return JSON.parse(reply.slice(2 + String(id).length));
}
