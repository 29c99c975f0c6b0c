//! Requests of which only a part ever comes.

use std::time::Duration;

use socketio::{SocketIo, routes};
use tests::{Node, Polling, RawClient};

use crate::ack;

/// A POST of a session, without most of its body.
async fn half_post(session: &Polling, node: &Node) -> RawClient {
    let mut client = RawClient::connect(node.addr).await;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n4",
        session.target()
    );
    client.write(head.as_bytes()).await;
    client
}

#[tokio::test]
async fn a_body_that_does_not_come_in_time_ends_its_session() {
    let io = SocketIo::builder().body_timeout(Duration::from_millis(50));
    let io = io.routes(routes![ack]).build().unwrap();
    for node in [
        Node::run(&io, axum::Router::new()).await,
        Node::router(&io).await,
    ] {
        let mut session = Polling::joined(node.addr).await;

        let mut client = half_post(&session, &node).await;

        assert_eq!(client.receive().await.status, 408);
        client.closed().await;
        while session.try_get().await.status == 200 {}
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_and_never_ends_is_not_waited_for() {
    let io = SocketIo::builder().body_timeout(Duration::from_millis(50));
    let io = io.max_http_buffer_size(1000).routes(routes![ack]);
    let node = Node::run(&io.build().unwrap(), axum::Router::new()).await;
    let mut session = Polling::joined(node.addr).await;
    let mut client = RawClient::connect(node.addr).await;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n4",
        session.target()
    );

    client.write(head.as_bytes()).await;

    assert_eq!(client.receive().await.status, 413);
    session.post(r#"420["ack"]"#).await;
}

#[tokio::test]
async fn a_body_on_its_way_ends_with_its_session() {
    let io = SocketIo::new(routes![ack]);
    let node = Node::run(&io, axum::Router::new()).await;
    let mut session = Polling::joined(node.addr).await;
    let mut client = half_post(&session, &node).await;

    // A second POST beside the first is against the protocol, and ends the session.
    assert_eq!(session.try_post("40").await.status, 400);

    assert_eq!(client.receive().await.status, 400);
    client.closed().await;
}
