// A client that does nothing wrong: it lives as long as its file and tells how others ended.

import { after, before } from "node:test";
import { io } from "socket.io-client";
import { call, connected } from "./client.mjs";
import { paths, url } from "./env.mjs";

export function witness() {
  let socket;
  before(async () => {
    socket = io(url, { path: paths.main, forceNew: true, transports: ["websocket"], reconnection: false });
    await connected(socket);
  });
  after(() => socket.disconnect());
  return {
    call: (...args) => call(socket, ...args),
    // {reason, rooms} of the socket with that id once it has been disconnected.
    obit: (id) => call(socket, "obit", id, 8000),
    async reasonOf(id) {
      return (await this.obit(id))?.reason;
    },
  };
}
