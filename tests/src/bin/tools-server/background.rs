//! Work beside handlers: it keeps their context, can be waited for, and ends when it should.

use std::time::Duration;

use socketio::{Routes, Socket, block_on, emit, on, routes, spawn, until};
use tokio::time::sleep;

pub(crate) fn routes() -> Routes {
    routes![remind, add_up, tick, digest]
}

#[on("remind")]
async fn remind(ms: u64, of: String) {
    spawn(async move {
        sleep(Duration::from_millis(ms)).await;
        emit("reminder", of).await
    });
}

#[on("add up")]
async fn add_up(numbers: Vec<u32>) -> socketio::Result<u32> {
    let task = spawn(async move { numbers.iter().sum() });
    Ok(task.await?)
}

/// Ticks for the whole room of another until this client is gone.
#[on("tick")]
async fn tick(room: String, socket: Socket) {
    until(socket.closed()).spawn(async move {
        for tick in 0.. {
            let _ = emit("tick", tick).to(&room).await;
            sleep(Duration::from_millis(5)).await;
        }
    });
}

#[on("digest", blocking)]
fn digest(text: String) -> socketio::Result<usize> {
    block_on(emit("progress", 50))?;
    Ok(text.len())
}
