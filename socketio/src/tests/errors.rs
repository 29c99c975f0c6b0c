//! Handlers that fail. The client always gets an answer, and the session lives on.

use serde::Deserialize;

use super::wire::Wire;
use crate::{Args, Error, EventName, SocketIo, on, on_error, routes};

#[derive(Deserialize)]
struct Position {
    #[expect(dead_code, reason = "only its type matters")]
    x: f32,
}

#[on("move")]
#[on("move", namespace = "/rescued")]
async fn step(_to: Position) {}

#[on("fail")]
#[on("fail", namespace = "/rescued")]
async fn fail(late: bool) -> socketio::Result {
    if late {
        tokio::task::yield_now().await;
    }
    Err("a secret".into())
}

#[on("panic")]
#[on("panic", namespace = "/rescued")]
async fn panics(late: bool) {
    if late {
        tokio::task::yield_now().await;
    }
    panic!("a secret");
}

#[on_error(namespace = "/rescued")]
async fn rescue(error: Error, event: EventName, args: Args) -> String {
    tokio::task::yield_now().await;
    format!("{event}{} failed: {error}", args.as_json())
}

fn server() -> SocketIo {
    SocketIo::new(routes![step, fail, panics, rescue])
}

#[tokio::test]
async fn the_answer_says_what_is_wrong_and_keeps_secrets() {
    let mut wire = Wire::join(&server(), "/").await;
    let handler = r#""kind":"handler","message":"the handler failed""#;
    let panic = r#""kind":"panic","message":"the handler failed""#;
    for (event, error) in [
        (
            r#""move",{"x":"a"}"#,
            r#""kind":"arguments","message":"`move`: args[0].x (`_to`): expected f32, found string \"a\"""#,
        ),
        (r#""fail",false"#, handler),
        (r#""fail",true"#, handler),
        (r#""panic",false"#, panic),
        (r#""panic",true"#, panic),
        (
            r#""nothing""#,
            r#""kind":"unhandled","message":"no handler for event `nothing`""#,
        ),
    ] {
        wire.send(&format!("27[{event}]")).await;

        assert_eq!(wire.recv().await, format!(r#"37[{{"error":{{{error}}}}}]"#));
    }
}

#[tokio::test]
async fn without_a_question_there_is_no_answer() {
    let mut wire = Wire::join(&server(), "/").await;

    for event in [
        r#""move",1"#,
        r#""fail",false"#,
        r#""panic",true"#,
        r#""nothing""#,
    ] {
        wire.send(&format!("2[{event}]")).await;
    }

    wire.idle("/").await;
}

#[tokio::test]
async fn the_envelope_can_be_switched_off() {
    let io = SocketIo::builder()
        .routes(routes![fail])
        .ack_errors(false)
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"21["fail",false]"#).await;
    wire.send(r#"22["nothing"]"#).await;
    io.io().emit("after", ()).await.unwrap();

    assert_eq!(wire.recv().await, r#"2["after"]"#);
}

#[tokio::test]
async fn the_error_handler_answers_instead() {
    let mut wire = Wire::join(&server(), "/rescued").await;
    for (event, answer) in [
        (
            r#""move",{"x":"a"}"#,
            r#"move[{\"x\":\"a\"}] failed: `move`: args[0].x (`_to`): expected f32, found string \"a\""#,
        ),
        (r#""fail",true"#, r"fail[true] failed: a secret"),
        (
            r#""panic",false"#,
            r"panic[false] failed: handler panicked: a secret",
        ),
    ] {
        wire.send(&format!("2/rescued,7[{event}]")).await;

        assert_eq!(wire.recv().await, format!(r#"3/rescued,7["{answer}"]"#));
    }
}

#[tokio::test]
async fn an_error_handler_that_fails_leaves_the_first_error() {
    #[on_error]
    async fn broken(_: Error) -> u32 {
        panic!("worse");
    }
    let io = SocketIo::new(routes![fail, broken]);
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"21["fail",false]"#).await;

    assert!(
        wire.recv()
            .await
            .starts_with(r#"31[{"error":{"kind":"handler""#)
    );
}
