// A player at the terminal: joins the game and places a piece. It is compiled against `events.d.ts`.
import { io, type Socket } from "socket.io-client";
import type { Failure, Game, Square } from "./events";

const game: Socket<Game.ServerToClientEvents, Game.ClientToServerEvents> = io("http://127.0.0.1:5000/game");

game.on("joined", ({ name, side }) => console.log(`${name} plays ${side}`));
game.on("moved", ({ side, at }) => console.log(`${side} on ${at.row}, ${at.column}`));
game.on("ended", ({ winner }) => console.log(winner === null ? "nobody wins" : `${winner} wins`));

const side = await game.emitWithAck("join", "Ann");
if (!isFailure(side)) {
  const centre: Square = { row: 1, column: 1 };
  const ended = await game.emitWithAck("place", centre);
  if (isFailure(ended)) console.error(ended.error.message);
}

function isFailure(answer: unknown): answer is Failure {
  return typeof answer === "object" && answer !== null && "error" in answer;
}
