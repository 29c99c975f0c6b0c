//! Sessions that end: what their clients are told, and what is refused from then on.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use socketio::{Reason, SocketIo, State, disconnect, emit, on, routes};
use tests::{Node, Polling, RawClient, until};

use crate::node;

/// Far below what a session may take to end.
const AT_ONCE: Duration = Duration::from_secs(1);

const UNKNOWN: &str = r#"{"code":1,"message":"Session ID unknown"}"#;

#[on("kick")]
async fn kick() -> socketio::Result {
    emit("bye", 1).await?;
    disconnect().close().await?;
    Ok(())
}

#[on("disconnect")]
async fn gone(reason: Reason, timed_out: State<Arc<AtomicBool>>) {
    timed_out.store(reason == Reason::PingTimeout, Ordering::Release);
}

#[tokio::test]
async fn after_a_missed_pong_a_poll_is_refused_at_once() {
    let timed_out = Arc::new(AtomicBool::default());
    let io = SocketIo::builder()
        .routes(routes![gone])
        .state(Arc::clone(&timed_out))
        .ping_interval(Duration::from_millis(60))
        .ping_timeout(Duration::from_millis(60))
        .build()
        .unwrap();
    let node = Node::router(&io).await;
    let mut session = Polling::joined(node.addr).await;
    assert_eq!(session.get().await, "2");

    until(|| timed_out.load(Ordering::Acquire)).await;

    let response = session.try_get().await;
    assert_eq!((response.status, response.body.as_str()), (400, UNKNOWN));
    assert_eq!(session.try_post("3").await.status, 400);
}

#[tokio::test]
async fn after_a_missed_pong_a_poll_that_waits_is_told() {
    let io = SocketIo::builder()
        .routes(routes![kick])
        .ping_interval(Duration::from_millis(60))
        .ping_timeout(Duration::from_millis(60))
        .build()
        .unwrap();
    let node = Node::router(&io).await;
    let mut session = Polling::joined(node.addr).await;

    assert_eq!(session.get().await, "2");
    assert_eq!(session.get().await, "1");

    assert_eq!(session.try_get().await.status, 400);
}

#[tokio::test]
async fn a_post_to_a_session_that_ends_is_refused_at_once() {
    let node = Node::router(&SocketIo::new(routes![kick])).await;
    let mut session = Polling::joined(node.addr).await;
    session.post(r#"42["kick"]"#).await;

    let begin = Instant::now();
    for _ in 0..3 {
        assert_eq!(session.try_post(r#"42["kick"]"#).await.status, 400);
    }
    assert!(begin.elapsed() < AT_ONCE);

    assert_eq!(session.get().await, "42[\"bye\",1]\u{1e}41");
    assert_eq!(session.get().await, "1");
}

#[tokio::test]
async fn a_body_that_is_not_utf_8_ends_the_session_as_invalid_json_does() {
    let node = node().await;
    for body in [
        &b"42[\"echo\",\"\xff\"]"[..],
        b"42[",
        b"4\xff",
        b"42[\"echo\",1]\x1e4\xc3",
    ] {
        let mut session = Polling::joined(node.addr).await;
        let mut sender = RawClient::connect(node.addr).await;
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: server.test\r\nContent-Length: {}\r\n\r\n",
            session.target(),
            body.len()
        );
        sender.write(&[head.as_bytes(), body].concat()).await;
        let response = sender.receive().await;
        assert_eq!((response.status, response.body.as_str()), (200, "ok"));

        let mut told = session.get().await;
        if told == r#"42["echo",1]"# {
            told = session.get().await;
        }
        assert_eq!(told, "1", "{:?}", String::from_utf8_lossy(body));
        assert_eq!(session.try_get().await.body, UNKNOWN);
    }
}

#[tokio::test]
async fn a_client_that_is_kicked_while_it_moves_hears_all_of_it() {
    let node = Node::router(&SocketIo::new(routes![kick])).await;
    for step in 0..4 {
        let mut session = Polling::joined(node.addr).await;
        let kick_at = async |session: &mut Polling, at| {
            if step == at {
                session.post(r#"42["kick"]"#).await;
            }
        };

        kick_at(&mut session, 0).await;
        let mut websocket = session.websocket().await.unwrap();
        kick_at(&mut session, 1).await;
        websocket.send("2probe").await;
        kick_at(&mut session, 2).await;
        assert_eq!(websocket.text().await, "3probe");
        kick_at(&mut session, 3).await;
        websocket.send("5").await;

        assert_eq!(websocket.text().await, r#"42["bye",1]"#, "step {step}");
        assert_eq!(websocket.text().await, "41");
        assert_eq!(websocket.closed().await, Some(1000));
    }
}
