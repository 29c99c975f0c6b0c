//! The load contract on this library: `load-server [--axum] [--handlers N] [--recovery] [FORM] PORT`.
//!
//! Served by `run`, or with `--axum` as a service under `axum::serve`. With `--handlers` there are
//! that many handlers more, which nobody calls. With `--recovery`, clients that lose their connection may come back.
//! `FORM` is `--msgpack`, `--deflate` or `--eio3`: what clients speak.

use std::time::Duration;

use axum::{Router, serve::ListenerExt as _};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use socketio::{PacketFormat, Recovery, Result, SocketIo, emit, join_room, on, routes};

/// The argument of every event but `bin`.
#[derive(Serialize, Deserialize)]
struct Message {
    text: String,
}

#[on("echo")]
async fn echo(message: Message) -> Message {
    message
}

#[on("echo-emit")]
async fn echo_emit(message: Message) -> Result {
    emit("echo-emit", &message).await?;
    Ok(())
}

#[on("join")]
async fn join(room: String) -> Result {
    join_room(&room).await?;
    Ok(())
}

#[on("broadcast")]
async fn broadcast(message: Message) -> Result {
    emit("broadcast", &message).broadcast().await?;
    Ok(())
}

#[on("room")]
async fn room(room: String, message: Message) -> Result {
    emit("room", &message).to(&room).await?;
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
        .expect("usage: load-server [--axum] [--handlers N] [--recovery] [FORM] PORT");
    let mut server =
        SocketIo::builder().routes(routes![echo, echo_emit, join, broadcast, room, bin]);
    for number in 0..options.handlers {
        server = server.on_event(&format!("event {number}"), async |message: Message| message);
    }
    if options.recovery {
        server = server.recovery(Recovery::for_up_to(Duration::from_secs(120)));
    }
    server = match options.form {
        Form::Json => server,
        Form::MessagePack => server.packet_format(PacketFormat::MsgPack),
        Form::Deflated => server.websocket_compression(DEFLATED_FROM),
        Form::Version2 => server.allow_eio3(true),
    };
    let io = server.build()?;
    let address = format!("127.0.0.1:{}", options.port);
    if !options.axum {
        return Ok(io.run(Router::new(), address).await?);
    }
    let listener = tokio::net::TcpListener::bind(address).await?;
    // All servers send small packets at once.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    println!("listening");
    axum::serve(listener, io.router::<()>()).await?;
    Ok(())
}

/// From how many bytes on an answer is compressed, for clients that read it.
const DEFLATED_FROM: usize = 100;

/// What clients speak.
enum Form {
    Json,
    MessagePack,
    Deflated,
    Version2,
}

/// The command line, read.
struct Options {
    axum: bool,
    handlers: usize,
    recovery: bool,
    form: Form,
    port: u16,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self {
            axum: false,
            handlers: 0,
            recovery: false,
            form: Form::Json,
            port: 0,
        };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--axum" => options.axum = true,
                "--recovery" => options.recovery = true,
                "--msgpack" => options.form = Form::MessagePack,
                "--deflate" => options.form = Form::Deflated,
                "--eio3" => options.form = Form::Version2,
                "--handlers" => options.handlers = args.next()?.parse().ok()?,
                port => options.port = port.parse().ok()?,
            }
        }
        Some(options)
    }
}
