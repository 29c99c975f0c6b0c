// Where the contract server is, and how to start another one.

// The server under test, already listening.
export const url = process.env.CONTRACT_URL ?? "http://127.0.0.1:3900";

// A program that serves the contract; for the suites that stop and start a server of their own.
export const program = process.env.CONTRACT_SERVER;

// The path of each instance ends in a slash, as the official client sends it.
export const paths = {
  main: "/socket.io/",
  fast: "/fast/",
  ws: "/ws/",
  poll: "/poll/",
  recovery: "/recovery/",
  msgpack: "/msgpack/",
  locked: "/locked/",
};

export const limits = {
  payload: 100_000,
  attachments: 10,
  connectTimeout: 1000,
  fast: { interval: 400, timeout: 300 },
  // What a session may leave unread before the server ends it.
  undelivered: { atLeast: 1_000_000, atMost: 16_000_000 },
};
