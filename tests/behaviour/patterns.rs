//! Namespaces by pattern: who gets in, what handlers see of the name, and how long a namespace is there.

use std::{
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

use serde::Serialize;
use serde_json::{Value, json};
use socketio::{
    Io, Param, Socket, SocketIo, TargetError, emit, namespace,
    observe::{Observation, Observer, Topics},
    on, routes,
    testing::TestClient,
};

use crate::join;

#[on("where", namespace = "/room-{id}")]
async fn room(id: Param<u32>) -> (u32, &'static str) {
    (*id, "by number")
}

#[on("where", namespace = "/{any}")]
async fn other(Param(any): Param<String>) -> (String, &'static str) {
    (any, "by name")
}

#[on("where", namespace = "/room-0")]
async fn lobby() -> &'static str {
    "the lobby"
}

#[on("where", namespace = "*")]
async fn anywhere() -> &'static str {
    "anywhere"
}

/// The arguments of an answer.
async fn ask(client: &TestClient, event: &str, args: impl Serialize) -> Value {
    let answer = client.call_raw(event, args).await.unwrap();
    serde_json::from_str(&answer.to_json()).unwrap()
}

async fn refusal(io: &SocketIo, name: &str) -> String {
    let refused = io.test_client(name).connect().await;
    refused.unwrap_err().message().to_owned()
}

#[tokio::test]
async fn a_handler_gets_the_value_in_the_name_as_its_type() {
    let io = SocketIo::new(routes![room]);

    let (seven, last) = (
        join(&io, "/room-7").await,
        join(&io, "/room-4294967295").await,
    );

    assert_eq!(ask(&seven, "where", ()).await, json!([7, "by number"]));
    assert_eq!(
        ask(&last, "where", ()).await,
        json!([u32::MAX, "by number"])
    );
}

#[tokio::test]
async fn a_name_whose_value_does_not_fit_is_no_namespace() {
    let io = SocketIo::new(routes![room]);

    for name in [
        "/room-",
        "/room-x",
        "/room-07",
        "/room-+7",
        "/room--1",
        "/room-4294967296",
        "/room-7/8",
        "/room",
    ] {
        assert_eq!(refusal(&io, name).await, "Invalid namespace", "{name}");
    }
}

#[tokio::test]
async fn the_most_specific_name_goes_first_and_one_that_does_not_fit_leaves_it_to_the_next() {
    let io = SocketIo::new(routes![anywhere, other, room, lobby]);

    for (name, answer) in [
        ("/room-0", json!(["the lobby"])),
        ("/room-7", json!([7, "by number"])),
        ("/room-x", json!(["room-x", "by name"])),
        ("/kitchen", json!(["kitchen", "by name"])),
        ("/house/kitchen", json!(["anywhere"])),
    ] {
        let client = join(&io, name).await;
        assert_eq!(ask(&client, "where", ()).await, answer, "{name}");
    }
}

#[tokio::test]
async fn handlers_of_every_namespace_open_no_other_name_if_told_so() {
    let builder = SocketIo::builder().routes(routes![anywhere, room]);
    let builder = builder.namespaces(["/news", "/hall-{id}"]);
    let io = builder.any_namespace(false).build().unwrap();

    for name in ["/", "/news", "/hall-x"] {
        let client = join(&io, name).await;
        assert_eq!(
            ask(&client, "where", ()).await,
            json!(["anywhere"]),
            "{name}"
        );
    }
    assert_eq!(refusal(&io, "/kitchen").await, "Invalid namespace");
    assert_eq!(refusal(&io, "/room-x").await, "Invalid namespace");
    assert!(io.io().emit("e", 1).namespace("/kitchen").await.is_err());
}

/// Digits, however many.
#[derive(Debug)]
struct Digits(String);

impl FromStr for Digits {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Self(text.to_owned())).ok_or(())
    }
}

#[on("connect", namespace = "/{game}/table-{number}")]
async fn sit(number: Param<Digits>, Param(game): Param<String>) -> bool {
    emit("seat", (game, &number.0.0)).await.is_ok()
}

#[on("play", namespace = "/{game}/table-{number}")]
async fn play(card: u8, _number: Param<u8>, socket: Socket) -> (u8, Option<String>, Option<u8>) {
    (card, socket.param("game"), socket.param("game"))
}

#[tokio::test]
async fn values_are_found_by_name_and_every_type_must_fit() {
    let io = SocketIo::new(routes![sit, play]);

    let mut ann = join(&io, "/go/table-12").await;

    assert_eq!(ann.received().await, [("seat", json!(["go", "12"]))]);
    assert_eq!(ask(&ann, "play", 3).await, json!([3, "go", null]));
    // A `u8` in one handler and digits in the other.
    assert_eq!(refusal(&io, "/go/table-256").await, "Invalid namespace");
    assert_eq!(refusal(&io, "/go/table-+1").await, "Invalid namespace");
}

#[tokio::test]
async fn a_closure_takes_values_by_position() {
    let builder = SocketIo::builder().on_event_in(
        "/{game}/{table}",
        "where",
        async |game: Param<String>, text: String, table: Param<u8>| (text, game.0, *table),
    );
    let io = builder.build().unwrap();

    let ann = join(&io, "/go/7").await;

    assert_eq!(ask(&ann, "where", "at").await, json!(["at", "go", 7]));
    assert_eq!(refusal(&io, "/go/x").await, "Invalid namespace");
}

async fn is_even(id: Param<u8>) -> bool {
    id.is_multiple_of(2)
}

#[on("where", namespace = "/guarded-{id}", guard = is_even)]
async fn guarded() -> &'static str {
    "let through"
}

#[tokio::test]
async fn a_guard_takes_values_by_position() {
    let io = SocketIo::new(routes![guarded]);
    let (two, three) = (join(&io, "/guarded-2").await, join(&io, "/guarded-3").await);

    assert_eq!(ask(&two, "where", ()).await, json!(["let through"]));
    assert_eq!(
        ask(&three, "where", ()).await[0]["error"]["kind"],
        "forbidden"
    );
    assert_eq!(refusal(&io, "/guarded-256").await, "Invalid namespace");
}

#[derive(Default)]
struct Rooms {
    lines: Mutex<Vec<String>>,
}

#[namespace("/room-{id}")]
impl Rooms {
    #[on("say")]
    async fn say(&self, id: Param<u32>, text: String) -> socketio::Result<usize> {
        emit("said", &text).broadcast().await?;
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(format!("{}: {text}", *id));
        Ok(lines.len())
    }
}

#[tokio::test]
async fn one_object_serves_all_names_whose_clients_do_not_mix() {
    let io = SocketIo::builder()
        .namespace(Rooms::default())
        .build()
        .unwrap();
    let (ann, mut bob) = (join(&io, "/room-1").await, join(&io, "/room-1").await);
    let mut eve = join(&io, "/room-2").await;

    let first: usize = ann.call("say", "hi").await.unwrap();
    let second: usize = eve.call("say", "ho").await.unwrap();

    assert_eq!((first, second), (1, 2));
    assert_eq!(bob.received().await, [("said", json!(["hi"]))]);
    assert_eq!(eve.received().await, [("said", json!(["ho"]))]);
    assert_eq!(refusal(&io, "/room-x").await, "Invalid namespace");
}

#[tokio::test]
async fn a_pattern_without_handlers_has_to_be_named_to_be_joined() {
    let io = SocketIo::builder()
        .namespaces(["/news-{lang}"])
        .build()
        .unwrap();

    let mut reader = join(&io, "/news-fr").await;
    io.io().of("/news-fr").emit("news", "pluie").await.unwrap();
    io.io()
        .emit("news", "Regen")
        .namespace("/news-de")
        .await
        .unwrap();

    assert_eq!(reader.received().await, [("news", json!(["pluie"]))]);
}

/// What observers are told about namespaces.
#[derive(Default)]
struct Seen(Mutex<Vec<String>>);

impl Seen {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until a line has this end.
    async fn has(&self, end: &str) {
        let there = || {
            let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            lines.iter().any(|line| line.ends_with(end))
        };
        while !there() {
            tokio::task::yield_now().await;
        }
    }
}

impl Observer for Seen {
    fn topics(&self) -> Topics {
        Topics::NAMESPACES
    }

    fn observe(&self, observation: &Observation<'_>) {
        let line = match observation {
            Observation::NamespaceCreated { .. } | Observation::NamespaceDeleted { .. } => {
                observation.to_string()
            }
            Observation::NamespaceJoined { namespace, .. } => format!("{namespace} joined"),
            Observation::NamespaceLeft { namespace, .. } => format!("{namespace} left"),
            _ => return,
        };
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }
}

#[on("connect", namespace = "/closed-{id}")]
async fn nobody(_id: Param<u32>) -> bool {
    false
}

fn observed() -> (SocketIo, Arc<Seen>) {
    let seen = Arc::new(Seen::default());
    let builder = SocketIo::builder().routes(routes![room, nobody]);
    let io = builder.observer(Arc::clone(&seen)).build().unwrap();
    (io, seen)
}

#[tokio::test]
async fn a_namespace_is_created_for_its_first_client_and_deleted_behind_its_last() {
    let (io, seen) = observed();

    let mut ann = join(&io, "/room-7").await;
    let mut bob = join(&io, "/room-7").await;
    ann.disconnect().await;
    bob.disconnect().await;
    seen.has("`/room-7` deleted").await;

    assert_eq!(
        seen.take(),
        [
            "namespace `/room-7` created for `/room-{id}`",
            "/room-7 joined",
            "/room-7 joined",
            "/room-7 left",
            "/room-7 left",
            "namespace `/room-7` deleted",
        ]
    );
}

#[tokio::test]
async fn as_many_empty_namespaces_are_kept_as_the_program_wants() {
    let seen = Arc::new(Seen::default());
    let builder = SocketIo::builder().routes(routes![room]);
    let builder = builder.keep_empty_namespaces(2);
    let io = builder.observer(Arc::clone(&seen)).build().unwrap();
    let come_and_go = async |id: u32| {
        let name = format!("/room-{id}");
        join(&io, &name).await.disconnect().await;
        seen.has(&format!("{name} left")).await;
    };

    come_and_go(1).await;
    come_and_go(2).await;
    seen.take();
    // It is kept, and is from now on the one that has become empty last.
    come_and_go(1).await;
    assert_eq!(seen.take(), ["/room-1 joined", "/room-1 left"]);
    come_and_go(3).await;
    seen.has("namespace `/room-2` deleted").await;
    seen.take();
    come_and_go(1).await;
    assert_eq!(seen.take(), ["/room-1 joined", "/room-1 left"]);
    come_and_go(2).await;
    seen.has("namespace `/room-3` deleted").await;
    assert_eq!(
        seen.take()[0],
        "namespace `/room-2` created for `/room-{id}`"
    );
}

#[tokio::test]
async fn a_client_that_is_refused_leaves_no_namespace_behind() {
    let (io, seen) = observed();

    refusal(&io, "/closed-1").await;
    seen.has("`/closed-1` deleted").await;
    refusal(&io, "/closed-x").await;

    assert_eq!(
        seen.take(),
        [
            "namespace `/closed-1` created for `/closed-{id}`",
            "namespace `/closed-1` deleted",
        ]
    );
}

#[tokio::test]
async fn an_emit_creates_no_namespace_and_fails_where_no_client_could_join() {
    let (io, seen) = observed();
    let io: Io = io.io();

    io.emit("e", 1).namespace("/room-7").await.unwrap();
    io.of("/room-8").emit("e", 1).to("party").await.unwrap();
    assert!(io.sids().namespace("/room-7").await.unwrap().is_empty());
    for name in ["/rooms-7", "/room-x", "/room-{id}", "/room-"] {
        assert_eq!(
            io.sids().namespace(name).await,
            Err(TargetError::UnknownNamespace(name.to_owned()))
        );
    }

    assert_eq!(seen.take(), [""; 0]);
}

#[tokio::test]
async fn who_comes_back_hears_a_socket_that_was_kept() {
    let (io, seen) = observed();
    let mut ann = join(&io, "/room-7").await;
    let socket = io.io().socket(ann.sid().parse().unwrap()).unwrap();
    ann.disconnect().await;
    seen.has("`/room-7` deleted").await;

    let mut bob = join(&io, "/room-7").await;
    socket.emit("e", 1).broadcast().await.unwrap();

    assert_eq!(bob.received().await, [("e", json!([1]))]);
}
