//! Questions whose answers are not waited for: the callback gets them, and still knows the caller.

use std::time::Duration;

use serde_json::json;
use socketio::{AckError, Event, Sid, SocketIo, State, emit, join_room, on, routes, send, sid};
use tokio::time::sleep;

use crate::{Log, join, noted};

/// What a client answers, or why it does not.
type Answer = Result<String, AckError>;

#[on("ask me")]
async fn ask_me() -> socketio::Result<&'static str> {
    emit("question", ("a", 1)).callback(tell).await?;
    Ok("asked")
}

#[on("ask other")]
async fn ask_other(other: String) -> socketio::Result {
    Ok(emit("question", ()).to(other).callback(tell).await?)
}

#[on("ask many")]
async fn ask_many(who: String) -> socketio::Result {
    let question = match who.as_str() {
        "all" => emit("question", ()).broadcast(),
        "others" => emit("question", ()).broadcast().include_self(false),
        room => emit("question", ()).to(room),
    };
    Ok(question.callback(tell).await?)
}

#[on("send")]
async fn send_text() -> socketio::Result {
    Ok(send("text").callback(tell).await?)
}

#[on("join")]
async fn enter(room: String) -> socketio::Result {
    Ok(join_room(room).await?)
}

/// The callback: tells the caller of the handler who has answered what.
async fn tell(from: Sid, answer: Answer) {
    let mine = if sid() == Ok(from) { "mine" } else { "other" };
    let answer = answer.unwrap_or_else(|error| error.to_string());
    let _ = emit("told", (mine, answer)).await;
}

#[on("ask until")]
async fn ask_until(log: State<Log>) -> socketio::Result {
    let question = emit("question", ()).timeout(Duration::from_secs(5));
    let question = question.callback(move |_, answer: Answer| {
        log.add(format!("{answer:?}"));
        async {}
    });
    Ok(question.await?)
}

fn server() -> SocketIo {
    let handlers = routes![
        ask_me, ask_other, ask_many, send_text, enter, ask_until, offer
    ];
    let builder = SocketIo::builder().routes(handlers);
    builder.state(Log::default()).build().unwrap()
}

#[tokio::test]
async fn the_handler_goes_on_and_the_callback_gets_the_callers_answer() {
    let mut ann = join(&server(), "/").await;

    // The handler has answered before the client has.
    let asked: String = ann.call("ask me", ()).await.unwrap();
    ann.answer("question", |(a, n): (String, u8)| format!("{a} {n}"))
        .await;

    assert_eq!(asked, "asked");
    assert_eq!(ann.received().await, [("told", json!(["mine", "a 1"]))]);
}

#[tokio::test]
async fn another_client_is_asked_and_the_caller_is_told() {
    let io = server();
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    let mut eve = join(&io, "/").await;
    bob.on("question", |()| "bob");
    eve.on("question", |()| "eve");

    ann.emit("ask other", bob.sid()).await;

    let told: (String, String) = ann.expect("told").await;
    assert_eq!(told, ("other".to_owned(), "bob".to_owned()));
    assert_eq!(ann.received().await, []);
    assert_eq!(bob.received().await, []);
    assert_eq!(eve.received().await, []);
}

#[tokio::test]
async fn it_is_called_once_for_each_client_that_was_asked() {
    let io = server();
    let (mut ann, bob) = (join(&io, "/").await, join(&io, "/").await);
    let eve = join(&io, "/").await;
    for (client, name) in [(&ann, "ann"), (&bob, "bob"), (&eve, "eve")] {
        client.on("question", move |()| name);
    }
    ann.emit("join", "room").await;
    bob.emit("join", "room").await;
    bob.is_connected().await;

    for (who, asked) in [
        ("room", vec!["ann", "bob"]),
        ("all", vec!["ann", "bob", "eve"]),
        ("others", vec!["bob", "eve"]),
    ] {
        ann.emit("ask many", who).await;

        let mut names = Vec::new();
        for _ in &asked {
            names.push(ann.expect::<(String, String)>("told").await.1);
        }
        names.sort();
        assert_eq!(names, asked, "{who}");
        assert_eq!(ann.received().await, [], "{who}");
    }
}

#[tokio::test]
async fn nobody_asked_is_nobody_called() {
    let mut ann = join(&server(), "/").await;

    ann.call::<()>("ask many", "empty").await.unwrap();
    ann.call::<()>("ask other", "gone").await.unwrap();

    assert_eq!(ann.received().await, []);
}

#[tokio::test]
async fn one_who_leaves_without_an_answer_is_told_of_as_well() {
    let io = server();
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);

    ann.emit("ask other", bob.sid()).await;
    bob.expect::<()>("question").await;
    bob.disconnect().await;

    let told: (String, String) = ann.expect("told").await;
    assert_eq!(told.1, AckError::Disconnected.to_string());
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_come_in_time_is_an_error() {
    let io = server();
    let ann = join(&io, "/").await;

    ann.emit("ask until", ()).await;
    ann.is_connected().await;
    sleep(Duration::from_secs(4)).await;
    assert_eq!(noted(&io), Vec::<String>::new());
    sleep(Duration::from_secs(1)).await;
    ann.is_connected().await;

    assert_eq!(noted(&io), ["Err(Timeout)"]);
}

#[tokio::test]
async fn unnamed_events_have_callbacks_too() {
    let mut ann = join(&server(), "/").await;

    ann.emit("send", ()).await;
    ann.answer("message", |text: String| text.to_uppercase())
        .await;

    assert_eq!(ann.received().await, [("told", json!(["mine", "TEXT"]))]);
}

#[tokio::test]
async fn from_outside_a_callback_knows_no_caller() {
    let io = server();
    let ann = join(&io, "/").await;
    let log = io.io().state::<Log>().unwrap();

    let question = io.io().emit("question", ()).to(ann.sid());
    let noting = log.clone();
    let question = question.callback(move |from, answer: Answer| {
        noting.add(format!("{} {:?}", sid().is_err(), answer));
        async move { assert!(emit("told", from).await.unwrap_err().is_no_context()) }
    });
    question.await.unwrap();
    let mut ann = ann;
    ann.answer("question", |()| "yes").await;
    log.has(r#"true Ok("yes")"#).await;

    assert_eq!(ann.received().await, []);
}

#[derive(serde::Serialize, Event)]
#[event("question")]
struct Question {
    price: u8,
}

#[on("offer")]
async fn offer(price: u8) -> socketio::Result {
    Ok(Question { price }.emit().callback(tell).await?)
}

#[tokio::test]
async fn a_typed_event_has_callbacks_too() {
    let mut ann = join(&server(), "/").await;

    ann.emit("offer", 7).await;
    ann.answer("question", |offer: serde_json::Value| {
        offer["price"].to_string()
    })
    .await;

    assert_eq!(ann.received().await, [("told", json!(["mine", "7"]))]);
}
