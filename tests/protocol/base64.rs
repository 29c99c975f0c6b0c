//! Attachments as base64: in bodies of polling, as various clients write them, and in text frames of WebSockets.

use serde_json::json;
use socketio::{Binary, SocketIo, on, routes};
use tests::{Frame, Node, Polling, RawClient};

use crate::{POLLING, WEBSOCKET, join};

/// How long an attachment is, and the attachment itself.
#[on("len")]
async fn len(bytes: Binary) -> (usize, Binary) {
    (bytes.len(), bytes)
}

async fn node() -> Node {
    Node::router(&SocketIo::new(routes![len])).await
}

const QUESTION: &str = r#"451-7["len",{"_placeholder":true,"num":0}]"#;

/// The answer, without the attachment behind it.
fn answer(len: usize) -> String {
    format!("461-7{}", json!([len, {"_placeholder": true, "num": 0}]))
}

#[tokio::test]
async fn bodies_are_read_as_other_clients_write_them() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    for (written, read, len) in [
        ("bAw==", "bAw==", 1),
        ("bAw==\n", "bAw==", 1),
        ("bAw==\r\n", "bAw==", 1),
        ("bAw", "bAw==", 1),
        ("b-_8", "b+/8=", 2),
        ("bAQID\nBAUG\n", "bAQIDBAUG", 6),
        ("bAQID BAUG", "bAQIDBAUG", 6),
    ] {
        session.post(&format!("{QUESTION}\u{1e}{written}")).await;

        assert_eq!(session.get().await, format!("{}\u{1e}{read}", answer(len)));
    }
}

#[tokio::test]
async fn text_frames_may_carry_base64() {
    let node = node().await;
    let client = RawClient::connect(node.addr).await;
    let mut websocket = client.upgrade(WEBSOCKET, &[]).await.unwrap();
    websocket.text().await;
    join(&mut websocket).await;

    websocket.send(QUESTION).await;
    websocket.send("bAQID\n").await;

    assert_eq!(websocket.text().await, answer(3));
    // Nobody has asked for base64 in return.
    let attachment = websocket.next().await.unwrap();
    assert_eq!(
        attachment,
        Frame {
            opcode: 2,
            compressed: false,
            payload: vec![1, 2, 3]
        }
    );

    websocket.send(QUESTION).await;
    websocket.send("b!").await;
    assert_eq!(websocket.closed().await, Some(1002));
}

#[tokio::test]
async fn a_websocket_that_asks_for_base64_gets_no_binary_frames() {
    let node = node().await;
    let client = RawClient::connect(node.addr).await;
    let target = format!("{WEBSOCKET}&b64=1");
    let mut websocket = client.upgrade(&target, &[]).await.unwrap();
    websocket.text().await;
    join(&mut websocket).await;

    for _ in 0..2 {
        websocket.send(QUESTION).await;
        websocket.send("bAQID").await;

        assert_eq!(websocket.text().await, answer(3));
        assert_eq!(websocket.text().await, "bAQID");
    }
}

/// As on the official server, it is the request for the WebSocket that counts.
#[tokio::test]
async fn after_an_upgrade_base64_comes_if_the_websocket_asked_for_it() {
    let node = node().await;
    for (first, second) in [("", "&b64=1"), ("&b64=1", "")] {
        let mut client = RawClient::connect(node.addr).await;
        let response = client.get(&format!("{POLLING}{first}")).await;
        let open: serde_json::Value = serde_json::from_str(&response.body[1..]).unwrap();
        let target = format!("{WEBSOCKET}{second}&sid={}", open["sid"].as_str().unwrap());
        let client = RawClient::connect(node.addr).await;
        let mut websocket = client.upgrade(&target, &[]).await.unwrap();
        websocket.send("2probe").await;
        assert_eq!(websocket.text().await, "3probe");
        websocket.send("5").await;
        join(&mut websocket).await;

        websocket.send(QUESTION).await;
        websocket.send("bAQID").await;

        assert_eq!(websocket.text().await, answer(3));
        let attachment = websocket.next().await.unwrap();
        assert_eq!(attachment.opcode == 1, !second.is_empty());
    }
}
