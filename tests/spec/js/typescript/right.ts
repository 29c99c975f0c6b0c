// Uses each event in each way that a client can.
import { io, type Socket } from "socket.io-client";
import type { Binary, Board, Chat, ClientToServerEvents, Failure, RoomId, ServerToClientEvents, Shape } from "events";

const root: Socket<ServerToClientEvents, ClientToServerEvents> = io();
const auth: Chat.Auth = { token: "t" };
const chat: Socket<Chat.ServerToClientEvents, Chat.ClientToServerEvents> = io("/chat", { auth });
const room: Socket<RoomId.ServerToClientEvents, RoomId.ClientToServerEvents> = io("/room-7");
const board: Socket<Board.ServerToClientEvents, Board.ClientToServerEvents> = io("/board");

function area(shape: Shape): number {
  switch (shape.type) {
    case "circle":
      return Math.PI * shape.radius ** 2;
    case "rectangle":
      return (shape.lowerRight[0] - shape.upperLeft[0]) * (shape.lowerRight[1] - shape.upperLeft[1]);
    case "nothing":
      return 0;
  }
}

function isFailure(answer: unknown): answer is Failure {
  return typeof answer === "object" && answer !== null && "error" in answer;
}

chat.on("user joined", ({ name }) => console.log(name.toUpperCase()));
chat.on("typing", ({ name, room }) => console.log(name, room ?? "lobby"));
chat.on("are you sure?", ({ file }, ack) => ack(file.length > 0));
root.on("changed", ({ colour, tree }) => console.log(colour === "dark-red", tree.branches.length));

chat.emit("typing");
chat.emit("typing", "lobby");
chat.emit("typing", "lobby", (failure) => console.log(failure?.error.kind));
chat.emit("misbehave");
chat.emit("later", (receipt) => console.log(isFailure(receipt) ? receipt.error.message : receipt.heardBy));
chat.emit("say", "lobby", { text: "hi" }, (receipt) => {
  if ("error" in receipt) console.log(receipt.error.kind === "forbidden");
  else console.log(receipt.heardBy + 1);
});

const receipt = await chat.emitWithAck("say", "lobby", { text: "hi" });
if (!("error" in receipt)) console.log(receipt.heardBy.toFixed());

chat.emit("upload", "a.txt", new Uint8Array(3), (...answer) => {
  if (answer.length === 2) {
    const content: Binary = answer[1];
    console.log(answer[0].length, content.byteLength);
  }
});

const wiped = await board.timeout(1000).emitWithAck("wipe");
if (wiped === true) console.log("wiped");
await board.emitWithAck("count", undefined);
const drawn = await room.emitWithAck("draw", { from: [0, 0], to: [1, 1] });
if (!isFailure(drawn)) console.log(drawn.from[1]);

const shape = await root.emitWithAck("shape", { type: "rectangle", upperLeft: [0, 0], lowerRight: [1, 1] });
if (!isFailure(shape)) console.log(area(shape));
await root.emitWithAck("limited", { name: "ab", count: 1, parts: [{ weight: 1 }] });
await root.emitWithAck("colour", "GREEN");
await root.emitWithAck("external", ["Unit", { Newtype: 1 }, { Tuple: [1, "a"] }, { Struct: { colour: "light-blue" } }]);
await root.emitWithAck("adjacent", { t: "Text", c: { text: "a" } });
await root.emitWithAck("untagged", { name: "a" });
await root.emitWithAck("tree", { value: 1, branches: [{ value: 2, branches: [] }], parent: null });
await root.emitWithAck("page", { items: ["GREEN"] });
await root.emitWithAck("numbers", { items: [1], next: 2 });
await root.emitWithAck("renamed", { firstName: "a", "last-name": "b" });
await root.emitWithAck("flat", { id: 1, by_name: { a: true }, by_number: { 1: "a" }, three: [1, 2, 3], letter: "a" });
await root.emitWithAck("odd", { "a-b c": 1, type: 2 });
await root.emitWithAck("attached", { content: new ArrayBuffer(1), more: [new Uint8Array(2)] });
await root.emitWithAck("anything", [1, "a"]);
root.emit("delete */ \"all\"", "a", null, undefined, (...answer) => console.log(answer.length));
