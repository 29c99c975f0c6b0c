//! Rooms: who is in them, and what a socket remembers while it is there.

use std::collections::HashMap;

use serde::Deserialize;
use socketio::{
    Data, Io, Result, Routes, Session, Sid, Socket, close_room, join_room, leave_room, on, rooms,
    routes,
};

pub(super) fn routes() -> Routes {
    routes![
        join,
        leave,
        own_rooms,
        close,
        members,
        set,
        get,
        join_other,
        leave_other
    ]
}

/// One room, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Rooms {
    One(String),
    Many(Vec<String>),
}

#[on("join", namespace = "*")]
async fn join(names: Rooms) -> Result<Vec<String>> {
    match names {
        Rooms::One(name) => join_room(name).await?,
        Rooms::Many(names) => join_room(names).await?,
    }
    Ok(rooms()?)
}

#[on("leave", namespace = "*")]
async fn leave(room: String) -> Result<Vec<String>> {
    leave_room(room).await?;
    Ok(rooms()?)
}

#[on("join_other", namespace = "*")]
async fn join_other(id: String, names: Rooms) -> Result<bool> {
    match names {
        Rooms::One(name) => join_room(name).of(id).await?,
        Rooms::Many(names) => join_room(names).of(id).await?,
    }
    Ok(true)
}

#[on("leave_other", namespace = "*")]
async fn leave_other(id: String, room: String) -> Result<bool> {
    leave_room(room).of(id).await?;
    Ok(true)
}

#[on("rooms", namespace = "*")]
async fn own_rooms() -> Result<Vec<String>> {
    Ok(rooms()?)
}

#[on("close_room", namespace = "*")]
async fn close(room: String) -> Result<bool> {
    close_room(room).await?;
    Ok(true)
}

#[on("members", namespace = "*")]
async fn members(room: Option<String>, socket: Socket, io: Io) -> Result<Vec<Sid>> {
    let mut sockets = io.sids().namespace(socket.namespace());
    if let Some(room) = room {
        sockets = sockets.in_room(room);
    }
    Ok(sockets.await?.into_vec())
}

/// What a socket wants remembered.
type Memory = HashMap<String, Data>;

#[on("set", namespace = "*")]
async fn set(key: String, value: Data, memory: Session<Memory>) -> bool {
    memory.with(|memory| memory.insert(key, value));
    true
}

#[on("get", namespace = "*")]
async fn get(key: String, memory: Session<Memory>) -> Option<Data> {
    memory.with(|memory| memory.get(&key).cloned())
}
