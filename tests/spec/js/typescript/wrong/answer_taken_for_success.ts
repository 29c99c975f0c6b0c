// TS2339
import { io, type Socket } from "socket.io-client";
import type { Chat, ClientToServerEvents, ServerToClientEvents } from "events";

declare const root: Socket<ServerToClientEvents, ClientToServerEvents>;
declare const chat: Socket<Chat.ServerToClientEvents, Chat.ClientToServerEvents>;
chat.emit("say", "lobby", { text: "hi" }, (receipt) => console.log(receipt.heardBy));
export { chat, root, io };
