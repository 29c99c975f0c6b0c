//! A client that takes less than its handler sends: the handler waits, and learns what has become of its messages.

use std::time::Duration;

use tokio::{io::DuplexStream, sync::mpsc};

use super::wire::Wire;
use crate::{EmitError, Reason, SocketIo, SocketIoBuilder, State, emit, on, routes};

type Log = mpsc::UnboundedSender<String>;

/// Sends events of 1 KB until it may send no more; how many were sent and why it ended.
#[on("flood")]
async fn flood(count: usize, log: State<Log>) {
    let text = "x".repeat(1000);
    for number in 0..count {
        if let Err(error) = emit("event", (number, &text)).await {
            let _ = log.send(format!("{error:?}"));
            return;
        }
    }
    let _ = log.send("done".to_owned());
}

#[on("disconnect")]
async fn gone(reason: Reason, log: State<Log>) {
    let _ = log.send(reason.to_string());
}

fn builder() -> (SocketIoBuilder, mpsc::UnboundedReceiver<String>) {
    let (log, logged) = mpsc::unbounded_channel::<String>();
    let builder = SocketIo::builder().routes(routes![flood, gone]);
    let builder = builder.state::<Log>(log).outbound_messages(20);
    (builder, logged)
}

/// A client of which little can be under way.
async fn client(builder: SocketIoBuilder) -> Wire<DuplexStream> {
    let mut wire = Wire::open_with(&builder.build().unwrap(), 4096).await;
    wire.enter("/").await;
    wire
}

#[tokio::test(start_paused = true)]
async fn a_handler_waits_for_a_client_that_reads_slowly() {
    const EVENTS: usize = 200;
    let (builder, mut logged) = builder();
    let mut wire = client(builder).await;

    wire.send(&format!(r#"2["flood",{EVENTS}]"#)).await;

    for number in 0..EVENTS {
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(
            wire.recv()
                .await
                .starts_with(&format!(r#"2["event",{number},"#))
        );
    }
    assert_eq!(logged.recv().await.unwrap(), "done");
    wire.idle("/").await;
}

#[tokio::test(start_paused = true)]
async fn an_emit_to_a_client_that_takes_nothing_fails_in_time() {
    let (builder, mut logged) = builder();
    let mut wire = client(builder).await;
    let begun = tokio::time::Instant::now();

    wire.send(r#"2["flood",1000]"#).await;

    assert_eq!(logged.recv().await.unwrap(), "SlowConsumer");
    assert_eq!(begun.elapsed().as_secs(), 10);
    assert_eq!(
        logged.recv().await.unwrap(),
        Reason::SlowConsumer.to_string()
    );
}

#[tokio::test(start_paused = true)]
async fn an_emit_fails_at_once_where_none_is_to_wait() {
    let (builder, mut logged) = builder();
    let mut wire = client(builder.outbound_timeout(Duration::ZERO)).await;
    let begun = tokio::time::Instant::now();

    wire.send(r#"2["flood",1000]"#).await;

    assert_eq!(logged.recv().await.unwrap(), "SlowConsumer");
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn an_emit_that_waits_ends_with_its_client() {
    let (builder, mut logged) = builder();
    let mut wire = client(builder).await;

    wire.send(r#"2["flood",1000]"#).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    drop(wire);

    assert_eq!(logged.recv().await.unwrap(), "Disconnected");
}

#[test]
fn a_client_that_was_disconnected_for_it_is_gone() {
    assert!(EmitError::SlowConsumer.is_disconnected());
}
