// TS2353
import { io, type Socket } from "socket.io-client";
import type { Chat, ClientToServerEvents, ServerToClientEvents } from "events";

declare const root: Socket<ServerToClientEvents, ClientToServerEvents>;
declare const chat: Socket<Chat.ServerToClientEvents, Chat.ClientToServerEvents>;
root.emit("shape", { type: "circle", radius: 1, upperLeft: [0, 0] }, () => {});
export { chat, root, io };
