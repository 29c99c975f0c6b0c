//! Who gets a session, and what the others are told.

use serde_json::Value;
use tests::{Node, Polling, RawClient, Response};

use crate::{POLLING, WEBSOCKET, node, open, server};

fn is_sid(sid: &Value) -> bool {
    let is_url_safe = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    sid.as_str()
        .is_some_and(|sid| sid.len() == 20 && sid.bytes().all(is_url_safe))
}

#[tokio::test]
async fn a_polling_session_is_told_its_terms() {
    let node = node().await;

    let session = Polling::open(node.addr).await;

    assert!(is_sid(&session.open["sid"]));
    assert_eq!(session.open["upgrades"], serde_json::json!(["websocket"]));
    assert_eq!(session.open["pingInterval"], 25_000);
    assert_eq!(session.open["pingTimeout"], 20_000);
    assert_eq!(session.open["maxPayload"], 1_000_000);
    assert_eq!(session.open.as_object().unwrap().len(), 5);
    assert_eq!(
        session.response.header("content-type"),
        Some("text/plain; charset=UTF-8")
    );
}

#[tokio::test]
async fn a_websocket_session_is_told_its_terms() {
    let node = node().await;
    let client = RawClient::connect(node.addr).await;
    let mut websocket = client.upgrade(WEBSOCKET, &[]).await.unwrap();
    assert_eq!(
        websocket.response.header("sec-websocket-accept"),
        Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    );

    let open = websocket.text().await;

    let open: Value = serde_json::from_str(open.strip_prefix('0').unwrap()).unwrap();
    assert!(is_sid(&open["sid"]));
    assert_eq!(open["upgrades"], serde_json::json!([]));
}

#[tokio::test]
async fn every_session_has_an_id_of_its_own() {
    let node = node().await;

    let (one, other) = (
        Polling::open(node.addr).await,
        Polling::open(node.addr).await,
    );

    assert_ne!(one.sid(), other.sid());
}

#[tokio::test]
async fn requests_that_make_no_sense_are_refused() {
    let node = node().await;
    let mut client = RawClient::connect(node.addr).await;
    for (method, target, body) in [
        (
            "GET",
            "/socket.io/?EIO=4",
            r#"{"code":0,"message":"Transport unknown"}"#,
        ),
        (
            "GET",
            "/socket.io/?EIO=4&transport=abc",
            r#"{"code":0,"message":"Transport unknown"}"#,
        ),
        (
            "GET",
            "/socket.io/?EIO=4&transport=polling&sid=abc",
            r#"{"code":1,"message":"Session ID unknown"}"#,
        ),
        (
            "POST",
            "/socket.io/?EIO=4&transport=polling&sid=abc",
            r#"{"code":1,"message":"Session ID unknown"}"#,
        ),
        (
            "POST",
            "/socket.io/?EIO=4&transport=polling",
            r#"{"code":2,"message":"Bad handshake method"}"#,
        ),
        (
            "PUT",
            "/socket.io/?EIO=4&transport=polling",
            r#"{"code":2,"message":"Bad handshake method"}"#,
        ),
        (
            "GET",
            "/socket.io/?EIO=4&transport=websocket",
            r#"{"code":3,"message":"Bad request"}"#,
        ),
        (
            "GET",
            "/socket.io/?transport=polling",
            r#"{"code":5,"message":"Unsupported protocol version"}"#,
        ),
        (
            "GET",
            "/socket.io/?EIO=3&transport=polling",
            r#"{"code":5,"message":"Unsupported protocol version"}"#,
        ),
    ] {
        let response = client.request(method, target, &[], "").await;

        assert_eq!(
            (response.status, response.body.as_str()),
            (400, body),
            "{method} {target}"
        );
        assert_eq!(response.header("content-type"), Some("application/json"));
    }
}

async fn refused(node: &Node, target: &str, headers: &[(&str, &str)]) -> Response {
    let client = RawClient::connect(node.addr).await;
    client
        .upgrade(target, headers)
        .await
        .expect_err("no WebSocket opens")
}

#[tokio::test]
async fn a_websocket_without_key_or_version_is_refused() {
    let node = node().await;
    for headers in [
        ("Sec-WebSocket-Key", ""),
        ("Sec-WebSocket-Key", "short"),
        ("Sec-WebSocket-Version", ""),
        ("Sec-WebSocket-Version", "12"),
        ("Upgrade", "h2c"),
        ("Connection", "keep-alive"),
    ] {
        assert_eq!(
            refused(&node, WEBSOCKET, &[headers]).await.status,
            400,
            "{headers:?}"
        );
    }
    assert_eq!(
        refused(&node, "/socket.io/?EIO=3&transport=websocket", &[])
            .await
            .status,
        400
    );
    assert_eq!(
        refused(&node, "/socket.io/?EIO=4&transport=abc", &[])
            .await
            .status,
        400
    );

    open(&node).await;
}

#[tokio::test]
async fn a_page_of_another_origin_is_refused_on_both_transports() {
    let node = node().await;
    let mut client = RawClient::connect(node.addr).await;

    let polling = client
        .request("GET", POLLING, &[("Origin", "http://evil.test")], "")
        .await;
    assert_eq!(polling.status, 403);
    assert_eq!(polling.header("access-control-allow-origin"), None);
    assert_eq!(
        refused(&node, WEBSOCKET, &[("Origin", "http://evil.test")])
            .await
            .status,
        403
    );

    let same = client
        .request("GET", POLLING, &[("Origin", "http://server.test")], "")
        .await;
    assert_eq!(same.status, 200);
    assert_eq!(
        same.header("access-control-allow-origin"),
        Some("http://server.test")
    );
    RawClient::connect(node.addr)
        .await
        .upgrade(WEBSOCKET, &[("Origin", "http://server.test")])
        .await
        .unwrap();
}

#[tokio::test]
async fn the_path_may_leave_out_its_last_slash_and_is_exact_otherwise() {
    let node = Node::serve(server().router()).await;
    let mut client = RawClient::connect(node.addr).await;

    assert_eq!(
        client
            .get("/socket.io?EIO=4&transport=polling")
            .await
            .status,
        200
    );
    assert_eq!(
        client
            .get("/socket.iox/?EIO=4&transport=polling")
            .await
            .status,
        404
    );
    assert_eq!(client.get("/?EIO=4&transport=polling").await.status, 404);
}

#[tokio::test]
async fn the_client_is_found_below_the_path() {
    let node = node().await;
    let mut client = RawClient::connect(node.addr).await;

    let response = client.get("/socket.io/socket.io.min.js").await;

    assert_eq!(response.status, 302);
    assert!(
        response
            .header("location")
            .unwrap()
            .starts_with("https://cdn.socket.io/4.")
    );
}
