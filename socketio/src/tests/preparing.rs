//! Parameters that have to be waited for, and extractors that need the application's state.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};

use super::wire::Wire;
use crate::{
    FromArg, Http, Invocation, Preparation, Prepare, Routes, SocketIo, State, namespace, on, routes,
};

/// What the program knows.
struct Accounts(&'static str);

/// Found only after a while.
struct User(String);

impl Prepare for User {
    async fn prepare(invocation: &mut Invocation<'_>) -> socketio::Result<Self> {
        let accounts = State::<Accounts>::from_arg(invocation)?;
        let name = invocation.param();
        tokio::task::yield_now().await;
        if accounts.0.is_empty() {
            return Err("nobody".into());
        }
        Ok(Self(format!(
            "{} as {name} of {}",
            accounts.0,
            invocation.event()
        )))
    }
}

impl FromArg for User {
    const PREPARE: Option<Preparation> = Some(Preparation::of::<Self>());

    fn from_arg(invocation: &mut Invocation<'_>) -> socketio::Result<Self> {
        invocation.prepared()
    }
}

/// Takes the user where it cannot be waited for.
struct Nested;

impl FromArg for Nested {
    fn from_arg(invocation: &mut Invocation<'_>) -> socketio::Result<Self> {
        User::from_arg(invocation).map(|_| Self)
    }
}

#[on("say")]
async fn say(first: String, user: User, second: u8, again: User) -> (String, String, u8, String) {
    (first, user.0, second, again.0)
}

#[on("nested")]
async fn nested(_: Nested) {}

async fn ask(io: &SocketIo, event: &str) -> String {
    let mut wire = Wire::join(io, "/").await;
    wire.send(&format!("27{event}")).await;
    wire.recv().await
}

fn io(name: &'static str) -> SocketIo {
    let io = SocketIo::builder().routes(routes![say, nested]);
    io.state(Accounts(name)).build().unwrap()
}

#[tokio::test]
async fn a_parameter_is_waited_for_before_the_arguments_are_read() {
    assert_eq!(
        ask(&io("ann"), r#"["say","hi",3]"#).await,
        r#"37["hi","ann as user of say",3,"ann as again of say"]"#
    );
    assert_eq!(
        ask(&io(""), r#"["say","hi","wrong"]"#).await,
        r#"37[{"error":{"kind":"handler","message":"the handler failed"}}]"#
    );
    assert!(
        ask(&io("ann"), r#"["say","hi"]"#)
            .await
            .contains(r#""kind":"arguments""#)
    );
}

#[tokio::test]
async fn what_has_to_be_waited_for_is_an_error_inside_another_parameter() {
    assert!(
        ask(&io("ann"), r#"["nested"]"#)
            .await
            .contains(r#""kind":"handler""#)
    );
}

/// The application's state, as axum's router has it.
#[derive(Clone)]
struct App {
    admin: &'static str,
}

/// May do everything.
struct Admin;

impl FromRequestParts<App> for Admin {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, StatusCode> {
        tokio::task::yield_now().await;
        let name = parts.headers.get("x-custom");
        match name.is_some_and(|name| name == app.admin) {
            true => Ok(Self),
            false => Err(StatusCode::FORBIDDEN),
        }
    }
}

#[on("stop")]
async fn stop(Http(_): Http<Admin, App>) -> &'static str {
    "stopped"
}

#[tokio::test]
async fn an_extractor_gets_the_state_of_the_application() {
    let io = |admin| {
        SocketIo::builder()
            .routes(routes![stop])
            .state(App { admin })
            .build()
            .unwrap()
    };

    assert_eq!(ask(&io("yes"), r#"["stop"]"#).await, r#"37["stopped"]"#);
    assert!(
        ask(&io("no"), r#"["stop"]"#)
            .await
            .contains("403 Forbidden")
    );
}

#[tokio::test]
async fn a_state_that_an_extractor_needs_is_missed_when_the_server_is_built() {
    let error = SocketIo::builder()
        .routes(routes![stop])
        .build()
        .unwrap_err()
        .to_string();

    assert!(
        error.contains("takes `Http<_, socketio::tests::preparing::App>`, which nobody provided"),
        "{error}"
    );
}

#[tokio::test]
async fn a_state_in_an_arc_of_its_own_is_told() {
    let io = SocketIo::builder()
        .routes(routes![stop])
        .state(Arc::new(App { admin: "yes" }));

    let error = io.build().unwrap_err().to_string();

    assert!(
        error.contains("write `.state(value)` without the `Arc`"),
        "{error}"
    );
}

struct Room(&'static str);

#[namespace("/room")]
impl Room {
    #[on("word")]
    async fn word(&self) -> &'static str {
        self.0
    }
}

#[tokio::test]
async fn one_class_serves_namespaces_that_are_named_at_run_time() {
    let rooms = [("tree", 1), ("house", 2)];
    let routes = rooms
        .into_iter()
        .fold(Routes::new(), |routes, (word, number)| {
            routes.namespace_at(format!("/room-{number}"), Room(word))
        });
    let io = SocketIo::builder()
        .routes(routes)
        .namespace_at("/room-3", Room("door"))
        .build()
        .unwrap();

    for (namespace, word) in [
        ("/room-1", "tree"),
        ("/room-2", "house"),
        ("/room-3", "door"),
    ] {
        let mut wire = Wire::join(&io, namespace).await;
        wire.send(&format!(r#"2{namespace},7["word"]"#)).await;
        assert_eq!(wire.recv().await, format!(r#"3{namespace},7["{word}"]"#));
    }
    let mut wire = Wire::open(&io).await;
    wire.send("0/room,").await;
    assert_eq!(
        wire.recv().await,
        r#"4/room,{"message":"Invalid namespace"}"#
    );
}

#[test]
fn two_objects_of_one_name_and_a_name_that_is_none_are_refused() {
    let twice = SocketIo::builder()
        .namespace_at("/a", Room(""))
        .namespace_at("/a", Room(""));
    let nameless = SocketIo::builder().namespace_at("a", Room(""));

    let error = twice.build().unwrap_err().to_string();
    assert!(error.contains("namespace `/a` has two objects"), "{error}");
    let error = nameless.build().unwrap_err().to_string();
    assert!(error.contains("`a` is not a namespace"), "{error}");
}
