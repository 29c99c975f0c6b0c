//! Bounds that are reached.

use std::time::Duration;

use socketio::{SocketIo, SocketIoBuilder, State, emit, on, routes};
use tests::{Node, Polling, until};
use tokio::sync::Notify;

use super::Story;
use crate::open;

#[on("wait")]
async fn wait(gate: State<Notify>) {
    gate.notified().await;
}

/// Sends more at once than may wait: a task has no turn that would bound it, and what goes to everybody does not wait.
#[on("burst")]
async fn burst() {
    socketio::spawn(async {
        for number in 0..3 {
            emit("one of many", number).broadcast().await?;
        }
        Ok::<(), socketio::EmitError>(())
    });
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
async fn an_upgrade_that_takes_too_long_is_told() {
    let told = Story::default();
    let builder = SocketIo::builder().upgrade_timeout(Duration::from_millis(1));
    let node = Node::run(&told.of(builder), axum::Router::new()).await;
    let session = Polling::joined(node.addr).await;

    let websocket = session.websocket().await;

    told.until(
        "session S: a WebSocket did not become the transport in time: the session goes on polling",
    )
    .await;
    drop(websocket);
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
