//! Requests that are refused, each with what was compared.

use axum::http::request::Parts;
use socketio::{SocketIo, SocketIoBuilder};
use tests::{Node, RawClient};

use super::Story;
use crate::{POLLING, WEBSOCKET};

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
            "the client speaks another protocol version: clients of Socket.IO 3 and later can connect, and with `allow_eio3(true)` those of version 2: found `3`, expected 4",
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
async fn a_session_that_a_stopping_server_does_not_open_is_told() {
    let story = Story::default();
    let io = story.of(SocketIo::builder());
    // Under `run`, a stop ends the listener as well.
    let node = Node::router(&io).await;
    assert!(io.shutdown(tests::PATIENCE).await);

    let mut client = RawClient::connect(node.addr).await;
    assert_eq!(client.get(POLLING).await.status, 503);

    assert_eq!(story.lines(), ["request refused: the server stops"]);
}
