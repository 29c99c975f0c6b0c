//! Beside `fail/derive_event`: what can be a typed event.

use serde::Serialize;
use socketio::{Event, on};

#[derive(Serialize, Event)]
#[event("user joined", namespace = "/chat")]
struct UserJoined {
    name: String,
}

#[derive(Serialize, Event)]
#[event("tick")]
struct Tick(u64);

#[derive(Serialize, Event)]
#[event("sure?")]
struct Sure;

#[derive(Serialize, Event)]
#[event("changed", crate = "::socketio")]
struct Changed<'a, T> {
    key: &'a str,
    value: T,
}

#[on("join", namespace = "/chat")]
async fn join(name: String) -> socketio::Result {
    let joined = UserJoined { name };
    joined.emit().await?;
    joined.to("lobby").include_self(false).await?;
    Tick(1).emit().broadcast().await?;
    Changed { key: "a", value: 1 }.to(["red", "blue"]).await?;
    let _sure: bool = Sure.call().await?;
    Ok(())
}

#[tokio::test]
async fn names_are_constants_and_need_a_context() {
    assert_eq!(
        (UserJoined::NAME, UserJoined::NAMESPACE),
        ("user joined", "/chat")
    );
    assert_eq!((Tick::NAME, Tick::NAMESPACE), ("tick", "/"));
    assert!(join("ann".to_owned()).await.is_err());
}
