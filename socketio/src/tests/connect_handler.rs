//! What may happen while a connect handler runs.

use std::time::Duration;

use serde::Deserialize;
use tokio::sync::{mpsc, oneshot};

use super::wire::Wire;
use crate::{Reason, SocketIo, State, call, emit, join_room, on, rooms, routes, sid};

#[derive(Deserialize)]
struct Token {
    #[expect(dead_code, reason = "any token will do")]
    token: String,
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

#[on("who", namespace = "/slow")]
async fn who() -> socketio::Result<(String, Vec<String>)> {
    Ok((sid()?.to_string(), rooms()?))
}

fn server() -> SocketIo {
    SocketIo::new(routes![slow, who])
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
    async fn check(auth: Option<Token>) -> bool {
        tokio::task::yield_now().await;
        auth.is_some()
    }
    #[on("echo")]
    async fn echo(text: String) -> String {
        text
    }
    let io = SocketIo::builder()
        .routes(routes![check, echo])
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
    async fn check(log: State<mpsc::UnboundedSender<&'static str>>) {
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
        .routes(routes![check, left])
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
