//! A page that tries everything: echo, broadcast, rooms, disconnecting, latency, and a background task that
//! speaks to everyone. Run it and open <http://127.0.0.1:5000> in two tabs.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `CHAT_ADDRESS` | where it listens | `127.0.0.1:5000` |
//! | `CHAT_INTERVAL` | seconds between two messages of the background task | `10` |
//! | `SOCKETIO_CLIENT_DIR` | the `dist` of an installed `socket.io-client`, to take the browser's client from | the public CDN |

use std::{env, time::Duration};

use axum::{Router, response::Html, routing::get};
use serde::{Deserialize, Serialize};
use socketio::{
    Args, ClientJs, Data, EventName, Io, Reason, Result, Session, Sid, SocketIo, call, close_room,
    disconnect, emit, join_room, leave_room, on, rooms, routes,
};

/// What a client says.
#[derive(Deserialize)]
struct Said {
    data: String,
}

/// Which room it means.
#[derive(Deserialize)]
struct InRoom {
    room: String,
    #[serde(default)]
    data: String,
}

/// What the page shows: a line, and how many events of this client have been handled.
#[derive(Serialize)]
struct Response<T> {
    data: T,
    count: u64,
}

/// What is remembered about a client: how many of its events have been handled.
#[derive(Default)]
struct Handled(u64);

/// The response to one more event.
fn response<T>(data: T, handled: &Session<Handled>) -> Response<T> {
    let count = handled.with(|handled| {
        handled.0 += 1;
        handled.0
    });
    Response { data, count }
}

#[on("connect")]
async fn connect() -> Result {
    let response = Response {
        data: "Connected",
        count: 0,
    };
    emit("my_response", &response).await?;
    Ok(())
}

#[on("my_event")]
async fn my_event(said: Said, handled: Session<Handled>) -> Result {
    emit("my_response", &response(said.data, &handled)).await?;
    Ok(())
}

#[on("my_broadcast_event")]
async fn my_broadcast_event(said: Said, handled: Session<Handled>) -> Result {
    emit("my_response", &response(said.data, &handled))
        .broadcast()
        .await?;
    Ok(())
}

#[on("join")]
async fn join(to: InRoom, handled: Session<Handled>) -> Result {
    join_room(&to.room).await?;
    in_rooms(&handled).await
}

#[on("leave")]
async fn leave(from: InRoom, handled: Session<Handled>) -> Result {
    leave_room(&from.room).await?;
    in_rooms(&handled).await
}

async fn in_rooms(handled: &Session<Handled>) -> Result {
    let text = format!("In rooms: {}", rooms()?.join(", "));
    emit("my_response", &response(text, handled)).await?;
    Ok(())
}

#[on("my_room_event")]
async fn my_room_event(to: InRoom, handled: Session<Handled>) -> Result {
    emit("my_response", &response(to.data, &handled))
        .to(&to.room)
        .await?;
    Ok(())
}

#[on("close_room")]
async fn on_close_room(which: InRoom, handled: Session<Handled>) -> Result {
    let text = format!("Room {} is closing.", which.room);
    emit("my_response", &response(text, &handled))
        .to(&which.room)
        .await?;
    close_room(&which.room).await?;
    Ok(())
}

/// Once the page has confirmed the last message, it is safe to disconnect.
#[on("disconnect_request")]
async fn disconnect_request(handled: Session<Handled>) -> Result {
    call::<(), _>("my_response", &response("Disconnected!", &handled)).await?;
    disconnect().await?;
    Ok(())
}

#[on("my_ping")]
async fn my_ping() -> Result {
    emit("my_pong", ()).await?;
    Ok(())
}

/// Any other event: the page is told its name and what came with it.
#[on("*")]
async fn any(event: EventName, handled: Session<Handled>, args: Args) -> Result {
    let data = (event, args.parse::<Vec<Data>>()?);
    emit("my_response", &response(data, &handled)).await?;
    Ok(())
}

#[on("disconnect")]
async fn on_disconnect(reason: Reason, sid: Sid) {
    println!("client {sid} disconnected: {reason}");
}

/// Speaks to everyone, for ever.
async fn background_task(io: Io, every: Duration) -> Result {
    let mut ticks = tokio::time::interval(every);
    ticks.tick().await; // the first is at once
    for count in 1_u64.. {
        ticks.tick().await;
        let response = Response {
            data: "Server generated event",
            count,
        };
        io.emit("my_response", &response).await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result {
    let variable =
        |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    let address = variable("CHAT_ADDRESS", "127.0.0.1:5000");
    let seconds: f64 = variable("CHAT_INTERVAL", "10").parse()?;
    let client = match env::var("SOCKETIO_CLIENT_DIR") {
        Ok(directory) => ClientJs::directory(directory)?,
        Err(_) => ClientJs::cdn(),
    };

    let io = SocketIo::builder()
        .client_js(client)
        .routes(routes![
            connect,
            my_event,
            my_broadcast_event,
            join,
            leave,
            my_room_event,
            on_close_room,
            disconnect_request,
            my_ping,
            any,
            on_disconnect,
        ])
        .build()?;
    tokio::spawn(background_task(
        io.handle(),
        Duration::try_from_secs_f64(seconds)?,
    ));

    let app = Router::new().route("/", get(async || Html(include_str!("html/chat.html"))));
    io.run(app, address).await
}
