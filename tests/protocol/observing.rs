//! What observers are told: the story of a whole session over each transport, and each refusal with what was compared.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::http::request::Parts;
use socketio::{
    ConnectionRefused, SocketIo, SocketIoBuilder, State, call, emit, join_room, leave_room,
    observe::Observation, on, routes,
};
use tests::{Node, Polling, RawClient, WebSocket, until};
use tokio::sync::Notify;

use crate::{POLLING, WEBSOCKET, join, open};

/// What was told, as text. The ids of sessions and sockets have names of one letter, addresses and times are left out.
#[derive(Clone, Default)]
struct Story(Arc<Mutex<Vec<String>>>);

impl Story {
    /// A server that tells it.
    fn of(&self, builder: SocketIoBuilder) -> SocketIo {
        let lines = Arc::clone(&self.0);
        builder
            .observer(move |observation: &Observation<'_>| {
                lines.lock().unwrap().push(plain(observation));
            })
            .build()
            .unwrap()
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// The lines, once the last of them is there.
    async fn until(&self, last: &str) -> Vec<String> {
        until(|| self.lines().iter().any(|line| line == last)).await;
        self.lines()
    }
}

fn plain(observation: &Observation<'_>) -> String {
    let text = observation.to_string();
    let (mut text, ids) = match *observation {
        Observation::EventHandled { took, .. } => {
            (text.replace(&format!(" in {took:?}"), ""), [None, None])
        }
        Observation::NamespaceJoined { session, sid, .. }
        | Observation::NamespaceLeft { session, sid, .. } => (text, [Some(session), Some(sid)]),
        Observation::SessionOpened { session, addr, .. } => {
            let from = format!(" from {}", addr.unwrap());
            (text.replace(&from, ""), [Some(session), None])
        }
        Observation::RequestRefused { addr, .. } => {
            let from = format!(" from {}", addr.unwrap());
            (text.replace(&from, ""), [None, None])
        }
        Observation::SessionUpgraded { session, .. }
        | Observation::SessionClosed { session, .. }
        | Observation::NamespaceRefused { session, .. }
        | Observation::ProtocolViolated { session, .. }
        | Observation::LimitReached { session, .. } => (text, [Some(session), None]),
        _ => (text, [None, None]),
    };
    for (id, name) in ids.into_iter().zip(["S", "A"]) {
        if let Some(id) = id {
            text = text.replace(id.as_str(), name);
        }
    }
    // All other ids are the socket's: 20 characters between blanks.
    let words = text
        .split(' ')
        .map(|word| match word.parse::<socketio::Sid>() {
            Ok(_) => "A",
            Err(_) => word,
        });
    words.collect::<Vec<_>>().join(" ")
}

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

fn builder() -> SocketIoBuilder {
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

/// What is told of one request that is refused.
async fn refused(
    builder: SocketIoBuilder,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
) -> String {
    let story = Story::default();
    let node = Node::run(&story.of(builder), axum::Router::new()).await;
    let mut client = RawClient::connect(node.addr).await;

    client.request(method, target, headers, "").await;

    let lines = story.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines[0].clone()
}

/// A method, a target, headers, and what is told of the request.
type Row<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);

const UPGRADE: [(&str, &str); 4] = [
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "8"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

#[tokio::test]
async fn each_refusal_of_a_request_is_told_with_what_was_compared() {
    let evil = [("Origin", "https://evil.test")];
    let other_revision = POLLING.replace("EIO=4", "EIO=3");
    let unknown_session = format!("{POLLING}&sid=nobody");
    let rows: [Row<'_>; 8] = [
        (
            "GET",
            POLLING,
            &evil,
            "the origin is not accepted: found `https://evil.test`, expected http://server.test or https://server.test",
        ),
        (
            "GET",
            "/socket.io/",
            &[],
            "the transport is unknown or switched off, expected polling or websocket",
        ),
        (
            "GET",
            "/socket.io/?EIO=4&transport=flash",
            &[],
            "the transport is unknown or switched off: found `flash`, expected polling or websocket",
        ),
        (
            "GET",
            &other_revision,
            &[],
            "the client speaks another protocol version: clients of Socket.IO 3 and later can connect: found `3`, expected 4",
        ),
        (
            "POST",
            POLLING,
            &[],
            "a session is opened with GET: found `POST`, expected GET",
        ),
        (
            "GET",
            &unknown_session,
            &[],
            "there is no such session, or no longer: found `nobody`",
        ),
        (
            "GET",
            WEBSOCKET,
            &[],
            "the request makes no sense for its session: found `GET`",
        ),
        (
            "GET",
            WEBSOCKET,
            &UPGRADE,
            "the WebSocket handshake has a mistake: found `missing or unknown Sec-WebSocket-Version`",
        ),
    ];
    for (method, target, headers, told) in rows {
        let line = refused(SocketIo::builder(), method, target, headers).await;

        assert_eq!(line, format!("request refused: {told}"));
    }
}

#[tokio::test]
async fn a_refusal_by_the_applications_rules_is_told_with_them() {
    let evil = [("Origin", "https://evil.test")];
    let listed = SocketIo::builder().cors_allowed_origins(["https://a.test", "https://b.test"]);
    let forbidding = SocketIo::builder().allow_request(|_: &Parts| Err("no key"));

    let origin = refused(listed, "GET", POLLING, &evil).await;
    let request = refused(forbidding, "GET", POLLING, &[]).await;

    assert_eq!(
        origin,
        "request refused: the origin is not accepted: found `https://evil.test`, expected https://a.test or https://b.test"
    );
    assert_eq!(
        request,
        "request refused: `allow_request` said no: found `no key`"
    );
}

#[tokio::test]
async fn a_packet_that_makes_no_sense_is_told_before_the_end() {
    let story = Story::default();
    let node = Node::run(&story.of(builder()), axum::Router::new()).await;
    let mut websocket = open(&node).await;

    websocket.send(r#"42["before it has joined"]"#).await;

    let closed = "session S closed: forced server close";
    assert_eq!(
        story.until(closed).await[1..],
        [
            "session S is closed: a packet Event for `/` makes no sense now",
            closed
        ]
    );
}

#[tokio::test]
async fn a_panic_is_told_as_a_failure_of_its_kind() {
    let story = Story::default();
    let node = Node::run(&story.of(builder()), axum::Router::new()).await;
    let mut websocket = open(&node).await;
    join(&mut websocket).await;

    websocket.send(r#"42["panic"]"#).await;

    let handled = "event `panic` from A in `/` handled: panic";
    assert_eq!(
        story.until(handled).await[3..],
        [
            "the handler of `panic` in `/` failed: handler panicked: no luck at all",
            handled
        ]
    );
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

#[on("wait")]
async fn wait(gate: State<Notify>) {
    gate.notified().await;
}

#[on("burst")]
async fn burst() -> socketio::Result {
    for number in 0..3 {
        emit("one of many", number).await?;
    }
    Ok(())
}

/// What is told of a session over WebSocket that reaches a bound, by saying this.
async fn limit(builder: SocketIoBuilder, said: &[&str]) -> Vec<String> {
    let told = Story::default();
    let builder = builder.routes(routes![wait, burst]).state(Notify::new());
    let node = Node::run(&told.of(builder), axum::Router::new()).await;
    let mut websocket = open(&node).await;
    for packet in said {
        websocket.send(packet).await;
    }
    let limits = || {
        let lines = told.lines().into_iter();
        lines.filter(|line| line.starts_with("session S: "))
    };
    until(|| limits().count() > 0).await;
    limits().collect()
}

#[tokio::test]
async fn each_bound_that_is_reached_is_told() {
    let large = format!(r#"42["echo","{}"]"#, "x".repeat(2000));
    let waits = r#"42["wait"]"#;

    assert_eq!(
        limit(
            SocketIo::builder().connect_timeout(Duration::from_millis(1)),
            &[]
        )
        .await,
        ["session S: no namespace was joined in time: the session is closed"]
    );
    assert_eq!(
        limit(
            SocketIo::builder().max_http_buffer_size(1000),
            &["40", &large]
        )
        .await,
        ["session S: a message is larger than `max_http_buffer_size` allows"]
    );
    assert_eq!(
        limit(
            SocketIo::builder().outbound_messages(1),
            &["40", r#"42["burst"]"#]
        )
        .await,
        [
            "session S: the client does not take what is sent to it, and its queue is full: the session is closed"
        ]
    );
    assert_eq!(
        limit(SocketIo::builder().inbound_events(1), &["40", waits, waits]).await,
        [
            "session S: too many events wait for their handlers: nothing more is read from the client for now"
        ]
    );
}

#[tokio::test]
async fn a_body_that_is_too_large_or_no_list_of_packets_is_told() {
    let told = Story::default();
    let builder = SocketIo::builder().max_http_buffer_size(1000);
    let node = Node::run(&told.of(builder), axum::Router::new()).await;
    let mut session = Polling::joined(node.addr).await;

    assert_eq!(session.try_post(&"x".repeat(2000)).await.status, 413);
    assert_eq!(session.try_post("x").await.status, 400);

    let lines = told.until("session S closed: parse error").await;
    assert_eq!(
        lines[2..4],
        [
            "session S: a message is larger than `max_http_buffer_size` allows",
            "session S is closed: a polled body is no list of packets",
        ]
    );
}
