//! Handlers that fail. The client always gets an answer, and the session lives on.

use serde::Deserialize;

use super::wire::Wire;
use crate::{
    Args, ClientError, ConnectionRefused, Error, EventName, SocketIo, on, on_error, routes,
};

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
async fn failed(error: Error, event: EventName, args: Args) -> String {
    tokio::task::yield_now().await;
    format!("{event}{} failed: {error}", args.to_json())
}

fn server() -> SocketIo {
    SocketIo::new(routes![step, fail, panics, failed])
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

#[on("forbidden")]
#[on("forbidden", namespace = "/rescued")]
async fn forbidden(late: bool) -> Result<(), ClientError> {
    if late {
        tokio::task::yield_now().await;
    }
    Err(ClientError::new("forbidden", "not yours").data(["ann"]))
}

#[tokio::test]
async fn an_error_for_the_client_is_its_kind_message_and_data_past_error_handlers() {
    let io = SocketIo::new(routes![forbidden, failed]);
    let told = r#"[{"error":{"kind":"forbidden","message":"not yours","data":["ann"]}}]"#;
    for namespace in ["/", "/rescued"] {
        let mut wire = Wire::join(&io, namespace).await;
        let prefix = if namespace == "/" { "" } else { "/rescued," };
        for late in [false, true] {
            wire.send(&format!(r#"2{prefix}7["forbidden",{late}]"#))
                .await;

            assert_eq!(wire.recv().await, format!("3{prefix}7{told}"));
        }
    }
}

#[tokio::test]
async fn an_error_for_the_client_without_data_has_none() {
    #[on("busy")]
    async fn busy() -> crate::Result {
        Err(ClientError::new("busy", "try later").into())
    }
    let mut wire = Wire::join(&SocketIo::new(routes![busy]), "/").await;

    wire.send(r#"27["busy"]"#).await;

    let told = r#"37[{"error":{"kind":"busy","message":"try later"}}]"#;
    assert_eq!(wire.recv().await, told);
}

#[tokio::test]
async fn an_error_for_the_client_refuses_who_connects() {
    #[on("connect")]
    async fn connect() -> Result<(), ClientError> {
        Err(ClientError::new("banned", "until monday").data(1))
    }
    let mut wire = Wire::open(&SocketIo::new(routes![connect])).await;

    wire.send("0").await;

    assert_eq!(wire.recv().await, r#"4{"message":"until monday","data":1}"#);
}

/// Answers some errors, hands others on, and has nothing to say about the rest.
#[on_error]
async fn translate(error: Error, args: Args) -> crate::Result {
    tokio::task::yield_now().await;
    match &*args.to_json() {
        "[\"translate\"]" => Err(ClientError::new("gone", "not there any more").into()),
        "[\"hand on\"]" => Err(error),
        _ => Ok(()),
    }
}

#[on("fail")]
async fn fail_as_told(_how: String) -> crate::Result {
    Err("a secret".into())
}

#[tokio::test]
async fn an_error_handler_without_an_answer_leaves_the_envelope_and_may_put_another_error_there() {
    let mut wire = Wire::join(&SocketIo::new(routes![fail_as_told, translate]), "/").await;
    let own = r#""kind":"handler","message":"the handler failed""#;
    for (how, error) in [
        ("say nothing", own),
        ("hand on", own),
        (
            "translate",
            r#""kind":"gone","message":"not there any more""#,
        ),
    ] {
        wire.send(&format!(r#"27["fail","{how}"]"#)).await;

        assert_eq!(wire.recv().await, format!(r#"37[{{"error":{{{error}}}}}]"#));
    }
}

#[tokio::test]
async fn an_error_handler_without_an_answer_answers_nothing_where_the_envelope_is_switched_off() {
    let io = SocketIo::builder()
        .routes(routes![fail_as_told, translate])
        .ack_errors(false)
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"21["fail","say nothing"]"#).await;
    wire.send(r#"22["fail","say nothing"]"#).await;
    io.io().emit("after", ()).await.unwrap();

    assert_eq!(wire.recv().await, r#"2["after"]"#);
}

#[test]
fn an_error_keeps_its_causes_and_can_be_downcast() {
    let refused = Error::from(ConnectionRefused::new("no"));
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(ConnectionRefused::new("no"));

    assert!(refused.downcast_ref::<ConnectionRefused>().is_some());
    assert!(refused.downcast_ref::<ClientError>().is_none());
    assert!(
        Error::from(boxed)
            .downcast_ref::<ConnectionRefused>()
            .is_some()
    );
}

#[cfg(feature = "anyhow")]
#[test]
fn an_error_of_anyhow_keeps_its_chain_and_can_be_downcast() {
    use anyhow::Context as _;

    fn parse() -> anyhow::Result<u8> {
        "a".parse::<u8>().context("the port is no number")
    }
    fn handler() -> crate::Result<u8> {
        Ok(parse().context("no configuration")?)
    }

    let error = handler().unwrap_err();

    assert_eq!(
        format!("{error:?}"),
        "no configuration\n  caused by: the port is no number\n  caused by: invalid digit found in string"
    );
    assert!(error.downcast_ref::<std::num::ParseIntError>().is_some());
    assert!(Error::from(anyhow::Error::new(ClientError::new("a", "b"))).is_for_client());
}
