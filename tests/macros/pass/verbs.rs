//! Beside `fail/verbs`: each verb in a form that can be awaited.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use socketio::{AckError, Acks, Io, Sid, call, close_room, emit, join_room, on, send};

#[on("verbs")]
async fn verbs(io: Io, sid: Sid) -> socketio::Result {
    let timeout = Duration::from_secs(5);
    join_room("lobby").await?;
    join_room("lobby").of(sid).await?;
    io.join_room("lobby").of(sid).of("others").await?;
    io.leave_room(["lobby", "bar"])
        .namespace("/chat")
        .of(sid)
        .await?;
    close_room("lobby").namespace("/chat").await?;
    io.close_room("lobby").await?;
    let _ = emit("told", 1)
        .timeout(timeout)
        .to("lobby")
        .acks::<()>()
        .await?;
    send(1)
        .timeout(timeout)
        .namespace("/chat")
        .callback(|_, _: Result<(), AckError>| async {})
        .await?;
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct Vote(bool);

#[on("ask")]
async fn ask(io: Io, sid: Sid) -> socketio::Result {
    let sure: bool = call("are you sure?", Vote(true)).await?;
    let Vote(again) = call("again?", sure).await?;
    let named = call::<bool>("really?", &again).await?;
    let _ = io.call::<Vote>("vote", Vote(named)).to(sid).await?;
    let _: Acks<Vote> = io.emit("vote", Vote(true)).acks().await?;
    Ok(())
}
