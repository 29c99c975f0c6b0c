//! What the kernel alone charges: the least a server of the load contract can do.
//!
//! Speaks just enough Engine.IO and Socket.IO over WebSocket, reads no JSON, frames a broadcast
//! once, answers all that one read brought with one write. Knows no polling, no timeouts, no limits.

mod connection;
mod event;
mod frame;
mod handshake;
mod peer;
mod worker;

use std::rc::Rc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, LocalOptions};

use worker::Worker;

fn main() -> std::io::Result<()> {
    let port = std::env::args()
        .nth(1)
        .and_then(|port| port.parse::<u16>().ok())
        .expect("usage: limit-server PORT");
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build_local(LocalOptions::default())?;
    runtime.block_on(listen(port))
}

/// Serves until the process is killed.
async fn listen(port: u16) -> std::io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let worker = Rc::new(Worker::default());
    tokio::task::spawn_local(ping_all(Rc::clone(&worker)));
    println!("listening");
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::task::spawn_local(connection::serve(stream, Rc::clone(&worker)));
    }
}

/// The heartbeat that clients insist on: one ticker for all connections.
async fn ping_all(worker: Rc<Worker>) {
    let mut ticks = tokio::time::interval(Duration::from_millis(handshake::PING_INTERVAL_MS));
    ticks.tick().await;
    loop {
        ticks.tick().await;
        worker.push_all(&[frame::TEXT, 1, b'2']);
        worker.flush();
    }
}
