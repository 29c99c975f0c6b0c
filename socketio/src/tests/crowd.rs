//! Many clients in one thread: what one of them sends costs the others neither their connection nor their turn.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{net::TcpStream, task::JoinSet};

use super::wire::{Wire, packet};
use crate::{SocketIo, State, emit, on, routes};

type Count = Arc<AtomicUsize>;

#[on("echo", namespace = "/other")]
async fn echo(text: String) -> String {
    text
}

#[on("to all")]
async fn to_all(number: usize, handled: State<Count>) -> socketio::Result {
    handled.fetch_add(1, Ordering::Relaxed);
    emit("to all", number)
        .broadcast()
        .include_self(false)
        .await?;
    Ok(())
}

#[on("many to all")]
async fn many_to_all(count: usize) -> socketio::Result {
    for number in 0..count {
        emit("to all", number)
            .broadcast()
            .include_self(false)
            .await?;
    }
    Ok(())
}

#[on("many")]
async fn many(count: usize) -> socketio::Result<usize> {
    for number in 0..count {
        emit("to all", number).await?;
    }
    Ok(count)
}

#[on("slow")]
async fn slow(handled: State<Count>) {
    std::thread::sleep(Duration::from_millis(1));
    handled.fetch_add(1, Ordering::Relaxed);
}

fn server(most: usize) -> (SocketIo, Count) {
    let handled = Count::default();
    let io = SocketIo::builder()
        .routes(routes![echo, to_all, many_to_all, many, slow])
        .state(Arc::clone(&handled))
        .outbound_messages(most)
        .build()
        .unwrap();
    (io, handled)
}

/// Clients that read all they get: `events` events, in order.
async fn readers(io: &SocketIo, clients: usize, events: usize) -> JoinSet<()> {
    let mut readers = JoinSet::new();
    for _ in 0..clients {
        let mut wire = Wire::tcp(io, "/").await;
        readers.spawn(async move {
            for number in 0..events {
                assert_eq!(wire.recv().await, format!(r#"2["to all",{number}]"#));
            }
        });
    }
    readers
}

/// Sends these events at once.
async fn send(wire: &mut Wire<TcpStream>, events: impl Iterator<Item = String>) {
    let bytes: Vec<_> = events.flat_map(|event| packet(&event)).collect();
    wire.raw(&bytes).await;
}

#[tokio::test]
async fn who_reads_is_not_closed_for_what_one_client_sends() {
    const EVENTS: usize = 400;
    let (io, _) = server(100);
    let readers = readers(&io, 200, EVENTS).await;
    let mut sender = Wire::tcp(&io, "/").await;

    send(
        &mut sender,
        (0..EVENTS).map(|number| format!(r#"2["to all",{number}]"#)),
    )
    .await;

    readers.join_all().await;
}

#[tokio::test]
async fn who_reads_is_not_closed_for_what_one_handler_sends() {
    const EVENTS: usize = 2000;
    let (io, _) = server(100);
    let readers = readers(&io, 100, EVENTS).await;
    let mut sender = Wire::tcp(&io, "/").await;

    sender.send(&format!(r#"2["many to all",{EVENTS}]"#)).await;

    readers.join_all().await;
}

#[tokio::test]
async fn who_reads_is_not_closed_for_what_its_own_handler_sends() {
    const EVENTS: usize = 20_000;
    let (io, _) = server(100);
    let mut wire = Wire::tcp(&io, "/").await;

    wire.send(&format!(r#"21["many",{EVENTS}]"#)).await;

    for number in 0..EVENTS {
        assert_eq!(wire.recv().await, format!(r#"2["to all",{number}]"#));
    }
    assert_eq!(wire.recv().await, format!("31[{EVENTS}]"));
}

/// How many events of a client have been handled when another client has its answer.
async fn handled_before_another_is_answered(events: usize, event: &str, readers: usize) -> usize {
    let (io, handled) = server(10_000);
    let mut members = Vec::new();
    for _ in 0..readers {
        members.push(Wire::tcp(&io, "/").await);
    }
    let mut flooding = Wire::tcp(&io, "/").await;
    let mut other = Wire::tcp(&io, "/other").await;

    send(&mut flooding, (0..events).map(|_| event.to_owned())).await;
    other.send(r#"2/other,1["echo","hi"]"#).await;

    assert_eq!(other.recv().await, r#"3/other,1["hi"]"#);
    handled.load(Ordering::Relaxed)
}

#[tokio::test]
async fn others_have_their_turn_while_a_client_keeps_slow_handlers_busy() {
    let handled = handled_before_another_is_answered(400, r#"2["slow"]"#, 0).await;

    assert!(handled < 100, "{handled}");
}

#[tokio::test]
async fn others_have_their_turn_while_a_client_sends_to_many() {
    let handled = handled_before_another_is_answered(600, r#"2["to all",1]"#, 300).await;

    assert!(handled < 200, "{handled}");
}
