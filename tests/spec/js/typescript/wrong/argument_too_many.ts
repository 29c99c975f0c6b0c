// TS2554
import { io, type Socket } from "socket.io-client";
import type { Chat, ClientToServerEvents, ServerToClientEvents } from "events";

declare const root: Socket<ServerToClientEvents, ClientToServerEvents>;
declare const chat: Socket<Chat.ServerToClientEvents, Chat.ClientToServerEvents>;
chat.emit("typing", "lobby", () => {}, 1);
export { chat, root, io };
