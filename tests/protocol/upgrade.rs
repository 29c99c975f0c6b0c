//! From polling to WebSocket.

use tests::Polling;

use crate::{echoes, node};

#[tokio::test]
async fn a_session_moves_and_goes_on() {
    let node = node().await;
    let session = Polling::joined(node.addr).await;

    let mut websocket = session.upgrade().await;

    echoes(&mut websocket).await;
}

#[tokio::test]
async fn a_poll_that_waits_is_answered_with_a_noop() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    session.begin_get().await;
    let mut websocket = session.websocket().await.unwrap();

    websocket.send("2probe").await;

    assert_eq!(websocket.text().await, "3probe");
    assert_eq!(session.finish_get().await.body, "6");
    assert_eq!(session.get().await, "6");
}

#[tokio::test]
async fn nothing_is_lost_or_reordered_on_the_way() {
    let node = node().await;
    for round in 0..20 {
        let mut session = Polling::joined(node.addr).await;
        let mut websocket = session.websocket().await.unwrap();
        websocket.send("2probe").await;
        assert_eq!(websocket.text().await, "3probe");

        for i in 0..10 {
            session.post(&format!(r#"42["echo",{i}]"#)).await;
        }
        let mut received = if round % 2 == 0 {
            Vec::new()
        } else {
            session.packets(1).await
        };
        websocket.send("5").await;
        for i in 10..20 {
            websocket.send(&format!(r#"42["echo",{i}]"#)).await;
        }
        while received.len() < 20 {
            received.push(websocket.text().await);
        }

        assert_eq!(
            received,
            (0..20)
                .map(|i| format!(r#"42["echo",{i}]"#))
                .collect::<Vec<_>>()
        );
    }
}

#[tokio::test]
async fn after_the_move_polling_is_refused_and_the_session_unharmed() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    let mut websocket = session.upgrade().await;
    echoes(&mut websocket).await;

    assert_eq!(session.try_get().await.status, 400);
    assert_eq!(session.try_post("6").await.status, 400);
    turned_away(&session).await;

    echoes(&mut websocket).await;
}

/// Another WebSocket opens, and is closed at once.
async fn turned_away(session: &Polling) {
    let mut other = session.websocket().await.unwrap();
    other.send("2probe").await;
    assert!(other.next().await.is_none_or(|frame| frame.opcode == 8));
}

#[tokio::test]
async fn a_probe_that_fails_leaves_polling_alive() {
    let node = node().await;
    for text in ["4hello", "abc", ""] {
        let mut session = Polling::joined(node.addr).await;
        let mut websocket = session.websocket().await.unwrap();

        websocket.send(text).await;
        websocket.closed().await;

        session.post(r#"42["echo","alive"]"#).await;
        assert_eq!(session.get().await, r#"42["echo","alive"]"#);
        echoes(&mut session.upgrade().await).await;
    }
}

#[tokio::test]
async fn a_websocket_that_breaks_off_amid_the_probe_leaves_polling_alive() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    let mut websocket = session.websocket().await.unwrap();
    websocket.send("2probe").await;
    websocket.text().await;

    drop(websocket);

    session.post(r#"42["echo","alive"]"#).await;
    while session.get().await != r#"42["echo","alive"]"# {}
}

#[tokio::test]
async fn a_second_websocket_at_once_is_closed() {
    let node = node().await;
    let session = Polling::joined(node.addr).await;
    let mut first = session.websocket().await.unwrap();

    turned_away(&session).await;

    first.send("2probe").await;
    assert_eq!(first.text().await, "3probe");
    first.send("5").await;
    echoes(&mut first).await;
}
