// TS2322
import { io, type Socket } from "socket.io-client";
import type { Chat, ClientToServerEvents, ServerToClientEvents } from "events";

declare const root: Socket<ServerToClientEvents, ClientToServerEvents>;
declare const chat: Socket<Chat.ServerToClientEvents, Chat.ClientToServerEvents>;
root.emit("shape", { type: "rectangle", upperLeft: [0], lowerRight: [1, 1] }, () => {});
export { chat, root, io };
