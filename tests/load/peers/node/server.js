// The load contract on the reference implementation: `server.js [--recovery] [--msgpack] [--deflate] [--eio3] PORT`.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const has = (option) => process.argv.includes(option);
const io = new Server(http, {
  ...(has("--recovery") && { connectionStateRecovery: { maxDisconnectionDuration: 120_000 } }),
  ...(has("--msgpack") && { parser: require("socket.io-msgpack-parser") }),
  ...(has("--deflate") && { perMessageDeflate: { threshold: 100 } }),
  ...(has("--eio3") && { allowEIO3: true }),
});

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
