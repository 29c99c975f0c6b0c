//! Engine.IO 3 and Socket.IO 2 on the wire, for those who are let in, and what others get.

use std::time::Duration;

use serde_json::Value;
use socketio::{Data, Recovery, SocketIo, SocketIoBuilder, emit, on, routes};
use tests::{Node, RawClient, Response};

use crate::WEBSOCKET;

const POLLING: &str = "/socket.io/?EIO=3&transport=polling";

#[on("ack")]
async fn ack(value: Data) -> Data {
    value
}

async fn node(allow: bool) -> Node {
    serve(builder(allow)).await
}

fn builder(allow: bool) -> SocketIoBuilder {
    SocketIo::builder()
        .routes(routes![ack, echo])
        .allow_eio3(allow)
        .ping_interval(Duration::from_millis(50))
        .ping_timeout(Duration::from_millis(50))
}

async fn serve(builder: SocketIoBuilder) -> Node {
    Node::router(&builder.build().unwrap()).await
}

#[on("echo")]
async fn echo(value: Data) -> socketio::Result {
    emit("echo", value).await?;
    Ok(())
}

/// A session that polls.
struct Polling {
    client: RawClient,
    target: String,
}

impl Polling {
    /// Opens a session; `more` is added to the query of each request.
    async fn open(node: &Node, more: &str) -> Self {
        let mut client = RawClient::connect(node.addr).await;
        let response = client.get(&format!("{POLLING}{more}")).await;
        let (length, packet) = response.body.split_once(':').unwrap();
        assert_eq!(length.parse(), Ok(packet.len()));
        let terms: Value = serde_json::from_str(packet.strip_prefix('0').unwrap()).unwrap();
        let sid = terms["sid"].as_str().unwrap();
        let target = format!("{POLLING}{more}&sid={sid}");
        Self { client, target }
    }

    async fn post(&mut self, body: &[u8]) -> Response {
        let body = String::from_utf8(body.to_vec()).unwrap();
        self.client.request("POST", &self.target, &[], &body).await
    }

    async fn get(&mut self) -> Response {
        self.client.get(&self.target).await
    }
}

#[tokio::test]
async fn who_is_not_let_in_is_told_so() {
    let node = node(false).await;

    for query in ["EIO=3&transport=polling", "transport=polling"] {
        let mut client = RawClient::connect(node.addr).await;
        let refused = client.get(&format!("/socket.io/?{query}")).await;
        assert_eq!(
            (refused.status, &*refused.body),
            (
                400,
                r#"{"code":5,"message":"Unsupported protocol version"}"#
            )
        );
    }
}

#[tokio::test]
async fn no_other_revision_is_let_in() {
    let node = node(true).await;

    for revision in ["2", "5", "x", ""] {
        let mut client = RawClient::connect(node.addr).await;
        let target = format!("/socket.io/?EIO={revision}&transport=polling");
        assert_eq!(client.get(&target).await.status, 400, "{revision}");
    }
    let mut client = RawClient::connect(node.addr).await;
    let open = client.get("/socket.io/?transport=polling").await;
    assert_eq!(open.status, 200, "a client of revision 3 need not name it");
}

#[tokio::test]
async fn polling_bodies_have_lengths() {
    let node = node(true).await;
    let mut session = Polling::open(&node, "").await;

    assert_eq!(session.get().await.body, "2:40", "it is in `/` at once");
    let posted = session.post(r#"15:420["ack","😀"]1:2"#.as_bytes()).await;
    assert_eq!((posted.status, &*posted.body), (200, "ok"));
    let response = session.get().await;
    assert_eq!(response.body, r#"9:430["😀"]1:3"#);
    assert_eq!(
        response.header("content-type"),
        Some("text/plain; charset=UTF-8")
    );
}

#[tokio::test]
async fn bytes_make_a_body_binary_unless_the_client_reads_text_alone() {
    let node = node(true).await;
    let question = br#"42:451-7["ack",{"_placeholder":true,"num":0}]10:b4AQIDBAU="#;

    let mut session = Polling::open(&node, "").await;
    assert_eq!(session.get().await.body, "2:40");
    assert_eq!(session.post(question).await.status, 200);
    let response = session.get().await;
    let mut expected = vec![0, 3, 6, 255];
    expected.extend_from_slice(br#"461-7[{"_placeholder":true,"num":0}]"#);
    expected.extend_from_slice(&[1, 6, 255, 4, 1, 2, 3, 4, 5]);
    assert_eq!(response.bytes, expected);
    assert_eq!(
        response.header("content-type"),
        Some("application/octet-stream")
    );

    let mut session = Polling::open(&node, "&b64=1").await;
    assert_eq!(session.get().await.body, "2:40");
    assert_eq!(session.post(question).await.status, 200);
    assert_eq!(
        session.get().await.body,
        r#"36:461-7[{"_placeholder":true,"num":0}]10:b4AQIDBAU="#
    );
}

#[tokio::test]
async fn a_body_that_is_none_ends_the_session() {
    let node = node(true).await;
    for body in ["2", "3:40", "2:40x", ""] {
        let mut session = Polling::open(&node, "").await;
        assert_eq!(session.get().await.body, "2:40");
        let status = session.post(body.as_bytes()).await.status;
        assert_eq!(status, 400, "{body}");
    }
}

#[tokio::test]
async fn on_a_websocket_bytes_have_their_type_in_front() {
    let node = node(true).await;
    let client = RawClient::connect(node.addr).await;
    let target = WEBSOCKET.replace("EIO=4", "EIO=3");
    let mut websocket = client.upgrade(&target, &[]).await.unwrap();
    assert!(websocket.text().await.starts_with("0{"));
    assert_eq!(websocket.text().await, "40");

    websocket
        .send(r#"451-["ack",{"_placeholder":true,"num":0}]"#)
        .await;
    websocket.frame(2, &[4, 9, 8]).await;
    websocket
        .send(r#"451-1["ack",{"_placeholder":true,"num":0}]"#)
        .await;
    websocket.frame(2, &[4, 9, 8]).await;

    assert_eq!(
        websocket.text().await,
        r#"461-1[{"_placeholder":true,"num":0}]"#
    );
    assert_eq!(websocket.next().await.unwrap().payload, [4, 9, 8]);
    websocket.send("2").await;
    assert_eq!(websocket.text().await, "3", "the server answers pings");
    websocket.frame(2, &[9]).await;
    assert_eq!(websocket.closed().await, Some(1002), "a type that is none");
}

#[tokio::test]
async fn a_client_that_does_not_ping_is_gone() {
    let node = node(true).await;
    let client = RawClient::connect(node.addr).await;
    let target = WEBSOCKET.replace("EIO=4", "EIO=3");
    let mut websocket = client.upgrade(&target, &[]).await.unwrap();
    assert!(websocket.text().await.starts_with("0{"));
    assert_eq!(websocket.text().await, "40");

    while let Some(frame) = websocket.next().await {
        assert_ne!(frame.payload, b"2", "the server does not ping");
    }
}

#[tokio::test]
async fn its_clients_are_not_recovered_and_see_offsets_as_one_more_argument() {
    let recovery = Recovery::for_up_to(Duration::from_secs(60));
    let io = builder(true).recovery(recovery).build().unwrap();
    let node = Node::router(&io).await;
    let mut session = Polling::open(&node, "").await;

    assert_eq!(session.get().await.body, "2:40", "no private id");
    session.post(br#"12:42["echo",1]"#).await;
    let body = session.get().await.body;
    // It closes its connection.
    session.post(b"1:1").await;
    while !io.io().sids().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }

    let (length, event) = body.split_once(':').unwrap();
    assert_eq!(length.parse(), Ok(event.len()));
    let event: Value = serde_json::from_str(event.strip_prefix("42").unwrap()).unwrap();
    let event = event.as_array().unwrap();
    assert_eq!(
        (event.len(), &event[..2]),
        (3, &["echo".into(), 1.into()][..])
    );
    assert!(event[2].is_string());
    assert_eq!(io.io().recovery().unwrap().kept, 0);
}
