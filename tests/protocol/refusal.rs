//! Who may not join, packet by packet: refused at once, or let in first and sent away with `always_connect`.

use socketio::{ConnectionRefused, Reason, SocketIo, State, emit, on, routes};
use tests::{Node, Polling, WebSocket};
use tokio::sync::mpsc;

use crate::open;

#[on("connect")]
#[on("connect", namespace = "/chat")]
async fn refuse(auth: Option<serde_json::Value>) -> socketio::Result {
    if auth.is_some() {
        return Ok(());
    }
    emit("reason", "no token").await?;
    tokio::task::yield_now().await;
    Err(ConnectionRefused::new("no token").data(401).into())
}

type Log = mpsc::UnboundedSender<Reason>;

#[on("disconnect")]
#[on("disconnect", namespace = "/chat")]
async fn left(reason: Reason, log: State<Log>) {
    log.send(reason).unwrap();
}

/// A server, and why clients have left it.
async fn node(always_connect: bool) -> (Node, mpsc::UnboundedReceiver<Reason>) {
    let (log, reasons) = mpsc::unbounded_channel();
    let io = SocketIo::builder()
        .routes(routes![refuse, left])
        .state(log)
        .always_connect(always_connect)
        .build()
        .unwrap();
    (Node::router(&io).await, reasons)
}

/// A namespace, and what stands in front of a packet's data for it.
const NAMESPACES: [(&str, &str); 2] = [("/", ""), ("/chat", "/chat,")];

async fn is_let_in(websocket: &mut WebSocket, prefix: &str) {
    websocket.send(&format!(r#"40{prefix}{{"token":1}}"#)).await;
    let welcome = websocket.text().await;
    assert!(
        welcome.starts_with(&format!(r#"40{prefix}{{"sid":""#)),
        "{welcome}"
    );
}

#[tokio::test]
async fn a_refusal_is_one_packet_and_takes_along_what_was_emitted() {
    let (node, mut reasons) = node(false).await;
    let mut websocket = open(&node).await;

    for (namespace, prefix) in NAMESPACES {
        websocket.send(&format!("40{prefix}")).await;

        let refused = format!(r#"44{prefix}{{"message":"no token","data":401}}"#);
        assert_eq!(websocket.text().await, refused, "{namespace}");
        is_let_in(&mut websocket, prefix).await;
    }
    assert!(reasons.try_recv().is_err(), "nobody who was in has left");
}

#[tokio::test]
async fn with_always_connect_it_is_let_in_hears_and_is_sent_away() {
    let (node, mut reasons) = node(true).await;
    let mut websocket = open(&node).await;
    let mut session = Polling::open(node.addr).await;

    for (namespace, prefix) in NAMESPACES {
        websocket.send(&format!("40{prefix}")).await;
        session.post(&format!("40{prefix}")).await;

        let packets = [
            websocket.text().await,
            websocket.text().await,
            websocket.text().await,
        ];
        for packets in [packets.to_vec(), session.packets(3).await] {
            let [welcome, event, end] = &packets[..] else {
                panic!("{packets:?}")
            };
            let begin = format!(r#"40{prefix}{{"sid":""#);
            assert!(welcome.starts_with(&begin), "{namespace}: {welcome}");
            assert_eq!(*event, format!(r#"42{prefix}["reason","no token"]"#));
            // Without a reason: the official client takes a packet that has one for an error of the connection.
            assert_eq!(*end, format!("41{prefix}"));
        }
        is_let_in(&mut websocket, prefix).await;
    }
    assert!(reasons.try_recv().is_err(), "nobody who was in has left");
}
