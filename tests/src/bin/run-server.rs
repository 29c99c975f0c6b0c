//! A program that does nothing but `run`, on the address it is given; its handler takes its time.

use std::time::Duration;

use axum::Router;
use socketio::{SocketIo, emit, on, routes};

#[on("slow")]
async fn slow(ms: u64) -> socketio::Result {
    emit("started", &ms).await?;
    tokio::time::sleep(Duration::from_millis(ms)).await;
    println!("handled");
    Ok(())
}

#[tokio::main]
async fn main() -> socketio::Result {
    let addr = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:0".to_owned());
    SocketIo::new(routes![slow])
        .run(Router::new(), addr)
        .await?;
    println!("stopped");
    Ok(())
}
