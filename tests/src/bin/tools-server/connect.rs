//! Who is let in, who is refused and how, and who is seen to go.

use serde::Deserialize;
use socketio::{ConnectionRefused, Reason, Routes, Socket, emit, join_room, on, routes};

pub(crate) fn routes() -> Routes {
    routes![door, gone]
}

pub(crate) fn eager() -> Routes {
    routes![eager_door, slow]
}

#[derive(Deserialize)]
struct Login {
    user: String,
}

#[on("connect", namespace = "/door")]
async fn door(auth: Option<Login>) -> socketio::Result<bool> {
    let refused = ConnectionRefused::new;
    match auth.map(|login| login.user).as_deref() {
        Some("ann") => {}
        Some("nameless") => Err(ConnectionRefused::default())?,
        Some("message") => Err(refused("not today"))?,
        Some("data") => Err(refused("not today").data(401))?,
        Some("several") => Err(refused("not today").data(401).data("tomorrow"))?,
        Some("error") => Err("a secret")?,
        Some("panic") => panic!("a secret"),
        Some(_) | None => return Ok(false),
    }
    join_room("hall").await?;
    emit("welcome", "ann").await?;
    Ok(true)
}

/// Tells the main namespace who has left the other, why in both vocabularies, and from how many rooms.
#[on("disconnect", namespace = "/door")]
async fn gone(reason: Reason, socket: Socket) -> socketio::Result {
    let why = (reason.flask(), reason.as_str(), socket.rooms().len());
    let left = emit("left", (socket.sid(), why));
    Ok(left.namespace("/").broadcast().await?)
}

/// With `always_connect`: emits to whom it then refuses.
#[on("connect")]
async fn eager_door(auth: Option<Login>) -> socketio::Result<bool> {
    emit("seen", ()).await?;
    Ok(auth.is_some())
}

/// With `async_handlers`: answers when it is done, whatever came before.
#[on("slow")]
async fn slow(ms: u64) -> u64 {
    tokio::time::sleep(std::time::Duration::from_millis(ms)).await;
    ms
}
