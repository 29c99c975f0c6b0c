//! A chat: names, rooms, messages to everyone, to a room or to oneself, and a background task that tells how many people
//! are here.
//!
//! `cargo run --example chat`, then open <http://127.0.0.1:5000> in two tabs. `CHAT_INTERVAL` is how many seconds are
//! between two messages of the background task; without it they are 10.

use std::{
    env,
    time::{Duration, Instant},
};

use axum::{Router, response::Html, routing::get};
use serde::{Deserialize, Serialize};
use socketio::{
    ConnectionRefused, Event, IntoRooms, Io, Reason, Result, RoomList, Session, Sid, SocketIo,
    call, close_room, disconnect, event, join_room, leave_room, on, routes,
};

/// The longest name, in characters.
const NAME: usize = 40;

/// The name of a visitor. Serde checks it by `try_from`, so no handler meets a name that is not allowed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "String")]
struct Name(String);

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match name.trim() {
            "" => Err("a name must not be empty".to_owned()),
            name if name.chars().count() > NAME => {
                Err(format!("a name has at most {NAME} characters"))
            }
            name => Ok(Self(name.to_owned())),
        }
    }
}

/// The rooms of the chat. A client that names another one gets an error.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Room {
    Lobby,
    Kitchen,
    Attic,
}

impl IntoRooms<'_> for Room {
    fn add_to(self, rooms: &mut RoomList<'_>) {
        rooms.push(match self {
            Self::Lobby => "lobby",
            Self::Kitchen => "kitchen",
            Self::Attic => "attic",
        });
    }
}

/// The receivers of a message: `"everyone"`, `"me"` or the name of a room.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum To {
    Everyone,
    Me,
    #[serde(untagged)]
    Room(Room),
}

/// The auth payload of a client.
#[derive(Deserialize)]
struct Hello {
    name: Name,
}

/// What is remembered about a client.
#[derive(Default)]
struct Visitor {
    name: Name,
}

/// One line of the chat.
#[derive(Serialize, Event)]
#[event("line")]
struct Line {
    from: Name,
    to: To,
    text: String,
}

/// A room is closed, and nobody is in it any more.
#[derive(Serialize, Event)]
#[event("closed")]
struct Closed {
    room: Room,
    by: Name,
}

/// What the background task tells everyone.
#[derive(Serialize, Event)]
#[event("status")]
struct Status {
    people: usize,
    up_seconds: u64,
}

#[on("connect")]
async fn connect(hello: Option<Hello>, visitor: Session<Visitor>) -> Result<(), ConnectionRefused> {
    let Some(Hello { name }) = hello else {
        return Err(ConnectionRefused::new("say your name"));
    };
    visitor.set(Visitor { name });
    Ok(())
}

#[event]
async fn rename(name: Name, visitor: Session<Visitor>) {
    visitor.set(Visitor { name });
}

#[event]
async fn say(to: To, text: String, visitor: Session<Visitor>) -> Result {
    let from = visitor.with(|visitor| visitor.name.clone());
    let line = Line { from, to, text };
    match to {
        To::Everyone => line.emit().broadcast().await?,
        To::Me => line.emit().await?,
        To::Room(room) => line.to(room).await?,
    }
    Ok(())
}

#[event]
async fn join(room: Room) -> Result {
    Ok(join_room(room).await?)
}

#[event]
async fn leave(room: Room) -> Result {
    Ok(leave_room(room).await?)
}

#[event]
async fn close(room: Room, visitor: Session<Visitor>) -> Result {
    let by = visitor.with(|visitor| visitor.name.clone());
    Closed { room, by }.to(room).await?;
    close_room(room).await?;
    Ok(())
}

/// The client wants to go. It is disconnected once its page has confirmed the goodbye.
#[event]
async fn go(visitor: Session<Visitor>) -> Result {
    let name = visitor.with(|visitor| visitor.name.clone());
    call::<()>("goodbye", name).await?;
    disconnect().await?;
    Ok(())
}

/// The page measures how long the answer takes.
#[event]
async fn ping() {}

#[on("disconnect")]
async fn on_disconnect(reason: Reason, sid: Sid) {
    tracing::info!("client {sid} disconnected: {reason}");
}

/// Tells everyone how many people are here, until the server stops.
async fn tell_status(io: Io, every: Duration) -> Result {
    let start = Instant::now();
    let mut ticks = tokio::time::interval(every);
    loop {
        ticks.tick().await;
        let people = io.sids().await?.len();
        let up_seconds = start.elapsed().as_secs();
        Status { people, up_seconds }.via(&io).await?;
    }
}

#[tokio::main]
async fn main() -> Result {
    examples::log();
    let interval = env::var("CHAT_INTERVAL").unwrap_or_else(|_| "10".to_owned());
    let interval = Duration::try_from_secs_f64(interval.parse()?)?;

    let io = SocketIo::builder()
        .client_js(examples::client_js()?)
        .routes(routes![
            connect,
            rename,
            say,
            join,
            leave,
            close,
            go,
            ping,
            on_disconnect,
        ])
        .build()?;
    tokio::spawn(tell_status(io.io(), interval));

    let page = get(async || Html(include_str!("html/chat.html")));
    let app = Router::new().route("/", page).merge(examples::assets());
    io.run(app, examples::address()).await?;
    Ok(())
}
