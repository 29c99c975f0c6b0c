//! Which handler an event goes to, and what becomes of what it returns.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use socketio::{Args, EventName, Routes, Socket, emit, event, namespace, on, routes, send};

pub(crate) fn routes() -> Routes {
    routes![
        names,
        by_its_name,
        message,
        json,
        any,
        place,
        shared,
        nothing,
        list,
        several,
        null
    ]
}

#[on("first name")]
#[on("second name")]
#[on("first name", namespace = "/news")]
async fn names(event: EventName, args: Args) -> (EventName, usize) {
    (event, args.len())
}

#[event]
#[event(namespace = "/news")]
async fn by_its_name(socket: Socket) -> String {
    format!("by its name in {}", socket.namespace())
}

#[on("message")]
async fn message(text: String) -> socketio::Result<String> {
    send(format!("{text}!")).await?;
    Ok(text)
}

#[on("json")]
async fn json(value: Value) -> socketio::Result {
    Ok(send(&value).json().await?)
}

#[on("*")]
async fn any(event: EventName, args: Args) -> (&'static str, EventName, usize) {
    ("any", event, args.len())
}

#[on("place", namespace = "*")]
async fn place(socket: Socket) -> String {
    socket.namespace().to_owned()
}

#[on("shared", namespace = "/desk")]
async fn shared() -> &'static str {
    "fn"
}

#[on("nothing")]
async fn nothing() {}

#[on("list")]
async fn list() -> [u8; 2] {
    [1, 2]
}

#[on("several")]
async fn several() -> (u8, &'static str) {
    (1, "two")
}

#[on("null")]
async fn null() -> Option<u8> {
    None
}

/// A namespace that is an object.
#[derive(Default)]
pub(crate) struct Desk {
    served: AtomicUsize,
}

#[namespace("/desk")]
impl Desk {
    #[on("connect")]
    async fn enter(&self) -> socketio::Result {
        Ok(emit("welcome", self.served.load(Ordering::Relaxed)).await?)
    }

    #[event]
    async fn serve(&self) -> socketio::Result<usize> {
        let served = self.served.fetch_add(1, Ordering::Relaxed) + 1;
        emit("served", served)
            .broadcast()
            .include_self(false)
            .await?;
        Ok(served)
    }

    #[event]
    async fn shared(&self) -> &'static str {
        "method"
    }

    #[on("*")]
    async fn other(&self, event: EventName) -> EventName {
        event
    }
}
