//! Whatever code of the program panics, only what it was called for is lost: the client goes on, and so does everybody else.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use socketio::{
    Answer, FromArg, Invocation, Limits, Next, Param, Preparation, Prepare, Session, SocketIo,
    observe::{Observation, Observer, Topics},
    on, on_error, routes,
    testing::TestClient,
};

use crate::join;

/// Panics when it is written.
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("written")
    }
}

/// Panics when it is read.
struct Unreadable;

impl<'de> Deserialize<'de> for Unreadable {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        panic!("read")
    }
}

/// Panics when it is taken from the context.
struct Untakeable;

impl FromArg for Untakeable {
    fn from_arg(_: &mut Invocation<'_>) -> socketio::Result<Self> {
        panic!("taken")
    }
}

/// Panics while it is waited for.
struct Unpreparable;

impl Prepare for Unpreparable {
    async fn prepare(_: &mut Invocation<'_>) -> socketio::Result<Self> {
        tokio::task::yield_now().await;
        panic!("prepared")
    }
}

impl FromArg for Unpreparable {
    const PREPARE: Option<Preparation> = Some(Preparation::of::<Self>());

    fn from_arg(_: &mut Invocation<'_>) -> socketio::Result<Self> {
        unreachable!("it is not prepared")
    }
}

/// Panics when a client remembers it for the first time.
struct Unborn;

impl Default for Unborn {
    fn default() -> Self {
        panic!("made")
    }
}

/// Panics when it is dropped.
#[derive(Deserialize)]
struct Undroppable(u8);

impl Drop for Undroppable {
    fn drop(&mut self) {
        assert!(std::thread::panicking() || self.0 == 0, "dropped");
    }
}

/// Panics when it is read from the name of a namespace.
struct Unparsable;

impl FromStr for Unparsable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "bad" => panic!("parsed"),
            _ => Ok(Self),
        }
    }
}

async fn guard() -> bool {
    panic!("asked")
}

async fn middleware(next: Next) -> socketio::Result<Answer> {
    let _answer = next.run().await;
    panic!("run")
}

#[on("handler")]
async fn handler() {
    panic!("handled")
}

#[on("answer")]
async fn answer() -> Unwritable {
    Unwritable
}

#[on("argument")]
async fn argument(_: Unreadable) {}

#[on("context")]
async fn context(_: Untakeable) {}

#[on("waits")]
async fn waits(_: Unpreparable) {}

#[on("session")]
async fn session(session: Session<Unborn>) {
    session.with(|_| ());
}

#[on("drop")]
async fn dropped(_: Undroppable) {}

#[on("guard", guard = guard)]
async fn guarded() {}

#[on("middleware", middleware = middleware)]
async fn wrapped() {}

#[on("emit")]
async fn emits() -> socketio::Result {
    socketio::emit("x", Unwritable).broadcast().await?;
    Ok(())
}

#[on("blocking", blocking)]
fn blocks() {
    panic!("blocked")
}

#[on("limited", timeout = "1s", rate = "1000/s")]
async fn limited() {
    panic!("limited")
}

#[on("ok")]
async fn ok() -> bool {
    true
}

#[on("error handler", namespace = "/errors")]
async fn fails() -> socketio::Result {
    Err("no".into())
}

#[on_error(namespace = "/errors")]
async fn failed() {
    panic!("told")
}

#[on("ok", namespace = "/errors")]
async fn ok_there() -> bool {
    true
}

#[on("connect", namespace = "/refused")]
async fn connect() {
    panic!("joined")
}

#[on("ok", namespace = "/room-{id}")]
async fn ok_room(_id: Param<Unparsable>) -> bool {
    true
}

/// Panics at all it is told.
struct Watcher;

impl Observer for Watcher {
    fn topics(&self) -> Topics {
        Topics::ALL
    }

    fn observe(&self, _: &Observation<'_>) {
        panic!("told")
    }
}

fn server() -> SocketIo {
    let builder = SocketIo::builder()
        .routes(routes![
            handler, answer, argument, context, waits, session, dropped, guarded, wrapped, emits,
            blocks, limited, ok, fails, failed, ok_there, connect, ok_room
        ])
        .limits(Limits::new().max_size(1 << 20))
        .observer(std::sync::Arc::new(Watcher));
    builder.build().unwrap()
}

async fn works(client: &TestClient) {
    assert_eq!(client.call::<bool>("ok", ()).await, Ok(true));
}

#[tokio::test]
async fn a_panic_anywhere_around_a_handler_is_an_answer() {
    let io = server();
    let (client, other) = (join(&io, "/").await, join(&io, "/").await);

    for event in [
        "handler",
        "answer",
        "context",
        "waits",
        "session",
        "guard",
        "middleware",
        "emit",
        "blocking",
        "limited",
    ] {
        let answer = client.call_raw(event, ()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{event}: {error:?}"));
        let answer: Value = serde_json::from_str(&answer.to_json()).unwrap();
        let expected = json!([{ "error": { "kind": "panic", "message": "the handler failed" } }]);
        assert_eq!(answer, expected, "{event}");
        works(&client).await;
    }
    for event in ["argument", "drop"] {
        client
            .call_raw(event, 1)
            .await
            .unwrap_or_else(|error| panic!("{event}: {error:?}"));
        works(&client).await;
    }
    works(&other).await;
}

#[tokio::test]
async fn an_error_handler_or_a_connect_handler_that_panics_ends_nothing_else() {
    let io = server();
    let client = join(&io, "/errors").await;

    let answer = client.call_raw("error handler", ()).await.unwrap();
    assert!(answer.to_json().contains(r#""kind""#), "{answer:?}");
    works(&client).await;

    assert!(client.connect("/refused").await.is_err());
    works(&client).await;
}

#[tokio::test]
async fn a_name_of_a_namespace_whose_reading_panics_ends_nothing_else() {
    let io = server();
    let other = join(&io, "/room-1").await;

    let client = join(&io, "/").await;
    let joined = client.connect("/room-bad").await;

    assert!(joined.is_err());
    works(&client).await;
    works(&other).await;
}
