//! The load contract on this library: `load-server [--axum] [--handlers N] PORT`.
//!
//! Served by `run`, or with `--axum` as a service under `axum::serve`. With `--handlers` there are
//! that many handlers more, which nobody calls.

use axum::Router;
use bytes::Bytes;
use serde_json::Value;
use socketio::{Args, Result, SocketIo, emit, join_room, on, routes};

#[on("echo")]
async fn echo(args: Args) -> Args {
    args
}

#[on("echo-emit")]
async fn echo_emit(x: Value) -> Result {
    emit("echo-emit", &x).await?;
    Ok(())
}

#[on("join")]
async fn join(room: String) -> Result {
    join_room(&room).await?;
    Ok(())
}

#[on("broadcast")]
async fn broadcast(x: Value) -> Result {
    emit("broadcast", &x).broadcast().await?;
    Ok(())
}

#[on("room")]
async fn room(room: String, x: Value) -> Result {
    emit("room", &x).to(&room).await?;
    Ok(())
}

#[on("bin")]
async fn bin(x: Bytes) -> Result {
    emit("bin", &x).await?;
    Ok(())
}

#[tokio::main]
async fn main() -> Result {
    let options = Options::parse(std::env::args().skip(1))
        .expect("usage: load-server [--axum] [--handlers N] PORT");
    let mut server =
        SocketIo::builder().routes(routes![echo, echo_emit, join, broadcast, room, bin]);
    for number in 0..options.handlers {
        server = server.on_event(&format!("event {number}"), async |x: Value| x);
    }
    let io = server.build()?;
    let address = format!("127.0.0.1:{}", options.port);
    if !options.axum {
        return Ok(io.run(Router::new(), address).await?);
    }
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening");
    axum::serve(listener, io.router::<()>()).await?;
    Ok(())
}

/// The command line, read.
struct Options {
    axum: bool,
    handlers: usize,
    port: u16,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self {
            axum: false,
            handlers: 0,
            port: 0,
        };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--axum" => options.axum = true,
                "--handlers" => options.handlers = args.next()?.parse().ok()?,
                port => options.port = port.parse().ok()?,
            }
        }
        Some(options)
    }
}
