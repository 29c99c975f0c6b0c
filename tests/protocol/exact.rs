//! Exactness in numbers: nothing is lost, doubled or reordered, however much of it there is.

use socketio::{Args, EventName, Session, SocketIo, emit, on, routes};
use tests::{Node, Polling, RawClient, WebSocket, frame};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use crate::WEBSOCKET;

/// Events that a client sends as soon as it has joined.
const EVENTS: u64 = 100_000;
/// Those of them that it sends before its session moves to WebSocket.
const POLLED: u64 = 10_000;
/// As many in one POST, and in one piece over WebSocket.
const BATCH: u64 = 500;
const NAMESPACES: usize = 5000;
const VOLATILE: u64 = 200_000;
/// So many volatile events are between two reliable ones.
const BETWEEN: u64 = 8;

/// Sends the number back, if it is the next one.
#[on("number")]
async fn number(number: u64, next: Session<u64>) -> socketio::Result {
    let expected = next.with(|next| std::mem::replace(next, number + 1));
    if number != expected {
        return Ok(emit("wrong", (expected, number)).await?);
    }
    Ok(emit("number", number).await?)
}

#[on("volatile")]
async fn volatile() -> socketio::Result {
    for number in 0..VOLATILE {
        emit("v", number).volatile().await?;
        if number % BETWEEN == BETWEEN - 1 {
            emit("r", number / BETWEEN).await?;
        }
    }
    Ok(())
}

#[on("*", namespace = "/n-{number}")]
async fn any(event: EventName, args: Args) -> (EventName, Args) {
    (event, args)
}

async fn server() -> Node {
    let builder = SocketIo::builder().max_namespaces(NAMESPACES + 1);
    let routes = routes![number, volatile, any];
    Node::router(&builder.routes(routes).build().unwrap()).await
}

async fn open(node: &Node) -> WebSocket {
    let upgraded = RawClient::connect(node.addr).await.upgrade(WEBSOCKET, &[]);
    let mut websocket = upgraded.await.expect("a WebSocket opens");
    assert!(websocket.text().await.starts_with("0{"));
    websocket
}

fn event(number: u64) -> String {
    format!(r#"42["number",{number}]"#)
}

/// Sends these numbers, in pieces of many frames.
async fn send_numbers(mut mouth: impl AsyncWrite + Unpin, numbers: std::ops::Range<u64>) {
    for start in numbers.clone().step_by(BATCH as usize) {
        let batch = start..numbers.end.min(start + BATCH);
        let frames = batch.flat_map(|number| frame(0x81, event(number).as_bytes()));
        let frames: Vec<u8> = frames.collect();
        mouth.write_all(&frames).await.unwrap();
    }
    mouth.flush().await.unwrap();
    // The connection lives as long as its other half.
    std::mem::forget(mouth);
}

#[tokio::test]
async fn a_hundred_thousand_events_right_after_connect_arrive_once_and_in_order() {
    let node = server().await;
    let mut websocket = open(&node).await;
    websocket.send("40").await;
    assert!(websocket.text().await.starts_with("40{"));

    let (mut ears, mouth) = websocket.split();
    let sending = tokio::spawn(send_numbers(mouth, 0..EVENTS));
    for number in 0..EVENTS {
        assert_eq!(ears.text().await, event(number));
    }
    sending.await.unwrap();
}

#[tokio::test]
async fn a_hundred_thousand_events_arrive_once_and_in_order_through_an_upgrade() {
    let node = server().await;
    let mut session = Polling::joined(node.addr).await;
    let mut received = Vec::new();
    for start in (0..POLLED).step_by(BATCH as usize) {
        let events: Vec<String> = (start..start + BATCH).map(event).collect();
        session.post(&events.join("\u{1e}")).await;
        // The last echoes of each batch are still to come when the next one is sent.
        while (received.len() as u64) < start {
            received.extend(session.packets(1).await);
        }
    }

    session.begin_get().await;
    let mut websocket = session.websocket().await.unwrap();
    websocket.send("2probe").await;
    assert_eq!(websocket.text().await, "3probe");
    let last = session.finish_get().await.body;
    received.extend(last.split('\u{1e}').map(str::to_owned));
    received.retain(|packet| packet != "6");
    websocket.send("5").await;
    let (mut ears, mouth) = websocket.split();
    let sending = tokio::spawn(send_numbers(mouth, POLLED..EVENTS));

    assert!(
        (received.len() as u64) < POLLED,
        "some are left for the WebSocket"
    );
    for (number, packet) in (0..).zip(&received) {
        assert_eq!(*packet, event(number));
    }
    for number in received.len() as u64..EVENTS {
        assert_eq!(ears.text().await, event(number));
    }
    sending.await.unwrap();
}

#[tokio::test]
async fn five_thousand_namespaces_on_one_connection_are_all_answered() {
    let node = server().await;
    let mut websocket = open(&node).await;

    let connects = (0..NAMESPACES).flat_map(|n| frame(0x81, format!("40/n-{n},").as_bytes()));
    websocket.write(&connects.collect::<Vec<u8>>()).await;
    for n in 0..NAMESPACES {
        let packet = websocket.text().await;
        assert!(
            packet.starts_with(&format!("40/n-{n},{{\"sid\":")),
            "{packet}"
        );
    }
    let events = (0..NAMESPACES).flat_map(|n| {
        let event = format!(r#"42/n-{n},{n}["e",{n}]"#);
        frame(0x81, event.as_bytes())
    });
    websocket.write(&events.collect::<Vec<u8>>()).await;
    for n in 0..NAMESPACES {
        assert_eq!(
            websocket.text().await,
            format!(r#"43/n-{n},{n}["e",[{n}]]"#)
        );
    }
}

#[tokio::test]
async fn volatile_events_between_reliable_ones_change_nothing_about_these() {
    let node = server().await;
    let mut websocket = open(&node).await;
    websocket.send("40").await;
    assert!(websocket.text().await.starts_with("40{"));
    websocket.send(r#"42["volatile"]"#).await;

    let (mut reliable, mut last_volatile, mut arrived) = (0, None, 0);
    while reliable < VOLATILE / BETWEEN {
        let packet = websocket.text().await;
        let (name, number): (String, u64) = serde_json::from_str(&packet[2..]).unwrap();
        if name == "r" {
            assert_eq!(number, reliable, "none is lost, doubled or out of order");
            reliable += 1;
        } else {
            assert!(
                last_volatile < Some(number),
                "{number} after {last_volatile:?}"
            );
            assert_eq!(
                number / BETWEEN,
                reliable,
                "it was emitted between these two"
            );
            last_volatile = Some(number);
            arrived += 1;
        }
    }
    assert!(arrived > 0);
}
