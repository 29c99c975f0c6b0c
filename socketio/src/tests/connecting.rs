//! How a client gets in, or does not.

use std::time::Duration;

use serde::Deserialize;
use tokio::sync::{mpsc, oneshot};

use super::wire::Wire;
use crate::{
    ConnectionRefused, Reason, SocketIo, State, call, emit, join_room, on, on_error_default, rooms,
    routes, sid,
};

#[derive(Deserialize)]
struct Token {
    token: String,
}

#[on("connect", namespace = "/auth")]
async fn with_token(auth: Option<Token>) -> Result<(), ConnectionRefused> {
    match auth {
        None => Err(ConnectionRefused::new("no token")),
        Some(auth) if auth.token != "secret" => {
            Err(ConnectionRefused::new("not authorized").data(401).data("b"))
        }
        Some(_) => Ok(()),
    }
}

#[on("connect", namespace = "/yes")]
async fn yes() -> bool {
    true
}

#[on("connect", namespace = "/no")]
async fn no() -> bool {
    false
}

#[on("connect", namespace = "/fails")]
async fn fails() -> socketio::Result {
    Err("the password is 1234".into())
}

#[on("connect", namespace = "/panics")]
async fn panics() {
    panic!("the password is 1234");
}

#[on("connect", namespace = "/slow")]
async fn slow() -> socketio::Result {
    emit("early", 1).await?;
    tokio::task::yield_now().await;
    join_room("in").await?;
    emit("early", 2).to("in").await?;
    tokio::task::yield_now().await;
    emit("early", 3).broadcast().await?;
    Ok(())
}

#[on("connect", namespace = "/refuses late")]
async fn refuses_late() -> Result<(), ConnectionRefused> {
    emit("never", 1).await.unwrap();
    join_room("in").await.unwrap();
    tokio::task::yield_now().await;
    Err(ConnectionRefused::new("changed my mind"))
}

#[on("who", namespace = "/slow")]
async fn who() -> socketio::Result<(String, Vec<String>)> {
    Ok((sid()?.to_string(), rooms()?))
}

#[on_error_default]
async fn swallow(_: socketio::Error) -> &'static str {
    "fine"
}

fn server() -> SocketIo {
    SocketIo::new(routes![
        with_token,
        yes,
        no,
        fails,
        panics,
        slow,
        refuses_late,
        who,
        swallow
    ])
}

async fn refusal(io: &SocketIo, connect: &str) -> String {
    let mut wire = Wire::open(io).await;
    wire.send(connect).await;
    let answer = wire.recv().await;
    // The session lives on.
    wire.enter("/").await;
    answer
}

#[tokio::test]
async fn auth_decides() {
    let io = server();

    assert_eq!(
        refusal(&io, "0/auth,").await,
        r#"4/auth,{"message":"no token"}"#
    );
    assert_eq!(
        refusal(&io, r#"0/auth,{"token":"guess"}"#).await,
        r#"4/auth,{"message":"not authorized","data":[401,"b"]}"#
    );
    assert!(
        refusal(&io, r#"0/auth,{"token":"secret"}"#)
            .await
            .starts_with(r#"0/auth,{"sid":""#)
    );
    assert!(
        refusal(&io, "0/yes,")
            .await
            .starts_with(r#"0/yes,{"sid":""#)
    );
}

#[tokio::test]
async fn every_failure_refuses_and_keeps_its_secrets() {
    let io = server();
    let rejected = r#"{"message":"Connection rejected by server"}"#;

    for namespace in ["/no", "/fails", "/panics"] {
        assert_eq!(
            refusal(&io, &format!("0{namespace},")).await,
            format!("4{namespace},{rejected}")
        );
    }
    // Arguments that do not fit.
    assert_eq!(
        refusal(&io, r#"0/auth,{"token":7}"#).await,
        format!("4/auth,{rejected}")
    );
}

#[tokio::test]
async fn an_unknown_namespace_is_refused() {
    let io = server();

    assert_eq!(
        refusal(&io, "0/nowhere,").await,
        r#"4/nowhere,{"message":"Invalid namespace"}"#
    );
}

#[tokio::test]
async fn the_answer_bears_the_name_that_was_asked_for() {
    let open = SocketIo::builder().namespaces(["*"]).build().unwrap();

    assert_eq!(
        refusal(&server(), "0/yes?x=1,").await,
        r#"4/yes?x=1,{"message":"Invalid namespace"}"#
    );
    let mut wire = Wire::join(&open, "/yes?x=1").await;
    wire.idle("/yes?x=1").await;
}

#[tokio::test]
async fn named_and_open_namespaces_may_be_joined() {
    let named = SocketIo::builder().namespaces(["/news"]).build().unwrap();
    let open = SocketIo::builder().namespaces(["*"]).build().unwrap();

    Wire::join(&named, "/news").await;
    let mut ann = Wire::join(&open, "/any/thing").await;
    let mut bob = Wire::join(&open, "/any/thing").await;

    assert_eq!(
        refusal(&named, "0/other,").await,
        r#"4/other,{"message":"Invalid namespace"}"#
    );
    open.io()
        .emit("hi", 1)
        .namespace("/any/thing")
        .await
        .unwrap();
    assert_eq!(ann.recv().await, r#"2/any/thing,["hi",1]"#);
    assert_eq!(bob.recv().await, r#"2/any/thing,["hi",1]"#);
    open.io().emit("hi", 1).namespace("/nobody").await.unwrap();
    assert!(named.io().emit("hi", 1).namespace("/other").await.is_err());
}

#[tokio::test]
async fn what_the_handler_emits_comes_behind_connect() {
    let io = server();
    let mut wire = Wire::open(&io).await;

    wire.send("0/slow,").await;

    assert!(wire.recv().await.starts_with(r#"0/slow,{"sid":""#));
    for number in 1..=3 {
        assert_eq!(wire.recv().await, format!(r#"2/slow,["early",{number}]"#));
    }
    wire.send(r#"2/slow,1["who"]"#).await;
    let answer = wire.recv().await;
    assert!(answer.ends_with(r#","in"]]"#), "{answer}");
}

#[tokio::test]
async fn nobody_overtakes_connect() {
    let io = server();
    let mut wire = Wire::open(&io).await;
    let talker = tokio::spawn({
        let io = io.io();
        async move {
            for _ in 0..100 {
                io.emit("noise", ()).namespace("/slow").await.unwrap();
                tokio::task::yield_now().await;
            }
        }
    });
    tokio::task::yield_now().await;

    wire.send("0/slow,").await;

    assert!(wire.recv().await.starts_with(r#"0/slow,{"sid":""#));
    talker.await.unwrap();
}

#[tokio::test]
async fn who_is_refused_was_never_there() {
    let io = server();

    assert_eq!(
        refusal(&io, "0/refuses late,").await,
        r#"4/refuses late,{"message":"changed my mind"}"#
    );

    assert!(
        io.io()
            .sids()
            .namespace("/refuses late")
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn an_event_right_behind_connect_is_handled() {
    let io = server();
    let mut wire = Wire::open(&io).await;

    wire.send("0").await;
    wire.send(r#"21["nobody handles it"]"#).await;

    assert!(wire.recv().await.starts_with("0{"));
    assert!(wire.recv().await.starts_with("31["));
}

#[tokio::test]
async fn always_connect_says_yes_first() {
    #[on("connect")]
    async fn door(auth: Option<Token>) -> bool {
        tokio::task::yield_now().await;
        auth.is_some()
    }
    #[on("echo")]
    async fn echo(text: String) -> String {
        text
    }
    let io = SocketIo::builder()
        .routes(routes![door, echo])
        .always_connect(true)
        .build()
        .unwrap();
    let mut out = Wire::open(&io).await;
    let mut inside = Wire::open(&io).await;

    out.send("0").await;
    inside.send(r#"0{"token":"x"}"#).await;
    inside
        .send(r#"21["echo","waits for the connect handler"]"#)
        .await;

    assert!(out.recv().await.starts_with("0{"));
    assert_eq!(out.recv().await, "1");
    assert!(inside.recv().await.starts_with("0{"));
    assert_eq!(
        inside.recv().await,
        r#"31["waits for the connect handler"]"#
    );
    assert_eq!(io.io().sids().await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_leaves_while_the_handler_runs_is_seen_to_go() {
    #[on("connect")]
    async fn door(log: State<mpsc::UnboundedSender<&'static str>>) {
        log.send("connecting").unwrap();
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
        log.send("connected").unwrap();
    }
    #[on("disconnect")]
    async fn left(reason: Reason, log: State<mpsc::UnboundedSender<&'static str>>) {
        log.send(reason.as_str()).unwrap();
    }
    let (log, mut logged) = mpsc::unbounded_channel();
    let io = SocketIo::builder()
        .routes(routes![door, left])
        .state(log)
        .build()
        .unwrap();
    let mut wire = Wire::open(&io).await;

    wire.send("0").await;
    drop(wire);

    assert_eq!(logged.recv().await, Some("connecting"));
    assert_eq!(logged.recv().await, Some("connected"));
    assert_eq!(logged.recv().await, Some("transport close"));
}

#[tokio::test(start_paused = true)]
async fn a_connect_handler_that_calls_its_client_fails_at_once() {
    #[on("connect")]
    async fn connect() -> Result<(), ConnectionRefused> {
        tokio::task::yield_now().await;
        let begin = tokio::time::Instant::now();
        let error = call::<(), _>("q", ()).await.unwrap_err();
        assert_eq!(begin.elapsed(), Duration::ZERO);
        Err(ConnectionRefused::new(error.to_string()))
    }
    let mut wire = Wire::open(&SocketIo::new(routes![connect])).await;

    wire.send("0").await;

    let refused = wire.recv().await;
    assert!(
        refused.contains("emit(..).callback(..)"),
        "the text names the way out: {refused}"
    );
}

#[tokio::test]
async fn a_task_of_a_connect_handler_may_call_the_client() {
    #[on("connect")]
    async fn connect() {
        socketio::spawn(async {
            let name: String = call("name?", ()).await?;
            emit("hello", name).await?;
            Ok::<(), socketio::Error>(())
        });
        tokio::task::yield_now().await;
    }
    let mut wire = Wire::join(&SocketIo::new(routes![connect]), "/").await;

    assert_eq!(wire.recv().await, r#"20["name?"]"#);
    wire.send(r#"30["Ann"]"#).await;

    assert_eq!(wire.recv().await, r#"2["hello","Ann"]"#);
}

/// A server whose connect handler waits until it is told whether to let its client in.
fn undecided() -> (SocketIo, mpsc::UnboundedReceiver<oneshot::Sender<bool>>) {
    #[on("connect")]
    async fn decide(asked: State<mpsc::UnboundedSender<oneshot::Sender<bool>>>) -> bool {
        let (decide, decision) = oneshot::channel();
        asked.send(decide).unwrap();
        decision.await.unwrap()
    }
    let (ask, asked) = mpsc::unbounded_channel();
    let io = SocketIo::builder()
        .routes(routes![decide])
        .state(ask)
        .build()
        .unwrap();
    (io, asked)
}

#[tokio::test]
async fn who_leaves_while_the_handler_runs_may_ask_again() {
    for first_is_let_in in [true, false] {
        let (io, mut asked) = undecided();
        let mut wire = Wire::open(&io).await;

        wire.send("0").await;
        let first = asked.recv().await.unwrap();
        wire.send("1").await;
        wire.send("0").await;
        let second = asked.recv().await.unwrap();
        first.send(first_is_let_in).unwrap();
        second.send(true).unwrap();

        // One answer, which is the one to the second question.
        assert!(wire.recv().await.starts_with(r#"0{"sid":""#));
        wire.idle("/").await;
        assert_eq!(io.io().sids().await.unwrap().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn always_connect_ends_the_wait_for_a_namespace() {
    #[on("connect")]
    async fn connect() {
        tokio::task::yield_now().await;
    }
    let io = SocketIo::builder()
        .routes(routes![connect])
        .always_connect(true)
        .connect_timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/").await;

    tokio::time::advance(Duration::from_secs(2)).await;

    wire.idle("/").await;
}
