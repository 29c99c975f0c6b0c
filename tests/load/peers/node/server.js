// The load contract on the reference implementation: `server.js [--recovery] PORT`.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const recovery = process.argv.includes("--recovery");
const io = new Server(http, recovery ? { connectionStateRecovery: { maxDisconnectionDuration: 120_000 } } : {});

io.on("connection", (socket) => {
  socket.on("echo", (...args) => args.pop()(...args));
  socket.on("echo-emit", (x) => socket.emit("echo-emit", x));
  socket.on("join", (room, ack) => {
    socket.join(room);
    ack();
  });
  socket.on("broadcast", (x) => io.emit("broadcast", x));
  socket.on("room", (room, x) => io.to(room).emit("room", x));
  socket.on("bin", (x) => socket.emit("bin", x));
});

http.listen(Number(process.argv.at(-1)), "127.0.0.1", () => console.log("listening"));
