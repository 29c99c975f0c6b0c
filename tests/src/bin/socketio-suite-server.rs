//! The server that the test suite of the Socket.IO v5 protocol asks for, on port 3000 unless another is given. The
//! suite is in the repository `socketio/socket.io`, folder `docs/socket.io-protocol/v5-test-suite`; that folder's
//! protocol text lists what its server does.

use std::time::Duration;

use axum::Router;
use serde_json::{Value, json};
use socketio::{Args, Origins, SocketIo, emit, on, routes};

#[on("connect")]
#[on("connect", namespace = "/custom")]
async fn connect(auth: Option<Value>) -> socketio::Result {
    emit("auth", &auth.unwrap_or_else(|| json!({}))).await?;
    Ok(())
}

#[on("message")]
async fn message(args: Args) -> socketio::Result {
    emit("message-back", args).await?;
    Ok(())
}

#[on("message-with-ack")]
async fn message_with_ack(args: Args) -> Args {
    args
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> socketio::Result {
    let port = std::env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let io = SocketIo::builder()
        .routes(routes![connect, message, message_with_ack])
        .ping_interval(Duration::from_millis(300))
        .ping_timeout(Duration::from_millis(200))
        .connect_timeout(Duration::from_secs(1))
        .cors_allowed_origins(Origins::any())
        .build()?;
    io.run(Router::new(), format!("localhost:{port}")).await?;
    Ok(())
}
