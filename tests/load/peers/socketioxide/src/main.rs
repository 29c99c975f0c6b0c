//! The load contract on socketioxide, under `axum::serve` and tokio's default runtime.

use axum::serve::ListenerExt as _;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use socketioxide::SocketIo;
use socketioxide::extract::{AckSender, Data, SocketRef};

/// The argument of every event but `bin`.
#[derive(Serialize, Deserialize)]
struct Message {
    text: String,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args()
        .nth(1)
        .and_then(|port| port.parse::<u16>().ok())
        .expect("usage: peer-socketioxide PORT");
    let (layer, io) = SocketIo::new_layer();
    io.ns("/", connected);
    let app = axum::Router::new().layer(layer);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    // All servers send small packets at once.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    println!("listening");
    axum::serve(listener, app).await
}

async fn connected(socket: SocketRef) {
    socket.on("echo", async |Data::<Message>(x), ack: AckSender| {
        let _ = ack.send(&x);
    });
    socket.on("echo-emit", async |socket: SocketRef, Data::<Message>(x)| {
        let _ = socket.emit("echo-emit", &x);
    });
    socket.on("join", async |socket: SocketRef, Data::<String>(room), ack: AckSender| {
        socket.join(room);
        let _ = ack.send(&());
    });
    socket.on("broadcast", async |io: SocketIo, Data::<Message>(x)| {
        let _ = io.emit("broadcast", &x).await;
    });
    socket.on("room", async |io: SocketIo, Data::<(String, Message)>((room, x))| {
        let _ = io.to(room).emit("room", &x).await;
    });
    socket.on("bin", async |socket: SocketRef, Data::<Bytes>(x)| {
        let _ = socket.emit("bin", &x);
    });
}
