//! A server for the soak test: handlers of every kind, tight bounds, and what it occupies at `/stats`.

use std::time::Duration;

use axum::{Router, routing::get};
use socketio::{Data, Io, Session, Socket, SocketIo, emit, join_room, on, routes, until};

#[on("echo")]
async fn echo(value: Data) -> Data {
    value
}

#[on("join")]
async fn join(rooms: Vec<String>) -> socketio::Result {
    join_room(rooms).await?;
    Ok(())
}

#[on("shout")]
async fn shout(room: String, text: String) -> socketio::Result {
    emit("shouted", text).to(room).await?;
    Ok(())
}

/// Asks the client, which may never answer.
#[on("ask", concurrent)]
async fn ask(socket: Socket) -> socketio::Result<bool> {
    let question = socket.call::<bool>("sure?", ());
    Ok(question.timeout(Duration::from_millis(500)).await.is_ok())
}

/// A task for as long as the client is there.
#[on("watch")]
async fn watch(socket: Socket, seen: Session<Vec<u8>>) {
    seen.set(vec![7; 1000]);
    until(socket.closed()).spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let _ = socket.emit("tick", ()).volatile().await;
        }
    });
}

#[on("slow", latest, timeout = "200ms")]
async fn slow() {
    tokio::time::sleep(Duration::from_millis(300)).await;
}

async fn stats(io: Io) -> String {
    let stats = io.stats();
    format!(
        "{} {} {} {} {}",
        stats.connections, stats.sockets, stats.rooms, stats.tasks, stats.queued_bytes
    )
}

#[tokio::main]
async fn main() -> Result<(), socketio::RunError> {
    let io = SocketIo::builder()
        .routes(routes![echo, join, shout, ask, watch, slow])
        .namespaces(["/room-{id}"])
        .ping_interval(Duration::from_secs(1))
        .ping_timeout(Duration::from_secs(1))
        .connect_timeout(Duration::from_secs(1))
        .upgrade_timeout(Duration::from_secs(1))
        .body_timeout(Duration::from_secs(1))
        .outbound_bytes(256 << 10)
        .outbound_messages(1000)
        .outbound_timeout(Duration::from_secs(1))
        .inbound_bytes(64 << 10)
        .max_http_buffer_size(64 << 10)
        .log_to_stderr(false)
        .build()
        .expect("the options fit");
    let handle = io.io();
    let app = Router::new().route("/stats", get(async move || stats(handle).await));
    io.run(app, "127.0.0.1:0").await
}
