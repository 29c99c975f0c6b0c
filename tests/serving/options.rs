//! What single options change, seen from the wire.

use std::time::Duration;

use serde_json::{Value, json};
use socketio::{Cookie, Data, SocketIoBuilder, TransportKind, on, routes};
use tests::{Node, Polling, RawClient, WebSocket};

use crate::{POLLING, WEBSOCKET, builder, join};

async fn node(builder: SocketIoBuilder) -> Node {
    Node::router(&builder.build().unwrap()).await
}

/// Status and body of a WebSocket handshake that is refused.
async fn refused(node: &Node, target: &str) -> (u16, String) {
    let client = RawClient::connect(node.addr).await;
    let response = client.upgrade(target, &[]).await.unwrap_err();
    (response.status, response.body)
}

async fn opened(node: &Node) -> WebSocket {
    let client = RawClient::connect(node.addr).await;
    client.upgrade(WEBSOCKET, &[]).await.unwrap()
}

/// What the server says when it opens a session over WebSocket.
async fn terms(websocket: &mut WebSocket) -> Value {
    let open = websocket.text().await;
    serde_json::from_str(open.strip_prefix('0').unwrap()).unwrap()
}

#[tokio::test]
async fn only_chosen_transports_open_sessions() {
    let unknown = (
        400,
        r#"{"code":0,"message":"Transport unknown"}"#.to_owned(),
    );

    let polling = node(builder().transports([TransportKind::Polling])).await;
    assert_eq!(refused(&polling, WEBSOCKET).await, unknown);
    let session = Polling::joined(polling.addr).await;
    assert_eq!(session.open["upgrades"], json!([]));
    let target = session.target().replace("polling", "websocket");
    assert_eq!(refused(&polling, &target).await.0, 400);

    let websocket = node(builder().transports([TransportKind::WebSocket])).await;
    let response = RawClient::connect(websocket.addr).await.get(POLLING).await;
    assert_eq!((response.status, response.body), unknown);
    let client = RawClient::connect(websocket.addr).await;
    join(client, "/", &[]).await.unwrap();
}

#[tokio::test]
async fn an_upgrade_that_is_not_allowed_is_neither_offered_nor_served() {
    let node = node(builder().allow_upgrades(false)).await;
    let mut session = Polling::joined(node.addr).await;

    assert_eq!(session.open["upgrades"], json!([]));
    let target = session.target().replace("polling", "websocket");
    assert_eq!(refused(&node, &target).await.0, 400);

    session.post(r#"421["echo","still here"]"#).await;
    assert_eq!(session.get().await, r#"431["still here"]"#);
    opened(&node).await;
}

#[tokio::test]
async fn an_upgrade_that_takes_too_long_is_given_up_and_the_session_stays() {
    let node = node(builder().upgrade_timeout(Duration::from_millis(50))).await;
    let mut session = Polling::joined(node.addr).await;
    let mut websocket = session.websocket().await.unwrap();

    websocket.closed().await;

    session.post(r#"421["echo","still here"]"#).await;
    assert_eq!(session.get().await, r#"431["still here"]"#);
    session.upgrade().await;
}

#[tokio::test]
async fn pings_keep_their_rhythm_whatever_grace_clients_are_told() {
    let io = builder()
        .ping_interval(Duration::from_millis(60))
        .ping_grace_period(Duration::from_secs(3600));
    let node = node(io).await;
    let mut websocket = opened(&node).await;

    assert_eq!(terms(&mut websocket).await["pingInterval"], 3_600_060);
    assert_eq!(websocket.text().await, "2");
}

#[on("count")]
async fn count(values: Vec<Data>) -> usize {
    values.len()
}

#[tokio::test]
async fn more_attachments_than_allowed_end_the_session() {
    let node = node(builder().routes(routes![count]).max_attachments(2)).await;
    let placeholders = |count: usize| {
        let one = |num| json!({ "_placeholder": true, "num": num });
        let all: Vec<_> = (0..count).map(one).collect();
        format!("45{count}-1{}", json!(["count", all]))
    };
    let client = RawClient::connect(node.addr).await;
    let mut websocket = join(client, "/", &[]).await.unwrap();

    websocket.send(&placeholders(2)).await;
    websocket.frame(2, b"a").await;
    websocket.frame(2, b"b").await;
    assert_eq!(websocket.text().await, "431[2]");

    websocket.send(&placeholders(3)).await;
    websocket.closed().await;
}

#[tokio::test]
async fn the_handshake_of_either_transport_sets_the_cookie() {
    let cookie = Cookie::new("io").secure(true).path("/live");
    let node = node(builder().cookie(cookie)).await;
    let wanted = |sid: &Value| {
        let sid = sid.as_str().unwrap();
        format!("io={sid}; Path=/live; HttpOnly; Secure; SameSite=Lax")
    };

    let session = Polling::open(node.addr).await;
    let set = session.response.header("set-cookie");
    assert_eq!(set, Some(wanted(&session.open["sid"]).as_str()));
    let mut websocket = opened(&node).await;
    let sid = terms(&mut websocket).await["sid"].clone();
    let set = websocket.response.header("set-cookie");
    assert_eq!(set, Some(wanted(&sid).as_str()));

    let upgraded = session.websocket().await.unwrap();
    assert_eq!(upgraded.response.header("set-cookie"), None);
}
