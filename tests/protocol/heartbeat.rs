//! Pings come in their rhythm; silence ends a session.

use std::time::{Duration, Instant};

use socketio::{SocketIo, routes};
use tests::{Node, PATIENCE, Polling};

use crate::{ack, open};

const INTERVAL: Duration = Duration::from_millis(60);

async fn node(timeout: Duration) -> Node {
    let io = SocketIo::builder()
        .routes(routes![ack])
        .ping_interval(INTERVAL)
        .ping_timeout(timeout)
        .build()
        .unwrap();
    Node::router(&io).await
}

#[tokio::test]
async fn a_websocket_is_pinged_in_rhythm() {
    let node = node(PATIENCE).await;
    let mut websocket = open(&node).await;

    for _ in 0..3 {
        let begin = Instant::now();
        assert_eq!(websocket.text().await, "2");
        assert!(begin.elapsed() > INTERVAL / 2, "not at once");
        websocket.send("3").await;
    }
}

#[tokio::test]
async fn a_polling_session_is_pinged_by_its_polls() {
    let node = node(PATIENCE).await;
    let mut session = Polling::open(node.addr).await;

    for _ in 0..3 {
        assert_eq!(session.get().await, "2");
        session.post("3").await;
    }
}

#[tokio::test]
async fn silence_ends_a_session() {
    let node = node(INTERVAL).await;
    let mut websocket = open(&node).await;
    let mut session = Polling::open(node.addr).await;

    websocket.closed().await;

    while session.try_get().await.status == 200 {}
}

#[tokio::test]
async fn a_ping_of_the_client_is_the_wrong_way_round() {
    let node = node(PATIENCE).await;
    let mut websocket = open(&node).await;

    websocket.send("2").await;

    websocket.closed().await;
}
