//! What goes wrong: in handlers and after them, in a session, and before there is one.

use std::{
    error::Error,
    fmt::{self, Display},
    process::Stdio,
};

use axum::Router;
use socketio::{Listener, SocketIo, State, Tls, emit, on, on_error, routes};
use tests::{Node, PATIENCE, RawClient, until};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    net::{TcpListener, TcpStream},
    process::Command,
    sync::Notify,
    time::timeout,
};

use super::{Story, session::builder};
use crate::{join, open};

#[tokio::test]
async fn a_packet_that_makes_no_sense_is_told_before_the_end() {
    let story = Story::default();
    let node = Node::run(&story.of(builder()), Router::new()).await;
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
    let node = Node::run(&story.of(builder()), Router::new()).await;
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

#[on_error(namespace = "/")]
async fn fails_too(_: socketio::Error) -> socketio::Result {
    Err("no luck here either".into())
}

#[tokio::test]
async fn an_error_handler_that_fails_is_told_before_the_first_failure() {
    let story = Story::default();
    let builder = builder().routes(routes![fails_too]);
    let node = Node::run(&story.of(builder), Router::new()).await;
    let mut websocket = open(&node).await;
    join(&mut websocket).await;

    websocket.send(r#"42["panic"]"#).await;

    let handled = "event `panic` from A in `/` handled: panic";
    assert_eq!(
        story.until(handled).await[3..],
        [
            "the error handler of `panic` in `/` failed: no luck here either",
            "the handler of `panic` in `/` failed: handler panicked: no luck at all",
            handled
        ]
    );
}

/// An error that panics when it is dropped.
#[derive(Debug)]
struct Grenade;

impl Drop for Grenade {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("dropped");
        }
    }
}

impl Display for Grenade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("do not drop me")
    }
}

impl Error for Grenade {}

#[on("throw")]
async fn throw() -> socketio::Result {
    Err(Grenade.into())
}

#[tokio::test]
async fn a_panic_outside_of_handlers_is_told_and_ends_the_session() {
    let story = Story::default();
    let builder = SocketIo::builder().routes(routes![throw]);
    let node = Node::run(&story.of(builder), Router::new()).await;
    let mut websocket = open(&node).await;
    join(&mut websocket).await;

    websocket.send(r#"42["throw"]"#).await;

    let closed = "session S closed: transport error";
    let told = story.until(closed).await;
    assert!(
        told.contains(&"a panic outside of handlers: session S is closed".to_owned()),
        "{told:?}"
    );
}

#[on("start")]
async fn start(how: String, gate: State<Notify>) {
    let work = async move {
        match how.as_str() {
            "fail" => Err(socketio::Error::from("no luck in a task")),
            _ => Ok(emit("late", ()).await?),
        }
    };
    let waited = async move {
        gate.notified().await;
        work.await
    };
    socketio::spawn(waited);
}

#[on("start until")]
async fn start_until(gate: State<Notify>) {
    let end = std::future::pending::<()>();
    socketio::until(end).spawn(async move {
        gate.notified().await;
        emit("connect", ()).await // a reserved name
    });
}

#[tokio::test]
async fn a_task_that_ends_with_an_error_is_told_with_the_event_that_has_started_it() {
    for (event, problem) in [
        (
            r#"42["start","fail"]"#,
            "`start` in `/` failed: no luck in a task",
        ),
        (
            r#"42["start until"]"#,
            "`start until` in `/` failed: event name `connect` is reserved: choose another",
        ),
        // The client has left by then.
        (
            "42[\"start\",\"emit\"]",
            "`start` in `/` failed: the client is gone",
        ),
    ] {
        let story = Story::default();
        let builder = SocketIo::builder().routes(routes![start, start_until]);
        let io = story.of(builder.state(Notify::new()));
        let node = Node::run(&io, Router::new()).await;
        let mut websocket = open(&node).await;
        join(&mut websocket).await;

        websocket.send(event).await;
        websocket.send("41").await;
        let left = "A left `/`: client namespace disconnect";
        story.until(left).await;
        io.io().state::<Notify>().unwrap().notify_one();

        story
            .until(&format!("a task of the handler of {problem}"))
            .await;
    }
}

#[on("outlive", concurrent)]
async fn outlive(gate: State<Notify>) -> socketio::Result {
    gate.notified().await;
    Err("too late".into())
}

#[tokio::test]
async fn a_handler_that_ends_after_its_client_is_told_as_any_other() {
    let story = Story::default();
    let builder = SocketIo::builder().routes(routes![outlive]);
    let io = story.of(builder.state(Notify::new()));
    let node = Node::run(&io, Router::new()).await;
    let mut websocket = open(&node).await;
    join(&mut websocket).await;

    websocket.send(r#"42["outlive"]"#).await;
    websocket.send("41").await;
    let left = "A left `/`: client namespace disconnect";
    story.until(left).await;
    io.io().state::<Notify>().unwrap().notify_one();

    let handled = "event `outlive` from A in `/` handled: error";
    assert_eq!(
        story.until(handled).await[3..],
        [
            left,
            "the handler of `outlive` in `/` failed: too late",
            handled
        ]
    );
}

#[tokio::test]
async fn a_client_that_does_not_speak_tls_is_told() {
    let story = Story::default();
    let (config, _) = crate::tls::configs();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let listener = Listener::from(listener).tls(Tls::config(config));
    let io = story.of(SocketIo::builder());
    let serving = tokio::spawn(async move { io.serve(Router::new(), listener).await });

    let mut client = RawClient::connect(addr).await;
    client.write(b"GET / HTTP/1.1\r\n\r\n").await;

    until(|| !story.lines().is_empty()).await;
    assert!(
        story.lines()[0].starts_with("no TLS: "),
        "{:?}",
        story.lines()
    );
    serving.abort();
}

/// Of its own process: the number of open files is limited for all of it.
#[tokio::test]
async fn a_server_without_files_to_open_says_that_it_cannot_accept() {
    let script = format!(
        "ulimit -n 24 && exec {} 127.0.0.1:0",
        env!("CARGO_BIN_EXE_run-server")
    );
    let mut program = Command::new("sh")
        .args(["-c", &script])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let (line, _lines) = tests::first_line(&mut program).await;
    let addr = line.strip_prefix("listening on http://").unwrap();
    let mut clients = Vec::new();
    for _ in 0..24 {
        clients.push(TcpStream::connect(addr).await.unwrap());
    }

    let mut errors = BufReader::new(program.stderr.take().unwrap()).lines();
    let line = timeout(PATIENCE, errors.next_line()).await.unwrap();
    let line = line.unwrap().unwrap();
    assert!(
        line.starts_with("socketio error: cannot accept connections: "),
        "{line}"
    );

    // It goes on once there are.
    clients.clear();
    let mut client = RawClient::connect(addr.parse().unwrap()).await;
    assert_eq!(client.get(crate::POLLING).await.status, 200);
}
