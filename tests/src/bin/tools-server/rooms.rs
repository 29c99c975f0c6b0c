//! Rooms and disconnecting: one's own, another's, and in another namespace.

use socketio::{Io, Routes, close_room, disconnect, join_room, leave_room, on, rooms, routes};

pub(crate) fn routes() -> Routes {
    routes![join, join_other, leave, close, rooms_of, kick, kick_there]
}

#[on("join")]
#[on("join", namespace = "/desk")]
async fn join(names: Vec<String>) -> socketio::Result<Vec<String>> {
    join_room(names).await?;
    Ok(rooms()?)
}

#[on("join other")]
async fn join_other(room: String, who: String, namespace: String) -> socketio::Result {
    Ok(join_room(room).of(who).namespace(&namespace).await?)
}

#[on("leave")]
async fn leave(room: String) -> socketio::Result<Vec<String>> {
    leave_room(room).await?;
    Ok(rooms()?)
}

#[on("close")]
async fn close(room: String) -> socketio::Result {
    Ok(close_room(room).await?)
}

#[on("rooms of")]
async fn rooms_of(who: String, io: Io) -> socketio::Result<Option<Vec<String>>> {
    Ok(io.socket(who.parse()?).map(|socket| socket.rooms()))
}

#[on("kick")]
async fn kick(who: String) -> socketio::Result {
    Ok(disconnect().of(who).await?)
}

#[on("kick there")]
async fn kick_there(who: String, namespace: String) -> socketio::Result {
    Ok(disconnect().of(who).namespace(&namespace).await?)
}
