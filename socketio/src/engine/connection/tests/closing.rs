//! Sessions that end while the client takes nothing: they are gone in time all the same.

use tokio::time::timeout;

use super::*;

#[tokio::test(start_paused = true)]
async fn a_violation_while_the_queue_is_full_ends_the_session_in_two_seconds() {
    let engine = Engine::new(Arc::new(Config {
        outbound_messages: 4,
        ..silent()
    }));
    let (near, far) = tokio::io::duplex(64);
    let stream = Stream::other(near, Bytes::new());
    let connection = engine.open_websocket(crate::sid::Sid::random(), handshake(), stream);
    let peer = Arc::clone(connection.peer());
    let task = tokio::spawn(serve(connection, Vec::new()));
    let mut client = Talk(far);
    client.text().await;
    while peer.state.lock().outbox.len() < 4 {
        peer.push(message(&"x".repeat(1000)));
        tokio::task::yield_now().await;
    }

    // No such opcode.
    client.send(3, b"").await;

    let ended = timeout(Duration::from_secs(3), task).await;
    assert_eq!(ended.unwrap().unwrap(), Reason::TransportError);
}
