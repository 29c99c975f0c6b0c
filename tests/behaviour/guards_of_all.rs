//! Guards that no attribute names: of all events, and of all clients that want to join.

use serde::Deserialize;
use serde_json::json;
use socketio::{ConnectionRefused, EventName, Session, SocketIo, State, on, routes};

use crate::{Log, join, noted};

#[derive(Default)]
struct Visitor {
    name: String,
}

#[derive(Deserialize)]
struct Login {
    token: String,
}

/// Knows who comes, and keeps it for all that follows.
async fn knows(login: Option<Login>, visitor: Session<Visitor>) -> Result<(), ConnectionRefused> {
    let Login { token: name } =
        login.ok_or(ConnectionRefused::new("a token is needed").data(401))?;
    visitor.with(|visitor| visitor.name = name);
    Ok(())
}

async fn is_not_banned(visitor: Session<Visitor>) -> bool {
    visitor.with(|visitor| visitor.name != "eve")
}

#[on("connect", namespace = "/desk")]
async fn desk(visitor: Session<Visitor>, log: State<Log>) {
    log.add(format!(
        "connect {}",
        visitor.with(|visitor| visitor.name.clone())
    ));
}

#[on("who", namespace = "/desk")]
async fn who(visitor: Session<Visitor>) -> String {
    visitor.with(|visitor| visitor.name.clone())
}

#[on("*", namespace = "/desk")]
async fn any(event: EventName) -> EventName {
    event
}

#[tokio::test]
async fn guards_of_all_namespaces_decide_who_joins_before_the_connect_handler() {
    let io = SocketIo::builder()
        .routes(routes![desk, who])
        .guard_connect(knows)
        .guard_connect_in("/desk", is_not_banned)
        .state(Log::default())
        .build()
        .unwrap();

    let refused = io.test_client("/").connect().await.unwrap_err();
    assert_eq!(
        (refused.message(), refused.data()),
        ("a token is needed", Some(401))
    );
    let refused = io
        .test_client("/desk")
        .auth(&json!({ "token": "eve" }))
        .connect()
        .await;
    assert_eq!(refused.unwrap_err().message(), "this is not allowed");
    assert_eq!(
        noted(&io),
        Vec::<String>::new(),
        "the handler was not called"
    );

    // A namespace without a connect handler is guarded as well.
    io.test_client("/")
        .auth(&json!({ "token": "eve" }))
        .connect()
        .await
        .unwrap();
    let ann = io
        .test_client("/desk")
        .auth(&json!({ "token": "ann" }))
        .connect()
        .await
        .unwrap();
    assert_eq!(ann.call::<String>("who", ()).await.unwrap(), "ann");
    assert_eq!(noted(&io), ["connect ann"]);
}

#[tokio::test]
async fn guards_of_all_events_are_asked_before_any_handler() {
    let io = SocketIo::builder()
        .routes(routes![desk, who, any])
        .guard(async |event: EventName| event != "secret")
        .guard_in("/desk", async |event: EventName| event != "hidden")
        .on_event("hidden", async || "not in /desk")
        .state(Log::default())
        .build()
        .unwrap();
    let desk = join(&io, "/desk").await;
    let root = join(&io, "/").await;

    assert_eq!(desk.call::<String>("public", ()).await.unwrap(), "public");
    for event in ["secret", "hidden"] {
        let answer: serde_json::Value = desk.call(event, ()).await.unwrap();
        assert_eq!(answer["error"]["kind"], "forbidden", "{event}");
    }
    assert_eq!(
        root.call::<String>("hidden", ()).await.unwrap(),
        "not in /desk"
    );
}

#[test]
fn a_guard_that_cannot_be_asked_is_refused_when_the_server_is_built() {
    let error = SocketIo::builder()
        .guard_in("/nowhere", async || true)
        .guard(async |_: State<Visitor>| true)
        .build()
        .unwrap_err();

    let problems = error.problems().join("\n");
    assert!(
        problems.contains("namespace `/nowhere`, which has no handlers"),
        "{problems}"
    );
    assert!(problems.contains("State<"), "{problems}");
}
