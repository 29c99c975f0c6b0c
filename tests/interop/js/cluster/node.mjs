// A node of Node's server with the classic Redis adapter, and a client of it. It does what it reads, a JSON object a line,
// and writes what its client gets.

import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { createAdapter } from "@socket.io/redis-adapter";
import { Emitter } from "@socket.io/redis-emitter";
import { createClient } from "redis";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";

const [url, channel] = process.argv.slice(2);
const [publisher, subscriber, third] = [0, 1, 2].map(() => createClient({ url }));
await Promise.all([publisher, subscriber, third].map((client) => client.connect()));

const say = (value) => {
  const text = JSON.stringify(value, (_, inner) =>
    inner?.type === "Buffer" ? { bytes: inner.data } : inner,
  );
  process.stdout.write(`${text}\n`);
};
const unpack = (value) => {
  if (value?.bytes) return Buffer.from(value.bytes);
  return value;
};

const http = createServer();
const server = new Server(http, { adapter: createAdapter(publisher, subscriber, { key: channel }) });
server.on("connection", (socket) => {
  socket.data = { name: "node" };
  socket.on("disconnect", (reason) => say({ left: reason }));
});
server.on("whoami", (question, answer) => answer?.(`node ${question}`));
server.on("told", (text) => say({ told: text }));
await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
const emitter = new Emitter(third, { key: channel });

const client = connect(`http://127.0.0.1:${http.address().port}`, { transports: ["websocket"], reconnection: false });
client.onAny((event, ...args) => {
  const answer = args.at(-1);
  if (typeof answer === "function") {
    args.pop();
    answer("first", 2);
  }
  say({ got: event, args });
});
client.on("connect", () => say({ sid: client.id }));

const select = ({ room, except }) => {
  let target = server;
  if (room) target = target.to(room);
  if (except) target = target.except(except);
  return target;
};

const orders = {
  emit: (order) => select(order).emit(order.event, ...order.args.map(unpack)),
  emitter: ({ event, args }) => emitter.emit(event, ...args.map(unpack)),
  join: ({ sid, room }) => server.in(sid).socketsJoin(room),
  leave: ({ sid, room }) => server.in(sid).socketsLeave(room),
  kick: ({ sid }) => server.in(sid).disconnectSockets(),
  ask: async ({ event, args }) => {
    const answers = await server.timeout(3000).emitWithAck(event, ...args);
    say({ answers });
  },
  fetch: async () => {
    const sockets = await server.fetchSockets();
    say({ sockets: sockets.map(({ id, rooms, data }) => ({ id, rooms: [...rooms], data })) });
  },
  nodes: async ({ event, args }) => say({ nodes: await server.serverSideEmitWithAck(event, ...args) }),
  tell: ({ event, args }) => server.serverSideEmit(event, ...args),
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  await Promise.resolve(orders[order.do](order)).catch((error) => say({ error: String(error) }));
}
process.exit(0);
