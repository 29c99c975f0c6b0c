//! The server that the test suite of the Engine.IO v4 protocol asks for, on port 3000 unless another is given: it sends
//! each message back. The suite is in the repository `socketio/socket.io`, folder
//! `docs/engine.io-protocol/v4-test-suite`.

use std::time::Duration;

use axum::Router;
use socketio::{Origins, SocketIo};

#[tokio::main(flavor = "current_thread")]
async fn main() -> socketio::Result {
    let port = std::env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let io = SocketIo::builder()
        .__echo()
        .path("/engine.io/")
        .ping_interval(Duration::from_millis(300))
        .ping_timeout(Duration::from_millis(200))
        .max_http_buffer_size(1_000_000)
        .cors_allowed_origins(Origins::any())
        .build()?;
    io.run(Router::new(), format!("localhost:{port}")).await?;
    Ok(())
}
