//! What Flask-SocketIO tests of itself, as promises of ours. The server below has the same corners as the one
//! of its tests: a connect handler that decides, a second namespace, a class-based one, one that has only the
//! default error handler, and handlers for everything else. Its two tests of sessions are in
//! `tests/serving/http_session.rs`; its test of message queues has nothing to test yet.

mod connecting;
mod errors;
mod guide;
mod objects;
mod sending;
mod server;

use serde_json::{Value, json};
use socketio::{
    Args, ConnectionRefused, Data, Error, EventName, Reason, Socket, SocketIo, State, emit, on,
    on_error, on_error_default, routes, send, testing::TestClient,
};

use crate::Log;

#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("broken")
    }
}

impl std::error::Error for Broken {}

/// Tells a client what its handshake looked like.
async fn describe(socket: &Socket, place: &str) -> socketio::Result {
    send(place).await?;
    let headers = socket.headers();
    let headers = headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
    emit(
        "handshake",
        (socket.query_string(), headers.collect::<Vec<_>>()),
    )
    .await?;
    Ok(())
}

#[on("connect")]
async fn enter(auth: Value, socket: Socket) -> socketio::Result {
    if auth["pass"] != "word" || socket.query("refuse").is_some() {
        return Err(ConnectionRefused::new("not today").into());
    }
    describe(&socket, "main").await
}

#[on("connect", namespace = "/news")]
async fn enter_news(socket: Socket) -> socketio::Result {
    describe(&socket, "news").await
}

#[on("disconnect")]
#[on("disconnect", namespace = "/news")]
async fn gone(reason: Reason, socket: Socket, log: State<Log>) {
    log.add(format!("{} {}", socket.namespace(), reason.flask()));
}

#[on("message")]
async fn message(text: String) -> socketio::Result<Option<String>> {
    send(&text).await?;
    Ok(Some(text))
}

#[on("json")]
async fn json_for_all(value: Value) -> socketio::Result<Value> {
    send(&value).json().broadcast().await?;
    Ok(value)
}

#[on("message", namespace = "/news")]
async fn message_of_news(text: String) -> socketio::Result {
    Ok(send(&text).await?)
}

#[on("json", namespace = "/news")]
async fn json_of_news(value: Value) -> socketio::Result {
    Ok(send(&value).json().await?)
}

#[on("mirror")]
#[on("mirror", namespace = "/news")]
async fn mirror(value: Data) -> socketio::Result<Data> {
    emit("mirrored", &value).await?;
    Ok(value)
}

#[on("quiet")]
async fn quiet(_value: Value) {}

#[on("first name")]
#[on("second name")]
async fn names(event: EventName, args: Args, log: State<Log>) {
    log.add(format!("{event} {}", args.to_json()));
}

async fn without_attribute(event: EventName, value: String, log: State<Log>) {
    log.add(format!("{event} {value}"));
}

#[on("tell all")]
#[on("tell all", namespace = "/news")]
async fn tell_all(value: Value) -> socketio::Result {
    Ok(emit("told", &value).broadcast().await?)
}

#[on("*")]
async fn anything(event: EventName, value: Value) -> socketio::Result {
    Ok(emit("anything", (event, value)).await?)
}

#[on("anywhere", namespace = "*")]
async fn anywhere(value: Value) -> socketio::Result {
    Ok(emit("anywhere", &value).await?)
}

#[on("break")]
#[on("break", namespace = "/news")]
#[on("break", namespace = "/spare")]
async fn breaks() -> Result<(), Broken> {
    Err(Broken)
}

fn caught(error: Error, place: &'static str, log: &Log) -> socketio::Result<&'static str> {
    if error.downcast_ref::<Broken>().is_none() {
        return Err(error);
    }
    log.add(place);
    Ok(place)
}

#[on_error]
async fn caught_in_main(error: Error, log: State<Log>) -> socketio::Result<&'static str> {
    caught(error, "main", &log)
}

#[on_error(namespace = "/news")]
async fn caught_in_news(error: Error, log: State<Log>) -> socketio::Result<&'static str> {
    caught(error, "news", &log)
}

#[on_error_default]
async fn caught_elsewhere(error: Error, log: State<Log>) -> socketio::Result<&'static str> {
    caught(error, "default", &log)
}

fn server() -> SocketIo {
    let handlers = routes![
        enter,
        enter_news,
        gone,
        message,
        json_for_all,
        message_of_news,
        json_of_news,
        mirror,
        quiet,
        names,
        tell_all,
        anything,
        anywhere,
        breaks,
        caught_in_main,
        caught_in_news,
        caught_elsewhere,
    ];
    let builder = SocketIo::builder()
        .routes(handlers)
        .routes(sending::handlers())
        .on_event("third name", without_attribute)
        .on_event_in("/news", "third name", without_attribute)
        .namespace(objects::Desk)
        .state(Log::default());
    builder.build().expect("the handlers agree")
}

/// A client of the main namespace that has read what it was greeted with.
async fn main_client(io: &SocketIo) -> TestClient {
    let client = io.test_client("/").auth(&json!({ "pass": "word" }));
    let mut client = client.connect().await.expect("the pass is right");
    client.received().await;
    client
}

async fn client_of(io: &SocketIo, namespace: &str) -> TestClient {
    let mut client = crate::join(io, namespace).await;
    client.received().await;
    client
}
