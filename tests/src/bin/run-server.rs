//! A program that does nothing but `run`, on the address it is given; its handler takes its time. With `quiet` behind the
//! address it does not say where it listens.

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
async fn main() -> Result<(), socketio::RunError> {
    let mut args = std::env::args().skip(1);
    let addr = args.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let quiet = args.next().is_some_and(|arg| arg == "quiet");
    SocketIo::builder()
        .routes(routes![slow])
        .announce(!quiet)
        .build()
        .expect("one handler clashes with nothing")
        .run(Router::new(), addr)
        .await?;
    println!("stopped");
    Ok(())
}
