//! The story of a whole session over each transport.

use socketio::{
    ConnectionRefused, SocketIo, SocketIoBuilder, call, emit, join_room, leave_room,
    observe::Observation, on, routes,
};
use tests::{Node, Polling, WebSocket};

use super::Story;
use crate::{join, open};

#[on("visit")]
async fn visit(name: String) -> socketio::Result<String> {
    join_room("lobby").await?;
    emit("welcome", &name).to("lobby").await?;
    leave_room("lobby").await?;
    Ok(name)
}

#[on("ask me")]
async fn ask_me() -> socketio::Result<u32> {
    Ok(call("how old?", ()).await?)
}

#[on("fail")]
async fn fail() -> socketio::Result {
    join_room("lobby").await?;
    Err("no luck".into())
}

#[on("panic")]
async fn panics() {
    panic!("no luck at all");
}

#[on("connect", namespace = "/members")]
async fn members_only() -> Result<(), ConnectionRefused> {
    Err(ConnectionRefused::new("members only"))
}

#[on("connect", namespace = "/broken")]
async fn broken() -> socketio::Result {
    Err("the database is gone".into())
}

pub(super) fn builder() -> SocketIoBuilder {
    SocketIo::builder().routes(routes![visit, ask_me, fail, panics, members_only, broken])
}

/// What a client does, and what it gets for that.
const TALK: [(&str, &[&str]); 8] = [
    (
        r#"421["visit","ann"]"#,
        &[r#"42["welcome","ann"]"#, r#"431["ann"]"#],
    ),
    (r#"422["ask me"]"#, &[r#"420["how old?"]"#]),
    ("430[33]", &["432[33]"]),
    (r#"42["vist"]"#, &[]),
    (r#"42["fail"]"#, &[]),
    ("40/members,", &[r#"44/members,{"message":"members only"}"#]),
    (
        "40/broken,",
        &[r#"44/broken,{"message":"Connection rejected by server"}"#],
    ),
    (
        "40/nowhere,",
        &[r#"44/nowhere,{"message":"Invalid namespace"}"#],
    ),
];

/// What is told of that, between joining the main namespace and leaving it.
const TOLD: [&str; 23] = [
    "event `visit` of 7 bytes from A in `/`",
    "room `lobby` of `/` created",
    "A joined room `lobby` of `/`",
    "event `welcome` of 21 bytes sent to 1 in `/`",
    "A left room `lobby` of `/`",
    "room `lobby` of `/` deleted",
    "answer of 7 bytes to A in `/`",
    "event `visit` from A in `/` handled",
    "event `ask me` of 1 bytes from A in `/`",
    "event `how old?` of 17 bytes sent to 1 in `/`",
    "answer of 4 bytes from A in `/`",
    "answer of 4 bytes to A in `/`",
    "event `ask me` from A in `/` handled",
    "event `vist` of 1 bytes from A in `/`",
    "no handler for event `vist` in `/`",
    "event `fail` of 1 bytes from A in `/`",
    "room `lobby` of `/` created",
    "A joined room `lobby` of `/`",
    "the handler of `fail` in `/` failed: no luck",
    "event `fail` from A in `/` handled: error",
    "session S may not join `/members`: the connect handler refused the client: members only",
    "the handler of `connect` in `/broken` failed: the database is gone",
    "session S may not join `/broken`: the connect handler failed: the database is gone",
];

const UNKNOWN: &str = "session S may not join `/nowhere`: there is no such namespace";

fn story(opened: &[&str], reason: &str) -> Vec<String> {
    let left = format!("A left `/`: {reason}");
    let closed = format!("session S closed: {reason}");
    let ended = [
        "A left room `lobby` of `/`",
        "room `lobby` of `/` deleted",
        &left,
        &closed,
    ];
    let lines = opened.iter().chain(&TOLD).chain([&UNKNOWN]).chain(&ended);
    lines.map(|line| (*line).to_owned()).collect()
}

async fn talk(websocket: &mut WebSocket) {
    for (said, answers) in TALK {
        websocket.send(said).await;
        for answer in answers {
            assert_eq!(websocket.text().await, *answer);
        }
    }
}

#[tokio::test]
async fn the_story_of_a_session_over_websocket() {
    let story_told = Story::default();
    let node = Node::run(&story_told.of(builder()), axum::Router::new()).await;
    let mut websocket = open(&node).await;
    join(&mut websocket).await;

    talk(&mut websocket).await;
    websocket.send("1").await;

    let opened = [
        "session S opened over websocket",
        "A of session S joined `/`",
    ];
    let told = story_told.until("session S closed: transport close").await;
    assert_eq!(told, story(&opened, "transport close"));
}

#[tokio::test]
async fn the_story_of_a_session_over_polling() {
    let story_told = Story::default();
    let node = Node::run(&story_told.of(builder()), axum::Router::new()).await;
    let mut session = Polling::joined(node.addr).await;

    for (said, answers) in TALK {
        session.post(said).await;
        assert_eq!(session.packets(answers.len()).await, answers);
    }
    session.post("1").await;

    let opened = ["session S opened over polling", "A of session S joined `/`"];
    let told = story_told.until("session S closed: transport close").await;
    assert_eq!(told, story(&opened, "transport close"));
}

#[tokio::test]
async fn the_story_of_a_session_that_is_upgraded() {
    let story_told = Story::default();
    let node = Node::run(&story_told.of(builder()), axum::Router::new()).await;
    let session = Polling::joined(node.addr).await;
    let mut websocket = session.upgrade().await;

    talk(&mut websocket).await;
    websocket.send("41").await;

    let opened = [
        "session S opened over polling",
        "A of session S joined `/`",
        "session S moved to websocket",
    ];
    let left = "A left `/`: client namespace disconnect";
    let told = story_told.until(left).await;
    let mut expected = story(&opened, "client namespace disconnect");
    expected.pop();
    assert_eq!(told, expected);
}

#[tokio::test]
async fn an_observer_that_panics_keeps_nobody_from_anything() {
    let story = Story::default();
    let builder = builder().observer(|_: &Observation<'_>| panic!("an observer panics"));
    let node = Node::run(&story.of(builder), axum::Router::new()).await;
    let mut websocket = open(&node).await;
    join(&mut websocket).await;

    talk(&mut websocket).await;

    assert!(story.lines().len() > 20);
}
