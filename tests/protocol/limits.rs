//! What is too large, too long, or too much.

use std::time::Duration;

use socketio::{SocketIo, routes};
use tests::{Node, Polling, RawClient};

use crate::{POLLING, WEBSOCKET, ack, echo, echoes, joined, open};

const MAX: usize = 1000;

async fn node() -> Node {
    let io = SocketIo::builder()
        .routes(routes![echo, ack])
        .max_http_buffer_size(MAX)
        .build()
        .unwrap();
    Node::router(&io).await
}

/// An event of exactly `size` bytes.
fn event(size: usize) -> String {
    let frame = r#"420["ack",""]"#.len();
    format!(r#"420["ack","{}"]"#, "x".repeat(size - frame))
}

#[tokio::test]
async fn a_websocket_message_may_have_the_size_that_was_announced() {
    let node = node().await;
    let mut websocket = joined(&node).await;

    websocket.send(&event(MAX)).await;
    assert!(websocket.text().await.starts_with("430["));

    websocket.send(&event(MAX + 1)).await;
    assert_eq!(websocket.closed().await, Some(1009));
}

#[tokio::test]
async fn fragments_count_together() {
    let node = node().await;
    let mut websocket = joined(&node).await;

    websocket.write(&tests::frame(0x01, &[b'4'; 600])).await;
    websocket.write(&tests::frame(0x80, &[b'4'; 600])).await;

    assert_eq!(websocket.closed().await, Some(1009));
}

#[tokio::test]
async fn a_post_may_have_the_size_that_was_announced_and_its_session_survives_more() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;

    session.post(&event(MAX)).await;
    assert!(session.get().await.starts_with("430["));
    assert_eq!(session.try_post(&event(MAX + 1)).await.status, 413);
    assert_eq!(session.try_post(&event(MAX * 5)).await.status, 413);

    session.post(&event(100)).await;
    assert!(session.get().await.starts_with("430["));
}

#[tokio::test]
async fn a_post_in_chunks_is_bounded_as_well() {
    let node = node().await;
    let session = Polling::joined(node.addr).await;
    let mut client = RawClient::connect(node.addr).await;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        session.target()
    );
    client.write(head.as_bytes()).await;
    let chunk = format!("{:x}\r\n{}\r\n", 300, "4".repeat(300));
    for _ in 0..4 {
        client.write(chunk.as_bytes()).await;
    }
    client.write(b"0\r\n\r\n").await;

    assert_eq!(client.receive().await.status, 413);
}

#[tokio::test]
async fn a_post_that_breaks_off_ends_the_session() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    let mut client = RawClient::connect(node.addr).await;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n4",
        session.target()
    );
    client.write(head.as_bytes()).await;

    drop(client);

    while session.try_get().await.status == 200 {}
}

#[tokio::test]
async fn a_session_that_joins_nothing_ends() {
    let io = SocketIo::builder()
        .connect_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let node = Node::router(&io).await;

    open(&node).await.closed().await;
}

#[tokio::test]
async fn a_session_that_has_joined_stays() {
    let io = SocketIo::builder()
        .routes(routes![ack])
        .connect_timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    let node = Node::router(&io).await;
    let mut idle = open(&node).await;
    let mut active = joined(&node).await;

    idle.closed().await;

    echoes(&mut active).await;
}

#[tokio::test]
async fn one_session_more_than_may_be_is_told_to_come_later() {
    let io = SocketIo::builder().max_connections(2).routes(routes![ack]);
    let node = Node::router(&io.build().unwrap()).await;
    let mut websocket = joined(&node).await;
    let mut session = Polling::joined(node.addr).await;
    let mut client = RawClient::connect(node.addr).await;

    let refused = client.get(POLLING).await;
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (503, Some("10"))
    );
    let refused = RawClient::connect(node.addr).await.upgrade(WEBSOCKET, &[]);
    assert_eq!(refused.await.unwrap_err().status, 503);

    echoes(&mut websocket).await;
    session.post("1").await;
    while client.get(POLLING).await.status != 200 {}
}

#[tokio::test]
async fn what_is_kept_of_a_request_is_bounded() {
    let io = SocketIo::builder().max_header_bytes(1000).build().unwrap();
    let node = Node::router(&io).await;
    let cookie = "x".repeat(1000);
    let headers = [("Cookie", cookie.as_str())];
    let mut client = RawClient::connect(node.addr).await;

    assert_eq!(
        client.request("GET", POLLING, &headers, "").await.status,
        431
    );
    let refused = RawClient::connect(node.addr)
        .await
        .upgrade(WEBSOCKET, &headers);
    assert_eq!(refused.await.unwrap_err().status, 431);

    assert_eq!(client.get(POLLING).await.status, 200);
}
