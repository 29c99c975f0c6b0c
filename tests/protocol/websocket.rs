//! Frames, from the client's side.

use tests::{Frame, RawClient, frame};

use crate::{WEBSOCKET, echoes, joined, node, open};

#[tokio::test]
async fn texts_and_attachments_go_both_ways() {
    let node = node().await;
    let mut websocket = joined(&node).await;

    websocket.send(r#"42["echo","hé😀"]"#).await;
    assert_eq!(websocket.text().await, r#"42["echo","hé😀"]"#);

    websocket
        .send(r#"451-7["ack",{"_placeholder":true,"num":0}]"#)
        .await;
    websocket.frame(2, &[1, 2, 3]).await;
    assert_eq!(
        websocket.text().await,
        r#"461-7[{"_placeholder":true,"num":0}]"#
    );
    assert_eq!(
        websocket.next().await.unwrap(),
        Frame {
            opcode: 2,
            compressed: false,
            payload: vec![1, 2, 3]
        }
    );
}

#[tokio::test]
async fn what_comes_with_the_opening_is_not_lost() {
    let node = node().await;
    let client = RawClient::connect(node.addr).await;
    let mut bytes = format!(
        "GET {WEBSOCKET} HTTP/1.1\r\nHost: server.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    .into_bytes();
    bytes.extend(frame(0x81, b"40"));
    bytes.extend(frame(0x81, br#"420["ack",1]"#));

    let mut websocket = client.upgrade_with(&bytes).await;

    assert!(websocket.text().await.starts_with("0{"));
    assert!(websocket.text().await.starts_with("40{"));
    assert_eq!(websocket.text().await, "430[1]");
}

#[tokio::test]
async fn a_message_may_come_in_fragments_and_bytes_one_by_one() {
    let node = node().await;
    let mut websocket = joined(&node).await;
    let mut bytes = frame(0x01, br#"420["a"#);
    bytes.extend(frame(0x89, b"ping"));
    bytes.extend(frame(0x00, b"ck\",\"\xc3"));
    bytes.extend(frame(0x80, b"\xa9\"]"));

    for byte in bytes {
        websocket.write(&[byte]).await;
    }

    assert_eq!(
        websocket.next().await.unwrap(),
        Frame {
            opcode: 10,
            compressed: false,
            payload: b"ping".to_vec()
        }
    );
    assert_eq!(websocket.text().await, r#"430["é"]"#);
}

#[tokio::test]
async fn frames_against_the_protocol_end_the_session_with_their_code() {
    let node = node().await;
    let mut neighbour = joined(&node).await;
    for (bytes, code) in [
        (vec![0x81, 1, b'3'], 1002),
        (frame(0xc1, b"3"), 1002),
        (frame(0x83, b""), 1002),
        (frame(0x09, b""), 1002),
        (frame(0x89, &[0; 126]), 1002),
        (frame(0x80, b"x"), 1002),
        (frame(0x81, b"4\xff"), 1007),
        (frame(0x88, &[3]), 1002),
        (frame(0x88, &999_u16.to_be_bytes()), 1002),
    ] {
        let mut websocket = joined(&node).await;

        websocket.write(&bytes).await;

        assert_eq!(websocket.closed().await, Some(code), "{bytes:02x?}");
    }
    echoes(&mut neighbour).await;
}

#[tokio::test]
async fn packets_nobody_knows_end_the_session() {
    let node = node().await;
    for text in ["abc", "7", "", "49", "42", "42{}", "42[]", "2"] {
        let mut websocket = joined(&node).await;

        websocket.send(text).await;

        websocket.closed().await;
    }
}

#[tokio::test]
async fn a_client_that_closes_gets_its_close_back() {
    let node = node().await;
    let mut websocket = joined(&node).await;

    websocket.frame(8, &1000_u16.to_be_bytes()).await;

    assert_eq!(websocket.closed().await, Some(1000));
}

#[tokio::test]
async fn a_close_packet_ends_the_session() {
    let node = node().await;
    let mut websocket = open(&node).await;

    websocket.send("1").await;

    websocket.closed().await;
}
