// Forms 1.0.0: the events of the server. This file is generated.

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

export type Adjacent = {
  c: number;
  t: "Number";
} | {
  c: {
    text: string;
  };
  t: "Text";
};

export interface AreYouSure {
  file: string;
}

export interface Attached {
  content: Binary;
  more: Binary[];
}

/** Something is of another colour. */
export interface Changed {
  colour: Colour;
  tree: TreeOutput;
}

export type Colour = "dark-red" | "light-blue" | "GREEN";

export type External = "Unit" | {
  Newtype: number;
} | {
  Tuple: [number, string];
} | {
  Struct: {
    colour: Colour;
  };
};

export interface Flat {
  by_name: { [name: string]: boolean };
  by_number: { [name: string]: string };
  id: number;
  letter: string;
  three: [number, number, number];
}

export interface Limited {
  count: number;
  name: string;
  parts: Part[];
}

/** One line of a chat. */
export interface Line {
  /** At most 500 letters. */
  text: string;
}

/** A place on the board. It has the name of another type. */
export interface Line2 {
  from: [number, number];
  to: [number, number];
}

export interface Login {
  /** What the login page gave. */
  token: string;
}

export interface Page2Input {
  items: number[];
  next?: number | null;
}

export interface Page2Output {
  items: number[];
  next: number | null;
}

export interface PageInput {
  items: Colour[];
  next?: number | null;
}

export interface PageOutput {
  items: Colour[];
  next: number | null;
}

export interface Part {
  weight: number;
}

export interface Receipt {
  heardBy: number;
}

export interface RenamedInput {
  firstName: string;
  "last-name": string;
  nickNames?: string[];
}

export interface RenamedOutput {
  firstName: string;
  "last-name": string;
  nickNames: string[];
}

export type Shape = {
  radius: number;
  type: "circle";
} | {
  lowerRight: [number, number];
  type: "rectangle";
  upperLeft: [number, number];
} | {
  type: "nothing";
};

/** A tree, whose branches are trees. */
export interface TreeInput {
  branches: TreeInput[];
  parent?: TreeInput | null;
  value: number;
}

/** A tree, whose branches are trees. */
export interface TreeOutput {
  branches: TreeOutput[];
  parent: TreeOutput | null;
  value: number;
}

/** Somebody is typing. */
export interface Typing {
  name: string;
  /** Which room, if it is not the lobby. */
  room?: string | null;
}

export type Untagged = boolean | {
  name: string;
};

/** Somebody has come in. */
export interface UserJoined {
  name: string;
}

export type Wrapper = string;

/** A type whose name TypeScript cannot have. */
export interface my_type {
  "a-b c": number;
  type: number;
}

/** The events that clients send. */
export interface ClientToServerEvents {
  adjacent: (value: Adjacent, ack: (answer: Adjacent | Failure) => void) => void;
  anything: (value: any, ack: (answer: any | Failure) => void) => void;
  attached: (value: Attached, ack: (answer: Attached | Failure) => void) => void;
  colour: (value: Colour, ack: (answer: Colour | Failure) => void) => void;
  /** Its name and its parameter are words of TypeScript. This ends no comment: *\/ */
  "delete */ \"all\"": (default_: Wrapper, new_: number | null | undefined, list: number[] | null | undefined, ack: (...answer: [answer1: Wrapper, answer2: number | null] | [failure: Failure]) => void) => void;
  external: (value: External[], ack: (answer: External[] | Failure) => void) => void;
  flat: (value: Flat, ack: (answer: Flat | Failure) => void) => void;
  limited: (value: Limited, ack: (answer: Limited | Failure) => void) => void;
  numbers: (value: Page2Input, ack: (answer: Page2Output | Failure) => void) => void;
  odd: (value: my_type, ack: (answer: my_type | Failure) => void) => void;
  page: (value: PageInput, ack: (answer: PageOutput | Failure) => void) => void;
  renamed: (value: RenamedInput, ack: (answer: RenamedOutput | Failure) => void) => void;
  shape: (value: Shape, ack: (answer: Shape | Failure) => void) => void;
  tree: (value: TreeInput, ack: (answer: TreeOutput | Failure) => void) => void;
  untagged: (value: Untagged, ack: (answer: Untagged | Failure) => void) => void;
}

/** The events that clients get. */
export interface ServerToClientEvents {
  /** Something is of another colour. */
  changed: (data: Changed) => void;
}

/** The namespace `/board`. */
export namespace Board {
  /** The events that clients send. */
  export interface ClientToServerEvents {
    /** How many lines there are. */
    count: (of: string | null | undefined, ack: (answer: number | Failure) => void) => void;
    /** Wipes the board. */
    wipe: (ack: (answer: boolean | Failure) => void) => void;
  }

  /** The events that clients get. */
  export interface ServerToClientEvents {
  }
}

/** The namespace `/chat`. */
export namespace Chat {
  /** What clients send as `auth` to join the namespace `/chat`. */
  export type Auth = Login | null;

  /** The events that clients send. */
  export interface ClientToServerEvents {
    // The server also takes events of other names.
    /** May fail with `unanswered`: the handler did not answer. */
    later: (ack: (answer: Receipt | Failure) => void) => void;
    /** Sends events that are not those of the contract. */
    misbehave: (ack?: (failure?: Failure) => void) => void;
    /**
     * Says something to a room.
     *
     * Everybody who is in it gets `said`.
     *
     * Guarded by `is_member`.
     *
     * May fail with `not a member`: only members may say something.
     *
     * May fail with `forbidden`: this is not allowed.
     */
    say: (room: string, line: Line, ack: (answer: Receipt | Failure) => void) => void;
    /**
     * The client is typing.
     *
     * May fail with `rate`: at most 20 events in 1s, 40 at once.
     *
     * May fail with `superseded`: a newer event has taken the place of this one.
     */
    typing: (room?: string | null, ack?: (failure?: Failure) => void) => void;
    upload: (name: string, content: Binary, ack: (...answer: [answer1: string, answer2: Binary] | [failure: Failure]) => void) => void;
  }

  /** The events that clients get. */
  export interface ServerToClientEvents {
    "are you sure?": (data: AreYouSure, ack: (answer: boolean) => void) => void;
    /** Somebody is typing. */
    typing: (data: Typing) => void;
    /** Somebody has come in. */
    "user joined": (data: UserJoined) => void;
  }
}

/** The namespace `/room-{id}`. */
export namespace RoomId {
  /** The events that clients send. */
  export interface ClientToServerEvents {
    /** Draws a line. */
    draw: (line: Line2, ack: (answer: Line2 | Failure) => void) => void;
  }

  /** The events that clients get. */
  export interface ServerToClientEvents {
  }
}
