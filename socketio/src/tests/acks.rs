//! Questions to clients.

use std::time::Duration;

use futures_util::StreamExt;
use tokio::time::Instant;

use super::wire::Wire;
use crate::{AckError, Args, Sid, SocketIo, call, emit, join_room, on, routes, sid};

#[on("ask")]
async fn ask(question: String) -> socketio::Result<String> {
    let answer: String = call(&question, ()).timeout(Duration::from_secs(5)).await?;
    Ok(answer)
}

#[on("ask all")]
async fn ask_all() -> socketio::Result<Vec<String>> {
    join_room("asking").await?;
    let question = emit("q", 1)
        .broadcast()
        .except("asking")
        .timeout(Duration::from_secs(5));
    let answers = question.acks::<u32>().await?;
    let mut lines: Vec<String> = answers
        .map(|(_, answer)| match answer {
            Ok(number) => number.to_string(),
            Err(AckError::Args(error)) => error.found().unwrap().to_owned(),
            Err(error) => error.to_string(),
        })
        .collect()
        .await;
    lines.sort();
    Ok(lines)
}

fn server() -> SocketIo {
    SocketIo::new(routes![ask, ask_all])
}

#[tokio::test]
async fn a_handler_waits_for_the_answer() {
    let mut wire = Wire::join(&server(), "/").await;

    wire.send(r#"21["ask","name?"]"#).await;
    assert_eq!(wire.recv().await, r#"20["name?"]"#);
    wire.send(r#"30["Ann"]"#).await;

    assert_eq!(wire.recv().await, r#"31["Ann"]"#);
}

#[tokio::test(start_paused = true)]
async fn no_answer_is_an_error_at_the_deadline() {
    let io = SocketIo::builder()
        .ping_interval(Duration::from_secs(600))
        .build()
        .unwrap();
    let mut ann = Wire::open(&io).await;
    let sid: Sid = ann.enter("/").await.parse().unwrap();
    let begin = Instant::now();

    let silent = io.io().call::<()>("q", ()).to(sid).await.unwrap_err();
    assert!(silent.is_timeout(), "{silent}");
    assert_eq!(begin.elapsed().as_secs(), 60);
    let absent = io.io().call::<()>("q", ()).to("nobody").await.unwrap_err();
    assert!(absent.is_disconnected(), "{absent}");
}

#[tokio::test]
async fn a_question_to_the_caller_reaches_nobody_in_a_room_named_like_it() {
    let io = server();
    let mut ann = Wire::open(&io).await;
    let sid = ann.enter("/").await;
    let mut eve = Wire::join(&io, "/").await;
    let everybody = io.io().sids().await.unwrap();
    io.io().join_room(&sid).of(everybody).await.unwrap();

    ann.send(r#"21["ask","secret?"]"#).await;
    assert_eq!(ann.recv().await, r#"20["secret?"]"#);
    ann.send(r#"30["yes"]"#).await;
    assert_eq!(ann.recv().await, r#"31["yes"]"#);

    io.io().emit("next", ()).await.unwrap();
    assert_eq!(eve.recv().await, r#"2["next"]"#);
}

#[tokio::test]
async fn answers_have_types() {
    let io = server();
    let mut wire = Wire::open(&io).await;
    let sid: Sid = wire.enter("/").await.parse().unwrap();
    let client = tokio::spawn(async move {
        for answer in ["[]", "[1]", r#"[1,"a"]"#, r#"[1,"a"]"#, r#"["no number"]"#] {
            let question = wire.recv().await;
            let id = question[1..].split('[').next().unwrap();
            wire.send(&format!("3{id}{answer}")).await;
        }
    });
    let io = io.io();

    io.call::<()>("q", ()).to(sid).await.unwrap();
    assert_eq!(io.call::<u32>("q", ()).to(sid).await.unwrap(), 1);
    assert_eq!(
        io.call::<(u32, String)>("q", ()).to(sid).await.unwrap(),
        (1, "a".to_owned())
    );
    assert_eq!(
        io.call::<Args>("q", ()).to(sid).await.unwrap().to_json(),
        r#"[1,"a"]"#
    );
    let error = io.call::<u32>("q", ()).to(sid).await.unwrap_err();
    assert!(error.to_string().contains("expected u32"), "{error}");
    client.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn many_are_asked_at_once() {
    let io = server();
    let mut asking = Wire::join(&io, "/").await;
    let mut good = Wire::join(&io, "/").await;
    let mut bad = Wire::join(&io, "/").await;
    let mut leaving = Wire::join(&io, "/").await;
    let _silent = Wire::join(&io, "/").await;

    asking.send(r#"21["ask all"]"#).await;
    assert_eq!(good.recv().await, r#"20["q",1]"#);
    good.send("30[42]").await;
    good.send("30[43]").await;
    assert_eq!(bad.recv().await, r#"20["q",1]"#);
    bad.send(r#"30["x"]"#).await;
    leaving.recv().await;
    drop(leaving);

    assert_eq!(
        asking.recv().await,
        r#"31[["42","string \"x\"","the client did not answer in time","the client is not connected"]]"#
    );
    good.idle("/").await;
}

#[tokio::test(start_paused = true)]
async fn the_stream_ends_when_all_are_in() {
    let io = server();
    let mut wire = Wire::join(&io, "/").await;
    let begin = Instant::now();

    let mut answers = io.io().emit("q", ()).acks::<bool>().await.unwrap();
    assert_eq!(wire.recv().await, r#"20["q"]"#);
    wire.send("30[true]").await;

    assert!(answers.next().await.unwrap().1.unwrap());
    assert!(answers.next().await.is_none());
    assert_eq!(begin.elapsed(), Duration::ZERO);
    let mut nobody = io
        .io()
        .emit("q", ())
        .to("nobody")
        .acks::<bool>()
        .await
        .unwrap();
    assert!(nobody.next().await.is_none());
}

#[tokio::test]
async fn nobody_answers_for_another() {
    let io = server();
    let mut ann = Wire::open(&io).await;
    let sid: Sid = ann.enter("/").await.parse().unwrap();
    let mut eve = Wire::join(&io, "/").await;

    let handle = io.io();
    let asked = tokio::spawn(async move { handle.call::<String>("q", ()).to(sid).await });
    assert_eq!(ann.recv().await, r#"20["q"]"#);
    eve.send(r#"30["forged"]"#).await;
    eve.idle("/").await;
    ann.send(r#"30["true"]"#).await;

    assert_eq!(asked.await.unwrap().unwrap(), "true");
}

#[tokio::test]
async fn a_callback_keeps_the_context() {
    #[on("news")]
    async fn news() -> socketio::Result {
        let question = emit("read?", ());
        question
            .callback(|from: Sid, read: Result<bool, AckError>| async move {
                assert_eq!(from, sid().unwrap());
                emit("thanks", read.unwrap()).await.unwrap();
            })
            .await?;
        Ok(())
    }
    let mut wire = Wire::join(&SocketIo::new(routes![news]), "/").await;

    wire.send(r#"21["news"]"#).await;
    assert_eq!(wire.recv().await, r#"20["read?"]"#);
    assert_eq!(wire.recv().await, "31[]");
    wire.send("30[true]").await;

    assert_eq!(wire.recv().await, r#"2["thanks",true]"#);
}
