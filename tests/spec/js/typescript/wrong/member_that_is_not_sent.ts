// TS2339
import { io, type Socket } from "socket.io-client";
import type { Chat, ClientToServerEvents, ServerToClientEvents } from "events";

declare const root: Socket<ServerToClientEvents, ClientToServerEvents>;
declare const chat: Socket<Chat.ServerToClientEvents, Chat.ClientToServerEvents>;
chat.on("user joined", ({ age }) => console.log(age));
export { chat, root, io };
