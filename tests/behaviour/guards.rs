//! Guards: who may do what is decided before the handler runs.

use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::{Value, json};
use socketio::{
    ClientError, Error, EventName, Http, Session, Socket, SocketIo, State, emit, namespace, on,
    on_error, routes, testing::TestClient,
};

use crate::{Log, join, noted};

#[derive(Default)]
struct User {
    admin: bool,
    name: String,
}

#[on("login")]
async fn login(name: String, user: Session<User>) {
    user.with(|user| {
        *user = User {
            admin: name == "ann",
            name,
        }
    });
}

async fn is_admin(user: Session<User>) -> bool {
    user.with(|user| user.admin)
}

/// The owner's name is in front of the file's.
async fn owns(file: String, user: Session<User>) -> Result<(), ClientError> {
    let name = user.with(|user| user.name.clone());
    match file.split_once('/') {
        Some((owner, _)) if owner == name => Ok(()),
        owner => {
            let owner = owner.map(|(owner, _)| owner);
            Err(ClientError::new("not yours", "ask its owner").data(json!({ "owner": owner })))
        }
    }
}

#[on("stop", guard = is_admin)]
async fn stop(log: State<Log>) -> &'static str {
    log.add("stopped");
    "stopped"
}

#[on("write", guard = owns)]
async fn write(file: String, data: Bytes) -> (String, usize) {
    (file, data.len())
}

async fn first(log: State<Log>, event: EventName) -> bool {
    tokio::task::yield_now().await;
    log.add(format!("first, {event}"));
    true
}

async fn second(log: State<Log>, pass: bool) -> bool {
    log.add("second");
    pass
}

async fn third(log: State<Log>) -> bool {
    log.add("third");
    true
}

#[on("in order", guard = first, guard = second, guard = third)]
async fn in_order(_pass: bool, log: State<Log>) {
    log.add("handler");
}

#[on("behind", guard = third)]
async fn behind(log: State<Log>) {
    log.add("behind");
}

async fn breaks(how: String) -> socketio::Result {
    match how.as_str() {
        "panic" => panic!("ouch"),
        "error" => Err("the database is away".into()),
        _ => Ok(()),
    }
}

#[on("break", guard = breaks)]
async fn broken(_how: String) {}

async fn speaks(headers: Http<HeaderMap>, socket: Socket) -> socketio::Result<()> {
    emit("asked", socket.sid()).await?;
    match headers.get("x-lang") {
        Some(_) => Ok(()),
        None => Err(ClientError::new("language", "none").into()),
    }
}

#[on("speak", guard = speaks, guard = speaks)]
async fn speak(Http(headers): Http<HeaderMap>, text: String) -> String {
    format!("{text} in {:?}", headers["x-lang"])
}

#[on_error(namespace = "/strict")]
async fn failed(error: Error) -> String {
    error.to_string()
}

#[on("break", namespace = "/strict", guard = breaks)]
async fn broken_strictly(_how: String) {}

fn server() -> SocketIo {
    let routes = routes![
        login,
        stop,
        write,
        in_order,
        behind,
        broken,
        speak,
        failed,
        broken_strictly
    ];
    let server = SocketIo::builder().routes(routes).namespace(Board);
    server.state(Log::default()).build().unwrap()
}

/// The kind and the message of the error envelope.
async fn refusal(client: &TestClient, event: &str, args: impl serde::Serialize) -> [String; 2] {
    let answer: Value = client.call(event, args).await.unwrap();
    ["kind", "message"].map(|key| answer["error"][key].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_guard_decides_whether_the_handler_runs() {
    let io = server();
    let (ann, bob) = (join(&io, "/").await, join(&io, "/").await);
    ann.call::<()>("login", "ann").await.unwrap();
    bob.call::<()>("login", "bob").await.unwrap();

    assert_eq!(
        refusal(&bob, "stop", ()).await,
        ["forbidden", "this is not allowed"]
    );
    assert_eq!(noted(&io), [""; 0]);
    assert_eq!(ann.call::<String>("stop", ()).await.unwrap(), "stopped");
}

#[tokio::test]
async fn a_guard_reads_arguments_that_the_handler_gets_as_well() {
    let ann = join(&server(), "/").await;
    ann.call::<()>("login", "ann").await.unwrap();

    let written = ann.call::<(String, usize)>("write", ("ann/a", Bytes::from_static(b"123")));
    assert_eq!(written.await.unwrap(), ("ann/a".to_owned(), 3));
    let refused: Value = ann.call("write", ("bob/a", Bytes::new())).await.unwrap();
    assert_eq!(
        refused,
        json!({ "error": { "kind": "not yours", "message": "ask its owner", "data": { "owner": "bob" } } })
    );
    let [kind, message] = refusal(&ann, "write", 5).await;
    assert_eq!(kind, "arguments");
    assert!(message.contains("expected a string"), "{message}");
    let [kind, message] = refusal(&ann, "write", "ann/a").await;
    assert_eq!(kind, "arguments");
    assert!(message.contains("`data`"), "{message}");
}

#[tokio::test]
async fn guards_are_asked_in_order_until_one_refuses() {
    let io = server();
    let ann = join(&io, "/").await;

    ann.emit("in order", false).await;
    ann.emit("behind", ()).await;
    ann.call::<()>("in order", true).await.unwrap();

    assert_eq!(
        noted(&io),
        [
            "first, in order",
            "second",
            "third",
            "behind",
            "first, in order",
            "second",
            "third",
            "handler"
        ]
    );
}

#[tokio::test]
async fn a_guard_that_fails_fails_like_the_handler() {
    let io = server();
    let (ann, bob) = (join(&io, "/").await, join(&io, "/strict").await);

    assert_eq!(refusal(&ann, "break", "panic").await[0], "panic");
    assert_eq!(
        refusal(&ann, "break", "error").await,
        ["handler", "the handler failed"]
    );
    ann.call::<()>("break", "nothing").await.unwrap();
    let told: String = bob.call("break", "error").await.unwrap();
    assert_eq!(told, "the database is away");
}

#[tokio::test]
async fn who_asked_for_no_answer_is_told_nothing() {
    let io = server();
    let mut ann = join(&io, "/").await;

    ann.emit("stop", ()).await;
    ann.emit("in order", false).await;

    assert_eq!(ann.received().await, []);
    assert_eq!(noted(&io).last().unwrap(), "second");
}

#[tokio::test]
async fn a_guard_has_the_context_and_extractors_of_a_handler() {
    let io = server();
    let mut ann = io
        .test_client("/")
        .header("x-lang", "en")
        .connect()
        .await
        .unwrap();
    let bob = join(&io, "/").await;

    let said: String = ann.call("speak", "hi").await.unwrap();
    assert_eq!(said, "hi in \"en\"");
    let sid = json!([ann.sid()]);
    assert_eq!(
        ann.received().await,
        [("asked", sid.clone()), ("asked", sid)]
    );
    assert_eq!(refusal(&bob, "speak", "hi").await, ["language", "none"]);
}

struct Board;

#[namespace("/board", guard = first, guard = Self::is_open)]
impl Board {
    async fn is_open(socket: Socket, log: State<Log>) -> bool {
        log.add("open?");
        socket.query("closed").is_none()
    }

    #[on("connect")]
    async fn connect(&self, log: State<Log>) {
        log.add("connected");
    }

    #[on("draw", guard = third)]
    async fn draw(&self, log: State<Log>) {
        log.add("drawn");
    }

    #[on("*")]
    async fn other(&self, event: EventName) -> EventName {
        event
    }
}

#[tokio::test]
async fn the_guards_of_a_class_are_asked_about_all_its_events() {
    let io = server();
    let ann = join(&io, "/board").await;
    let closed = io.test_client("/board").query("closed=yes").connect();
    let bob = closed.await.unwrap();
    assert_eq!(noted(&io), ["connected", "connected"]);

    ann.call::<()>("draw", ()).await.unwrap();
    assert_eq!(noted(&io), ["first, draw", "open?", "third", "drawn"]);
    assert_eq!(
        ann.call::<String>("anything", ()).await.unwrap(),
        "anything"
    );
    assert_eq!(noted(&io), ["first, anything", "open?"]);
    for event in ["draw", "anything"] {
        assert_eq!(refusal(&bob, event, ()).await[0], "forbidden");
    }
}
