//! A program that does nothing but `run`, on the address it is given; its handlers take their time. With `quiet` behind the
//! address it does not say where it listens, and with `drain` it sends its clients away slowly.

use std::time::Duration;

use axum::{Router, routing::get};
use socketio::{SocketIo, emit, on, routes};
use tokio::sync::Semaphore;

static RELEASE: Semaphore = Semaphore::const_new(0);

#[on("slow")]
async fn slow(ms: u64) -> socketio::Result {
    emit("started", &ms).await?;
    tokio::time::sleep(Duration::from_millis(ms)).await;
    println!("handled");
    Ok(())
}

/// At work until somebody asks for `/release`.
#[on("hold")]
async fn hold() -> socketio::Result {
    emit("held", ()).await?;
    RELEASE.acquire().await?.forget();
    Ok(())
}

/// Which of several programs this is.
#[on("who")]
async fn who() -> u32 {
    std::process::id()
}

#[tokio::main]
async fn main() -> Result<(), socketio::RunError> {
    let mut args = std::env::args().skip(1);
    let addr = args.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let option = args.next().unwrap_or_default();
    let mut builder = SocketIo::builder()
        .routes(routes![slow, hold, who])
        .announce(option != "quiet");
    if option == "drain" {
        builder = builder.drain(Duration::from_secs(5));
    }
    let io = builder.build().expect("the handlers do not clash");
    let app = Router::new()
        .route("/ready", io.readiness())
        .route("/pid", get(async || std::process::id().to_string()))
        .route("/release", get(async || RELEASE.add_permits(1)));
    io.run(app, addr).await?;
    println!("stopped");
    Ok(())
}
