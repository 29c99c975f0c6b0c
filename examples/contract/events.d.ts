// Noughts and crosses 1.0.0: the events of the server. This file is generated.

/** Binary data, which travels beside the text of an event. */
export type Binary = ArrayBuffer | ArrayBufferView;

/** The answer to an event whose handler was not called, or failed. */
export interface Failure {
  error: {
    /** A word for programs. */
    kind: "arguments" | "forbidden" | "handler" | "panic" | "rate" | "size" | "superseded" | "timeout" | "unanswered" | "unhandled" | (string & {});
    /** A text for people. */
    message: string;
    data?: any;
  };
}

/** The game is over, and the board is empty again. */
export interface Ended {
  /** Nobody, if the board is full. */
  winner: Side | null;
}

/** Somebody has sat down. */
export interface Joined {
  name: string;
  side: Side;
}

/** A piece has been placed. */
export interface Moved {
  at: Square;
  side: Side;
}

/** Whose piece it is. */
export type Side = "noughts" | "crosses";

/** A square of the board. */
export interface Square {
  /** From the left, from 0 on. */
  column: number;
  /** From the top, from 0 on. */
  row: number;
}

/** The events that clients send. */
export interface ClientToServerEvents {
}

/** The events that clients get. */
export interface ServerToClientEvents {
}

/** The namespace `/game`. */
export namespace Game {
  /** The events that clients send. */
  export interface ClientToServerEvents {
    /** Sits down at the table, and answers which side the player has. */
    join: (name: string, ack: (answer: Side | Failure) => void) => void;
    /**
     * Places a piece, and answers whether the game is over.
     *
     * May fail with `not seated`: join the game first.
     *
     * May fail with `not your turn`: wait for the other player.
     *
     * May fail with `taken`: there is a piece on this square.
     */
    place: (at: Square, ack: (answer: boolean | Failure) => void) => void;
  }

  /** The events that clients get. */
  export interface ServerToClientEvents {
    /** The game is over, and the board is empty again. */
    ended: (data: Ended) => void;
    /** Somebody has sat down. */
    joined: (data: Joined) => void;
    /** A piece has been placed. */
    moved: (data: Moved) => void;
  }
}
