//! What a handler takes and what becomes of what it returns, through the macros.

use serde::{Deserialize, Serialize};

use super::wire::{Wire, ask};
use crate::{
    Ack, Args, Auth, ConnectionRefused, Error, Event, EventName, FromArg, Invocation, Sid, Socket,
    SocketIo, State, event, on, on_error, on_error_default, routes,
};

#[derive(Deserialize, Serialize)]
struct Position {
    x: f32,
    y: f32,
}

#[on("move")]
async fn step(to: Position, speed: Option<f32>) -> (Position, f32) {
    (to, speed.unwrap_or(1.0))
}

#[tokio::test]
async fn each_parameter_is_an_argument_and_the_last_may_be_left_out() {
    let io = SocketIo::new(routes![step]);

    assert_eq!(
        ask(&io, "/", r#"["move",{"x":1,"y":2},3]"#).await,
        r#"[{"x":1.0,"y":2.0},3.0]"#
    );
    assert_eq!(
        ask(&io, "/", r#"["move",{"x":1,"y":2}]"#).await,
        r#"[{"x":1.0,"y":2.0},1.0]"#
    );
    assert_eq!(
        ask(&io, "/", r#"["move",{"x":1,"y":2},null]"#).await,
        r#"[{"x":1.0,"y":2.0},1.0]"#
    );
}

#[tokio::test]
async fn an_argument_that_does_not_fit_is_told_to_the_client() {
    let io = SocketIo::new(routes![step]);
    let envelope =
        |message: &str| format!(r#"[{{"error":{{"kind":"arguments","message":"{message}"}}}}]"#);

    assert_eq!(
        ask(&io, "/", r#"["move",{"x":1,"y":"two"}]"#).await,
        envelope(r#"`move`: args[0].y (`to`): expected f32, found string \"two\""#)
    );
    assert_eq!(
        ask(&io, "/", r#"["move"]"#).await,
        envelope("`move`: args[0] (`to`): expected struct Position, found nothing")
    );
    assert_eq!(
        ask(&io, "/", r#"["move",{"x":1,"y":2},3,4]"#).await,
        envelope("`move`: expected 2 arguments, found 3")
    );
}

#[on_error]
async fn text_of(error: Error, event: EventName, args: Args) -> (String, EventName, usize) {
    (error.to_string(), event, args.len())
}

#[tokio::test]
async fn an_error_handler_gets_the_same_text_the_event_and_its_arguments() {
    let io = SocketIo::new(routes![step, text_of]);

    assert_eq!(
        ask(&io, "/", r#"["move",{"x":1},"fast"]"#).await,
        r#"["`move`: args[0] (`to`): missing field `y`","move",2]"#
    );
}

#[on("fail")]
async fn fail() -> Result<(), std::num::ParseIntError> {
    "one".parse::<u8>().map(drop)
}

#[on("fail", namespace = "/chat")]
async fn fail_in_chat() -> socketio::Result {
    Err("no lines left")?
}

#[on_error_default]
async fn kind_of(error: Error) -> Result<&'static str, Error> {
    if error.downcast_ref::<std::num::ParseIntError>().is_some() {
        Ok("a number")
    } else {
        Err(error)
    }
}

#[tokio::test]
async fn an_error_is_what_the_handler_returned() {
    let io = SocketIo::new(routes![fail, fail_in_chat, kind_of]);

    assert_eq!(ask(&io, "/", r#"["fail"]"#).await, r#"["a number"]"#);
    assert_eq!(
        ask(&io, "/chat", r#"["fail"]"#).await,
        r#"[{"error":{"kind":"handler","message":"the handler failed"}}]"#
    );
}

#[on("nothing")]
async fn nothing() {}

#[on("one")]
async fn one() -> Option<u8> {
    None
}

#[on("list")]
async fn list() -> [u8; 3] {
    [1, 2, 3]
}

type Pair = (u8, &'static str);

#[on("pair")]
async fn pair() -> Result<Pair, Error> {
    Ok((1, "b"))
}

#[tokio::test]
async fn what_is_returned_is_the_answer() {
    let io = SocketIo::new(routes![nothing, one, list, pair]);

    assert_eq!(ask(&io, "/", r#"["nothing"]"#).await, "[]");
    assert_eq!(ask(&io, "/", r#"["one"]"#).await, "[null]");
    assert_eq!(ask(&io, "/", r#"["list"]"#).await, "[[1,2,3]]");
    assert_eq!(ask(&io, "/", r#"["pair"]"#).await, r#"[1,"b"]"#);
}

struct Motto(&'static str);

struct Shouting(String);

impl FromArg for Shouting {
    fn from_arg(invocation: &mut Invocation<'_>) -> socketio::Result<Self> {
        Ok(Self(invocation.event().as_str().to_uppercase()))
    }
}

type Context = (&'static str, bool, EventName, String);

#[event]
async fn context(
    motto: State<Motto>,
    socket: Socket,
    sid: Sid,
    event: EventName,
    shouting: Shouting,
) -> Context {
    (motto.0, socket.sid() == sid, event, shouting.0)
}

#[tokio::test]
async fn parameters_come_from_the_context_too() {
    let io = SocketIo::builder()
        .routes(routes![context])
        .state(Motto("be brief"))
        .build()
        .unwrap();

    assert_eq!(
        ask(&io, "/", r#"["context"]"#).await,
        r#"["be brief",true,"context","CONTEXT"]"#
    );
}

#[test]
fn a_state_that_nobody_provides_is_found_when_the_server_is_built() {
    let error = SocketIo::builder()
        .routes(routes![context])
        .build()
        .unwrap_err();

    let text = error.to_string();
    assert!(
        text.contains("`socketio::tests::handlers::context` at "),
        "{text}"
    );
    assert!(text.contains("src/tests/handlers.rs:"), "{text}");
    assert!(
        text.contains("takes `State<socketio::tests::handlers::Motto>`, which nobody provided"),
        "{text}"
    );
}

#[on("*")]
async fn any(event: EventName, args: Args) -> (EventName, usize) {
    (event, args.len())
}

#[on("first")]
#[on("second", namespace = "/chat")]
async fn both(event: EventName) -> EventName {
    event
}

#[tokio::test]
async fn the_catch_all_gets_what_nobody_else_does() {
    let io = SocketIo::new(routes![any, both]);

    assert_eq!(ask(&io, "/", r#"["second",1,2]"#).await, r#"["second",2]"#);
    assert_eq!(ask(&io, "/", r#"["first"]"#).await, r#"["first"]"#);
    assert_eq!(ask(&io, "/chat", r#"["second"]"#).await, r#"["second"]"#);
}

#[on("later")]
async fn later(ack: Ack<Pair>) {
    tokio::spawn(async move { ack.send((2, "later")) });
}

#[on("never")]
async fn never(_ack: Ack) {}

#[tokio::test]
async fn an_ack_is_answered_later_or_when_it_is_dropped() {
    let io = SocketIo::new(routes![later, never]);

    assert_eq!(ask(&io, "/", r#"["later"]"#).await, r#"[2,"later"]"#);
    assert_eq!(
        ask(&io, "/", r#"["never"]"#).await,
        r#"[{"error":{"kind":"unanswered","message":"the handler did not answer"}}]"#
    );
}

#[derive(Deserialize)]
struct Token {
    name: String,
}

#[on("connect")]
async fn connect(Auth(token): Auth<Option<Token>>) -> Result<bool, ConnectionRefused> {
    match token {
        Some(token) if token.name == "ann" => Ok(true),
        Some(token) => Err(ConnectionRefused::new("unknown").data(token.name)),
        None => Ok(false),
    }
}

#[tokio::test]
async fn a_connect_handler_says_who_may_join() {
    let io = SocketIo::new(routes![connect]);
    let mut wire = Wire::open(&io).await;

    wire.send("0").await;
    assert_eq!(
        wire.recv().await,
        r#"4{"message":"Connection rejected by server"}"#
    );
    wire.send(r#"0{"name":"bob"}"#).await;
    assert_eq!(wire.recv().await, r#"4{"message":"unknown","data":"bob"}"#);
    wire.send(r#"0{"name":"ann"}"#).await;
    assert!(wire.recv().await.starts_with(r#"0{"sid":"#));
}

#[derive(Serialize, Event)]
#[event("user joined", namespace = "/chat")]
struct UserJoined<'a> {
    name: &'a str,
}

#[on("join", namespace = "/chat")]
async fn join(name: String) -> socketio::Result {
    UserJoined { name: &name }.emit().await?;
    Ok(())
}

#[on("sure", namespace = "/chat")]
async fn sure() -> socketio::Result<bool> {
    Ok(UserJoined { name: "?" }.call().await?)
}

#[tokio::test]
async fn a_typed_event_has_its_name_and_its_namespace() {
    let io = SocketIo::new(routes![join, sure]);
    let mut wire = Wire::join(&io, "/chat").await;

    wire.send(r#"2/chat,["join","ann"]"#).await;
    assert_eq!(
        wire.recv().await,
        r#"2/chat,["user joined",{"name":"ann"}]"#
    );
    UserJoined { name: "bob" }.via(&io.io()).await.unwrap();
    assert_eq!(
        wire.recv().await,
        r#"2/chat,["user joined",{"name":"bob"}]"#
    );
    wire.send(r#"2/chat,5["sure"]"#).await;
    assert_eq!(wire.recv().await, r#"2/chat,0["user joined",{"name":"?"}]"#);
    wire.send("3/chat,0[true]").await;
    assert_eq!(wire.recv().await, "3/chat,5[true]");
}
