//! Answers: of handlers to clients, and of clients to handlers.

use std::time::Duration;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};
use socketio::{
    Ack, AckError, Args, CallError, Event, SocketIo, State, call, emit, join_room, on, routes,
};
use tokio::{
    sync::Notify,
    time::{Instant, sleep},
};

use crate::{Log, join, noted};

#[on("nothing")]
async fn nothing() {}

#[on("one")]
async fn one() -> u8 {
    1
}

#[on("list")]
async fn list() -> Vec<u8> {
    vec![1, 2]
}

#[on("several")]
async fn several() -> socketio::Result<(u8, &'static str)> {
    Ok((1, "two"))
}

#[on("null")]
async fn null() -> Option<u8> {
    None
}

#[tokio::test]
async fn what_a_handler_returns_is_its_answer() {
    let io = SocketIo::new(routes![nothing, one, list, several, null]);
    let ann = join(&io, "/").await;

    for (event, answer) in [
        ("nothing", "[]"),
        ("one", "[1]"),
        ("list", "[[1,2]]"),
        ("several", r#"[1,"two"]"#),
        ("null", "[null]"),
    ] {
        let args = ann.call_raw(event, ()).await.unwrap();
        assert_eq!(args.to_json(), answer, "{event}");
    }
}

#[tokio::test]
async fn an_event_that_does_not_ask_is_not_answered() {
    let mut ann = join(&SocketIo::new(routes![one]), "/").await;

    ann.emit("one", ()).await;

    assert_eq!(ann.received().await, []);
}

#[on("fails")]
async fn fails() -> socketio::Result<u8> {
    Err("a secret".into())
}

#[on("panics")]
async fn panics() {
    panic!("a secret");
}

#[on("takes a number")]
async fn takes_a_number(_n: u8) {}

#[on("drops")]
async fn drops(ack: Ack) {
    drop(ack);
}

fn failing(answers: bool) -> SocketIo {
    let handlers = routes![fails, panics, takes_a_number, drops];
    let builder = SocketIo::builder().routes(handlers);
    builder.ack_errors(answers).build().unwrap()
}

#[tokio::test]
async fn whoever_asks_is_answered_whatever_happens() {
    let ann = join(&failing(true), "/").await;

    for (event, kind) in [
        ("fails", "handler"),
        ("panics", "panic"),
        ("takes a number", "arguments"),
        ("nobody handles", "unhandled"),
        ("drops", "unanswered"),
    ] {
        let answer: Value = ann.call(event, ()).await.unwrap();
        assert_eq!(answer["error"]["kind"], kind);
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(!message.contains("secret"), "{message}");
    }
}

#[tokio::test(start_paused = true)]
async fn answers_to_what_failed_can_be_switched_off() {
    let ann = join(&failing(false), "/").await;

    for event in [
        "fails",
        "panics",
        "takes a number",
        "nobody handles",
        "drops",
    ] {
        assert!(ann.call_raw(event, ()).await.is_err(), "{event}");
    }
}

#[on("later")]
async fn later(ack: Ack<(u8, Bytes)>, gate: State<Notify>) -> &'static str {
    socketio::spawn(async move {
        gate.notified().await;
        ack.send((1, Bytes::from_static(b"\0")))
    });
    "not this"
}

#[tokio::test]
async fn an_answer_can_be_given_later_and_from_elsewhere() {
    let builder = SocketIo::builder().routes(routes![later, one]);
    let io = builder.state(Notify::new()).build().unwrap();
    let ann = join(&io, "/").await;
    io.io().state::<Notify>().unwrap().notify_one();

    let (number, bytes): (u8, Bytes) = ann.call("later", ()).await.unwrap();

    assert_eq!((number, &*bytes), (1, &b"\0"[..]));
}

#[derive(Debug, Deserialize, PartialEq)]
struct Answer {
    yes: bool,
}

#[on("ask")]
async fn ask(what: String, log: State<Log>) -> socketio::Result {
    log.add(match what.as_str() {
        "typed" => format!("{:?}", call::<Answer>("q", (1, 2)).await),
        "none" => format!("{:?}", call::<()>("q", ()).await),
        "several" => format!("{:?}", call::<(u8, String)>("q", ()).await),
        "raw" => call::<Args>("q", ()).await?.to_json().into_owned(),
        _ => return Err("unknown".into()),
    });
    Ok(())
}

fn asking() -> SocketIo {
    let handlers = routes![ask, ask_for, ask_other, poll];
    let builder = SocketIo::builder().routes(handlers);
    builder.state(Log::default()).build().unwrap()
}

#[tokio::test]
async fn a_client_is_asked_and_its_answer_is_typed() {
    let io = asking();
    let ann = join(&io, "/").await;

    ann.emit("ask", "typed").await;
    ann.answer("q", |(a, b): (u8, u8)| json!({ "yes": a < b }))
        .await;
    ann.emit("ask", "none").await;
    ann.answer("q", |()| ()).await;
    ann.emit("ask", "several").await;
    ann.answer("q", |()| (1, "two")).await;
    ann.emit("ask", "raw").await;
    ann.answer("q", |()| ("x", [1])).await;

    assert_eq!(
        noted(&io),
        [
            "Ok(Answer { yes: true })",
            "Ok(())",
            r#"Ok((1, "two"))"#,
            r#"["x",[1]]"#
        ]
    );
}

#[tokio::test]
async fn an_answer_of_another_type_is_an_error() {
    let io = asking();
    let ann = join(&io, "/").await;

    ann.emit("ask", "typed").await;
    ann.answer("q", |_: Value| "maybe").await;

    let noted = noted(&io);
    assert!(noted[0].starts_with("Err(Ack(Args("), "{noted:?}");
}

#[on("ask for")]
async fn ask_for(seconds: Option<u64>, log: State<Log>) {
    let mut question = call::<()>("q", ());
    if let Some(seconds) = seconds {
        question = question.timeout(Duration::from_secs(seconds));
    }
    let start = Instant::now();
    let error = question.await.unwrap_err();
    let (timeout, gone) = (error.is_timeout(), error.is_disconnected());
    log.add(format!(
        "{} s: timeout {timeout}, gone {gone}",
        start.elapsed().as_secs()
    ));
}

#[tokio::test(start_paused = true)]
async fn a_question_is_given_up_at_its_deadline() {
    let io = asking();
    let ann = join(&io, "/").await;

    ann.emit("ask for", 5).await;
    sleep(Duration::from_secs(5)).await;
    ann.emit("ask for", ()).await;
    sleep(Duration::from_secs(60)).await;
    ann.is_connected().await;

    assert_eq!(
        noted(&io),
        [
            "5 s: timeout true, gone false",
            "60 s: timeout true, gone false"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_question_ends_when_its_client_does() {
    let io = asking();
    let mut ann = join(&io, "/").await;

    ann.emit("ask for", ()).await;
    ann.disconnect().await;

    assert_eq!(noted(&io), ["0 s: timeout false, gone true"]);
}

#[on("ask other")]
async fn ask_other(who: String, log: State<Log>) -> socketio::Result {
    let answer: String = call("q", ()).to(who).await?;
    log.add(answer);
    Ok(())
}

#[tokio::test]
async fn another_client_can_be_asked_and_only_it_can_answer() {
    let io = asking();
    let (ann, bob) = (join(&io, "/").await, join(&io, "/").await);
    ann.on("q", |()| "ann");
    bob.on("q", |()| "bob");

    ann.emit("ask other", bob.sid()).await;
    ann.is_connected().await;

    assert_eq!(noted(&io), ["bob"]);
}

#[tokio::test]
async fn from_outside_a_client_is_asked_by_its_sid() {
    let io = asking();
    let ann = join(&io, "/").await;
    ann.on("q", |n: u8| n + 1);

    let answer: u8 = io.io().call("q", 1).to(ann.sid()).await.unwrap();
    let nobody = io.io().call::<u8>("q", 1).to("nobody").await;

    assert_eq!(answer, 2);
    assert!(matches!(
        nobody,
        Err(CallError::Ack(AckError::Disconnected))
    ));
}

#[on("poll")]
async fn poll(log: State<Log>) -> socketio::Result {
    join_room("voters").await?;
    let limit = Duration::from_secs(5);
    let votes = emit("vote", ()).to("voters").timeout(limit);
    let mut votes = votes.acks::<bool>().await?;
    let (mut ayes, mut silent) = (0, 0);
    while let Some((_, vote)) = votes.next().await {
        match vote {
            Ok(aye) => ayes += usize::from(aye),
            Err(AckError::Timeout) => silent += 1,
            Err(error) => return Err(error.into()),
        }
    }
    log.add(format!("{ayes} ayes, {silent} silent"));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_whole_room_is_asked_and_each_answer_counted() {
    let io = asking();
    let voters = [
        join(&io, "/").await,
        join(&io, "/").await,
        join(&io, "/").await,
    ];
    for voter in &voters {
        io.io().join_room("voters").of(voter.sid()).await.unwrap();
    }
    voters[0].on("vote", |()| true);
    voters[1].on("vote", |()| false);

    voters[0].emit("poll", ()).await;
    sleep(Duration::from_secs(5)).await;
    voters[0].is_connected().await;

    assert_eq!(noted(&io), ["1 ayes, 1 silent"]);
}

#[derive(serde::Serialize, Event)]
#[event("sure?")]
struct Sure {
    file: String,
}

#[on("delete")]
async fn delete(file: String) -> socketio::Result<bool> {
    Ok(Sure { file }.call().await?)
}

#[tokio::test]
async fn a_typed_event_can_ask() {
    let ann = join(&SocketIo::new(routes![delete]), "/").await;
    ann.on("sure?", |question: Value| question["file"] == "old");

    assert!(ann.call::<bool>("delete", "old").await.unwrap());
    assert!(!ann.call::<bool>("delete", "new").await.unwrap());
}
