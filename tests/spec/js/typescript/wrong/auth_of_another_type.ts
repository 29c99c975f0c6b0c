// TS2322
import { io, type Socket } from "socket.io-client";
import type { Chat, ClientToServerEvents, ServerToClientEvents } from "events";

declare const root: Socket<ServerToClientEvents, ClientToServerEvents>;
declare const chat: Socket<Chat.ServerToClientEvents, Chat.ClientToServerEvents>;
const auth: Chat.Auth = { token: 1 }; console.log(auth);
export { chat, root, io };
