//! Beside `fail/verbs`: each verb in a form that can be awaited.

use std::time::Duration;

use socketio::{AckError, Io, Sid, close_room, emit, join_room, on, send};

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
