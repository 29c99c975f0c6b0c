//! Panics where no handler runs: in what handlers leave behind. Clients are seen to go all the same, and the
//! others do not notice.

use std::{
    error,
    fmt::{self, Debug, Display, Formatter},
    future::pending,
    panic::panic_any,
};

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::wire::{Wire, packet};
use crate::{Reason, SocketIo, State, on, routes};

type Log = UnboundedSender<String>;

/// Panics when it is dropped.
#[derive(Debug)]
struct Grenade;

impl Drop for Grenade {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("dropped");
        }
    }
}

impl Display for Grenade {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("a grenade")
    }
}

impl error::Error for Grenade {}

#[on("latest", latest)]
async fn latest(wait: bool) -> &'static str {
    let _kept = Grenade;
    if wait {
        pending::<()>().await;
    }
    std::mem::forget(_kept);
    "done"
}

#[on("keeps")]
async fn keeps(late: bool) -> &'static str {
    let _kept = Grenade;
    if late {
        tokio::task::yield_now().await;
    }
    "done"
}

#[on("throws")]
async fn throws() {
    panic_any(Grenade);
}

#[on("fails")]
async fn fails(late: bool) -> Result<(), Grenade> {
    if late {
        tokio::task::yield_now().await;
    }
    Err(Grenade)
}

#[on("connect", namespace = "/refusing")]
async fn refuses() -> Result<(), Grenade> {
    Err(Grenade)
}

#[on("hang")]
async fn hang() {
    let _kept = Grenade;
    pending().await
}

#[on("disconnect")]
#[on("disconnect", namespace = "/refusing")]
async fn gone(reason: Reason, log: State<Log>) -> socketio::Result {
    Ok(log.send(reason.to_string())?)
}

#[on("disconnect", namespace = "/last")]
async fn gone_with_a_bang() -> Result<(), Grenade> {
    Err(Grenade)
}

fn server() -> (SocketIo, UnboundedReceiver<String>) {
    let (log, logged) = mpsc::unbounded_channel();
    let handlers = routes![
        latest,
        keeps,
        throws,
        fails,
        refuses,
        hang,
        gone,
        gone_with_a_bang
    ];
    let builder = SocketIo::builder().routes(handlers).namespaces(["/other"]);
    (builder.state::<Log>(log).build().unwrap(), logged)
}

const PANICKED: &str = r#"[{"error":{"kind":"panic","message":"the handler failed"}}]"#;

#[tokio::test]
async fn what_a_superseded_handler_leaves_behind_ends_nothing() {
    let (io, _log) = server();
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"21["latest",true]"#).await;
    wire.send(r#"22["latest",false]"#).await;

    let mut answers = [wire.recv().await, wire.recv().await];
    answers.sort();
    assert!(answers[0].starts_with(r#"31[{"error":{"kind":"superseded""#));
    assert_eq!(answers[1], r#"32["done"]"#);
    wire.idle("/").await;
}

#[tokio::test]
async fn a_panic_between_the_last_line_and_the_answer_is_the_handlers() {
    let (io, _log) = server();
    let mut wire = Wire::join(&io, "/").await;

    for late in [false, true] {
        wire.send(&format!(r#"21["keeps",{late}]"#)).await;
        assert_eq!(wire.recv().await, format!("31{PANICKED}"));
    }
    wire.send(r#"22["throws"]"#).await;
    assert_eq!(wire.recv().await, format!("32{PANICKED}"));
    wire.idle("/").await;
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_outlives_its_client_may_leave_anything_behind() {
    let (io, mut log) = server();
    let mut wire = Wire::join(&io, "/").await;
    wire.send(r#"2["hang"]"#).await;

    drop(wire);

    assert_eq!(log.recv().await.unwrap(), "transport close");
    drop(io);
}

#[tokio::test]
async fn an_error_that_panics_ends_its_session_in_order() {
    let (io, mut log) = server();
    let mut bob = Wire::join(&io, "/").await;

    for late in [false, true] {
        let mut ann = Wire::join(&io, "/").await;
        ann.enter("/other").await;
        ann.send(&format!(r#"21["fails",{late}]"#)).await;
        ann.last_packets().await;

        assert_eq!(log.recv().await.unwrap(), "transport error");
    }

    let mut eve = Wire::join(&io, "/").await;
    eve.send("0/refusing,").await;
    eve.last_packets().await;
    assert_eq!(log.recv().await.unwrap(), "transport error");

    for namespace in ["/", "/other", "/refusing"] {
        let left = io.io().sids().namespace(namespace).await.unwrap();
        assert_eq!(left.len(), usize::from(namespace == "/"), "{namespace}");
    }
    bob.idle("/").await;
}

#[tokio::test]
async fn what_was_answered_before_a_panic_still_leaves() {
    let (io, _log) = server();
    let mut ann = Wire::tcp(&io, "/").await;
    let packets = [r#"21["latest",false]"#, r#"22["fails",false]"#].map(packet);

    ann.raw(&packets.concat()).await;

    assert_eq!(ann.recv().await, r#"31["done"]"#);
    ann.last_packets().await;
}

#[tokio::test]
async fn nobody_stays_whose_disconnect_handler_leaves_a_panic_behind() {
    let (io, _log) = server();
    let mut bob = Wire::join(&io, "/").await;
    let mut ann = Wire::join(&io, "/last").await;
    let eve = Wire::join(&io, "/last").await;

    ann.send("1/last,").await;
    ann.last_packets().await;
    drop((ann, eve));

    let io = io.io();
    while io.connections() > 1 {
        tokio::task::yield_now().await;
    }
    bob.idle("/").await;
    let left = io.sids().namespace("/last").await.unwrap();
    assert!(left.is_empty(), "{left:?}");
}
