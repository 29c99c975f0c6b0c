//! What a poll brings is compressed for those who can read it.

use std::io::Read as _;

use flate2::read::{GzDecoder, ZlibDecoder};
use socketio::{emit, on, routes};
use tests::{Node, Polling, RawClient, Response};

use crate::{builder, server};

/// Asks for an echo of so many letters, and polls for it.
async fn poll(node: &Node, accepted: &str, length: usize) -> Response {
    let packet = format!(r#"421["echo","{}"]"#, "a".repeat(length));
    poll_for(node, accepted, &packet).await
}

/// Sends packets, and polls for what comes of them.
async fn poll_for(node: &Node, accepted: &str, packets: &str) -> Response {
    let mut session = Polling::joined(node.addr).await;
    session.post(packets).await;
    let mut client = RawClient::connect(node.addr).await;
    client
        .request(
            "GET",
            &session.target(),
            &[("Accept-Encoding", accepted)],
            "",
        )
        .await
}

#[tokio::test]
async fn long_polls_are_compressed_and_short_ones_are_not() {
    let node = Node::router(&server()).await;

    let response = poll(&node, "gzip, deflate", 2000).await;
    assert_eq!(response.header("content-encoding"), Some("gzip"));
    assert_eq!(response.header("vary"), Some("Accept-Encoding"));
    assert!(response.bytes.len() < 200);
    let mut text = String::new();
    GzDecoder::new(&*response.bytes)
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, format!(r#"431["{}"]"#, "a".repeat(2000)));

    let response = poll(&node, "deflate", 2000).await;
    assert_eq!(response.header("content-encoding"), Some("deflate"));
    text.clear();
    ZlibDecoder::new(&*response.bytes)
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text.len(), 2007);

    let response = poll(&node, "gzip", 100).await;
    assert_eq!(
        (response.header("content-encoding"), response.body.len()),
        (None, 107)
    );
    let response = poll(&node, "br", 2000).await;
    assert_eq!(
        (response.header("content-encoding"), response.body.len()),
        (None, 2007)
    );
}

#[tokio::test]
async fn the_threshold_can_be_set_and_compression_switched_off() {
    let low = Node::router(&builder().compression_threshold(50).build().unwrap()).await;
    let off = Node::router(&builder().http_compression(false).build().unwrap()).await;

    assert_eq!(
        poll(&low, "gzip", 100).await.header("content-encoding"),
        Some("gzip")
    );
    assert_eq!(
        poll(&off, "gzip", 2000).await.header("content-encoding"),
        None
    );
}

/// Emits so many letters, to be compressed or not.
#[on("tell")]
async fn tell(length: usize, compress: bool) -> socketio::Result {
    emit("told", "a".repeat(length)).compress(compress).await?;
    Ok(())
}

#[tokio::test]
async fn no_poll_is_compressed_that_brings_what_asked_not_to_be() {
    let node = Node::router(&builder().routes(routes![tell]).build().unwrap()).await;
    let coding = async |packets: &str| {
        let response = poll_for(&node, "gzip", packets).await;
        response.header("content-encoding").map(str::to_owned)
    };

    assert_eq!(
        coding(r#"42["tell",2000,true]"#).await.as_deref(),
        Some("gzip")
    );
    assert_eq!(coding(r#"42["tell",2000,false]"#).await, None);
    let both = "42[\"tell\",2000,true]\u{1e}42[\"tell\",10,false]";
    assert_eq!(coding(both).await, None);
}
