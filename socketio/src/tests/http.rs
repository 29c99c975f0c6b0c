//! Axum's extractors as parameters: run against the request that opened the session.

use std::collections::HashMap;

use axum::{
    extract::{Extension, FromRequestParts, Query},
    http::{HeaderMap, StatusCode, request::Parts},
};

use super::wire::Wire;
use crate::{
    Error, FromArg, Http, HttpRejection, Invocation, SocketIo, namespace, on, on_error, routes, sid,
};

/// Who the request says it is; found only after a while.
struct User(String);

impl FromRequestParts<()> for User {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, (): &()) -> Result<Self, Self::Rejection> {
        tokio::task::yield_now().await;
        match parts.headers.get("x-custom") {
            Some(name) => Ok(Self(name.to_str().unwrap().to_owned())),
            None => Err((StatusCode::UNAUTHORIZED, "who are you?")),
        }
    }
}

/// Never found.
#[derive(Debug)]
struct Missing;

impl FromRequestParts<()> for Missing {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(_: &mut Parts, (): &()) -> Result<Self, Self::Rejection> {
        tokio::task::yield_now().await;
        Err((StatusCode::FORBIDDEN, "no pass"))
    }
}

#[on("who")]
async fn who(
    greeting: String,
    Http(user): Http<User>,
    Http(headers): Http<HeaderMap>,
    times: Option<u8>,
    Http(Query(query)): Http<Query<HashMap<String, String>>>,
) -> (String, usize, String, Option<u8>, bool) {
    (
        format!("{greeting} {}", user.0),
        headers.len(),
        query["token"].clone(),
        times,
        sid().is_ok(),
    )
}

async fn ask(io: &SocketIo, event: &str) -> String {
    let mut wire = Wire::join(io, "/").await;
    wire.send(&format!("27{event}")).await;
    wire.recv().await
}

#[tokio::test]
async fn extractors_stand_beside_arguments_and_may_wait() {
    let io = SocketIo::new(routes![who]);

    assert_eq!(
        ask(&io, r#"["who","hello",3]"#).await,
        r#"37["hello yes",1,"a b",3,true]"#
    );
    assert_eq!(
        ask(&io, r#"["who","hello"]"#).await,
        r#"37["hello yes",1,"a b",null,true]"#
    );
}

#[tokio::test]
async fn arguments_are_as_strict_beside_an_extractor() {
    let io = SocketIo::new(routes![who]);

    assert_eq!(
        ask(&io, r#"["who",1]"#).await,
        r#"37[{"error":{"kind":"arguments","message":"`who`: args[0] (`greeting`): expected a string, found integer `1`"}}]"#
    );
    assert!(
        ask(&io, r#"["who","a",1,2]"#)
            .await
            .contains("expected 2 arguments, found 3")
    );
}

#[tokio::test]
async fn what_is_no_json_ends_the_session_beside_an_extractor_too() {
    let mut wire = Wire::join(&SocketIo::new(routes![who]), "/").await;

    wire.send(r#"2["who",nothing]"#).await;

    wire.ended().await;
}

#[on("pass")]
async fn pass(_: Http<Missing>) {}

#[on("layer")]
async fn layer(_: Http<Extension<u8>>) {}

#[tokio::test]
async fn a_refusal_for_the_clients_sake_is_told_and_one_of_the_program_is_not() {
    let io = SocketIo::new(routes![pass, layer]);

    assert_eq!(
        ask(&io, r#"["pass"]"#).await,
        r#"37[{"error":{"kind":"arguments","message":"handshake (`argument 1`): no pass"}}]"#
    );
    assert_eq!(
        ask(&io, r#"["layer"]"#).await,
        r#"37[{"error":{"kind":"handler","message":"the handler failed"}}]"#
    );
}

#[on_error]
async fn status(error: Error, user: Http<User>) -> (u16, String) {
    let status = error
        .downcast_ref::<HttpRejection>()
        .map_or(0, |rejection| rejection.status().as_u16());
    (status, user.0.0)
}

#[tokio::test]
async fn an_error_handler_gets_the_refusal_and_may_extract_itself() {
    let io = SocketIo::new(routes![pass, layer, status]);

    assert_eq!(ask(&io, r#"["pass"]"#).await, r#"37[403,"yes"]"#);
    assert_eq!(ask(&io, r#"["layer"]"#).await, r#"37[500,"yes"]"#);
}

struct Doors;

#[namespace("/doors")]
impl Doors {
    #[on("connect")]
    async fn connect(&self, auth: HashMap<String, String>, user: Http<User>) -> bool {
        auth["name"] == user.0.0
    }
}

#[on("connect", namespace = "/shut")]
async fn shut(_: Http<Missing>) {}

#[on("connect", namespace = "/broken")]
async fn broken(_: Http<Extension<u8>>) {}

#[tokio::test]
async fn a_connect_handler_takes_extractors_and_their_refusal_is_its_own() {
    let io = SocketIo::builder()
        .routes(routes![shut, broken])
        .namespace(Doors)
        .build()
        .unwrap();
    let mut wire = Wire::open(&io).await;

    wire.send(r#"0/doors,{"name":"yes"}"#).await;
    assert!(wire.recv().await.starts_with(r#"0/doors,{"sid":"#));
    wire.send("0/shut,").await;
    assert_eq!(wire.recv().await, r#"4/shut,{"message":"no pass"}"#);
    wire.send("0/broken,").await;
    assert_eq!(
        wire.recv().await,
        r#"4/broken,{"message":"Connection rejected by server"}"#
    );
}

/// A parameter of the program's own, made of one of ours.
struct Agent(usize);

impl FromArg for Agent {
    fn from_arg(invocation: &mut Invocation<'_>) -> socketio::Result<Self> {
        Ok(Self(Http::<HeaderMap>::from_arg(invocation)?.len()))
    }
}

#[tokio::test]
async fn extractors_work_in_closures_and_inside_other_parameters() {
    let io = SocketIo::builder()
        .on_event("both", async |user: Http<User>, Agent(headers): Agent| {
            (user.0.0, headers)
        })
        .build()
        .unwrap();

    assert_eq!(ask(&io, r#"["both"]"#).await, r#"37["yes",1]"#);
}
