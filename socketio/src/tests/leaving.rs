//! How a client goes: once, for one reason, in one order.

use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::wire::Wire;
use crate::{
    Reason, Sid, Socket, SocketIo, State, call, disconnect, emit, join_room,
    observe::{Limit, Observation},
    on, rooms, routes,
};

type Log = UnboundedSender<String>;

#[on("connect")]
#[on("connect", namespace = "/other")]
async fn connected() -> socketio::Result {
    join_room("hall").await?;
    Ok(())
}

#[on("disconnect")]
#[on("disconnect", namespace = "/other")]
async fn left(reason: Reason, socket: Socket, log: State<Log>) -> socketio::Result {
    let mut rooms = rooms()?;
    rooms.retain(|room| *room != socket.sid().as_str());
    log.send(format!(
        "{} {reason} {}",
        socket.namespace(),
        rooms.join(",")
    ))?;
    emit("gone", reason.as_str()).to("hall").await?;
    Ok(())
}

#[on("work")]
async fn work(log: State<Log>) {
    log.send("work begins".to_owned()).unwrap();
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    log.send("work ends".to_owned()).unwrap();
}

#[on("hang")]
async fn hang(log: State<Log>) {
    log.send("hangs".to_owned()).unwrap();
    std::future::pending::<()>().await;
}

#[on("ask")]
async fn ask(log: State<Log>) {
    let answer: Result<u32, _> = call("question", ()).await;
    log.send(answer.unwrap_err().to_string()).unwrap();
}

#[on("bye")]
async fn bye(close: bool) -> socketio::Result {
    emit("last words", ()).await?;
    let disconnect = disconnect();
    if close {
        disconnect.close().await?
    } else {
        disconnect.await?
    }
    Ok(())
}

fn server() -> (SocketIo, UnboundedReceiver<String>) {
    let (log, logged) = mpsc::unbounded_channel();
    let routes = routes![connected, left, work, hang, ask, bye];
    (
        SocketIo::builder()
            .routes(routes)
            .state(log)
            .build()
            .unwrap(),
        logged,
    )
}

async fn next(log: &mut UnboundedReceiver<String>) -> String {
    log.recv().await.unwrap()
}

#[tokio::test]
async fn a_client_that_leaves_a_namespace_keeps_its_session() {
    let (io, mut log) = server();
    let mut wire = Wire::join(&io, "/").await;
    wire.enter("/other").await;

    wire.send("1").await;

    assert_eq!(next(&mut log).await, "/ client namespace disconnect hall");
    assert!(io.io().sids().await.unwrap().is_empty());
    wire.idle("/other").await;
    wire.enter("/").await;
    wire.idle("/").await;
}

#[tokio::test]
async fn a_lost_transport_ends_all_namespaces() {
    let (io, mut log) = server();
    let mut wire = Wire::join(&io, "/").await;
    wire.enter("/other").await;

    drop(wire);

    let mut lines = [next(&mut log).await, next(&mut log).await];
    lines.sort();
    assert_eq!(
        lines,
        ["/ transport close hall", "/other transport close hall"]
    );
    assert!(log.try_recv().is_err(), "once each");
}

#[tokio::test]
async fn the_disconnect_handler_reaches_others_but_not_the_one_who_left() {
    let (io, mut log) = server();
    let mut ann = Wire::join(&io, "/").await;
    let mut bob = Wire::join(&io, "/").await;
    bob.enter("/other").await;

    bob.send("1").await;

    assert_eq!(
        ann.recv().await,
        r#"2["gone","client namespace disconnect"]"#
    );
    next(&mut log).await;
    bob.idle("/other").await;
}

#[tokio::test]
async fn the_server_disconnects_from_one_namespace() {
    let (io, mut log) = server();
    let mut wire = Wire::join(&io, "/").await;
    wire.enter("/other").await;

    wire.send(r#"2["bye",false]"#).await;

    assert_eq!(wire.recv().await, r#"2["last words"]"#);
    assert_eq!(wire.recv().await, "1");
    assert_eq!(next(&mut log).await, "/ server namespace disconnect hall");
    wire.idle("/other").await;
}

#[tokio::test]
async fn the_server_closes_the_session() {
    let (io, mut log) = server();
    let mut wire = Wire::join(&io, "/").await;
    wire.enter("/other").await;

    wire.send(r#"2["bye",true]"#).await;

    assert_eq!(wire.recv().await, r#"2["last words"]"#);
    let mut packets = [wire.recv().await, wire.recv().await];
    packets.sort();
    assert_eq!(packets, ["1", "1/other,"]);
    wire.ended().await;
    for _ in 0..2 {
        assert!(next(&mut log).await.contains("server namespace disconnect"));
    }
}

#[tokio::test]
async fn others_may_be_disconnected_by_sid_and_by_room() {
    let (io, mut log) = server();
    let mut ann = Wire::open(&io).await;
    let sid: Sid = ann.enter("/").await.parse().unwrap();
    let mut bob = Wire::join(&io, "/").await;

    io.io().disconnect(sid).await.unwrap();
    assert_eq!(ann.recv().await, "1");
    next(&mut log).await;
    assert_eq!(
        bob.recv().await,
        r#"2["gone","server namespace disconnect"]"#
    );

    io.io().disconnect("hall").close().await.unwrap();
    assert_eq!(bob.recv().await, "1");
    bob.ended().await;
}

#[tokio::test]
async fn handlers_finish_before_the_disconnect_handler() {
    let (io, mut log) = server();
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"2["work"]"#).await;
    wire.send(r#"2["work"]"#).await;
    wire.send("1").await;

    for _ in 0..2 {
        assert_eq!(next(&mut log).await, "work begins");
        assert_eq!(next(&mut log).await, "work ends");
    }
    assert_eq!(next(&mut log).await, "/ client namespace disconnect hall");
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_hangs_does_not_hold_its_client_for_ever() {
    let (io, mut log) = server();
    let mut wire = Wire::join(&io, "/").await;
    wire.send(r#"2["hang"]"#).await;
    assert_eq!(next(&mut log).await, "hangs");

    wire.send("1").await;

    assert_eq!(next(&mut log).await, "/ client namespace disconnect hall");

    let mut wire = Wire::join(&io, "/").await;
    wire.send(r#"2["hang"]"#).await;
    assert_eq!(next(&mut log).await, "hangs");

    drop(wire);

    assert_eq!(next(&mut log).await, "/ transport close hall");
    assert!(io.io().sids().in_room("hall").await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn observers_are_told_of_a_handler_that_hangs() {
    let (log, mut logged) = mpsc::unbounded_channel();
    let (told, mut limits) = mpsc::unbounded_channel();
    let observer = move |observation: &Observation<'_>| {
        if let Observation::LimitReached { limit, .. } = observation {
            told.send(*limit).unwrap();
        }
    };
    let io = SocketIo::builder()
        .routes(routes![hang, left])
        .state(log)
        .observer(observer)
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/").await;
    wire.send(r#"2["hang"]"#).await;
    assert_eq!(next(&mut logged).await, "hangs");

    wire.send("1").await;

    assert_eq!(limits.recv().await, Some(Limit::GracePeriod));
}

#[tokio::test(start_paused = true)]
async fn a_question_to_one_who_leaves_fails_at_once() {
    let (io, mut log) = server();
    let mut wire = Wire::join(&io, "/").await;
    wire.send(r#"2["ask"]"#).await;
    assert_eq!(wire.recv().await, r#"20["question"]"#);
    let asked = tokio::time::Instant::now();

    drop(wire);

    assert_eq!(next(&mut log).await, "the client is not connected");
    assert!(asked.elapsed() < Duration::from_secs(1));
    assert_eq!(next(&mut log).await, "/ transport close hall");
}

#[tokio::test]
async fn whoever_waits_for_the_end_learns_the_reason() {
    #[on("watch")]
    async fn watch(socket: Socket, log: State<Log>) {
        crate::spawn(async move {
            let reason = socket.closed().await;
            assert!(!socket.is_connected());
            assert!(
                socket
                    .emit("too late", ())
                    .await
                    .unwrap_err()
                    .is_disconnected()
            );
            log.send(reason.flask().to_owned())
        });
    }
    let (log, mut logged) = mpsc::unbounded_channel();
    let io = SocketIo::builder()
        .routes(routes![watch])
        .state(log)
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/").await;
    wire.send(r#"21["watch"]"#).await;
    assert_eq!(wire.recv().await, "31[]");

    wire.send("1").await;

    assert_eq!(next(&mut logged).await, "client disconnect");
}

#[tokio::test]
async fn packets_that_make_no_sense_end_the_session() {
    let (io, mut log) = server();
    let rows = [
        ("2[\"before connect\"]", false, "forced server close"),
        ("31[]", false, "forced server close"),
        ("0", true, "forced server close"),
        ("2/other,[\"not joined\"]", true, "forced server close"),
        (
            "4{\"message\":\"from a client\"}",
            true,
            "forced server close",
        ),
        ("2[\"disconnect\"]", true, "forced close"),
        ("2{}", true, "forced close"),
        ("2[\"work\",}]", true, "forced close"),
        ("2[\"nobody handles it\",}]", true, "forced close"),
        ("31[}]", true, "forced close"),
        ("0/other,[]", true, "forced close"),
        ("1{}", true, "forced close"),
        (
            "51-[\"work\",{\"_placeholder\":true,\"num\":1}]",
            true,
            "forced close",
        ),
        ("9", true, "forced close"),
    ];
    for (packet, joined, reason) in rows {
        let mut wire = Wire::open(&io).await;
        if joined {
            wire.enter("/").await;
        }

        wire.send(packet).await;
        if packet.starts_with('5') {
            wire.attach(b"x").await;
        }

        wire.ended().await;
        if joined {
            assert_eq!(next(&mut log).await, format!("/ {reason} hall"), "{packet}");
        }
    }
}

#[tokio::test]
async fn what_was_under_way_to_a_namespace_that_the_server_left_is_ignored() {
    #[on("connect", namespace = "/admitted")]
    async fn refuse() -> bool {
        tokio::task::yield_now().await;
        false
    }
    let handlers = routes![refuse];
    let builder = SocketIo::builder().routes(handlers).always_connect(true);
    let io = builder.namespaces(["/", "/plain"]).build().unwrap();
    let mut wire = Wire::join(&io, "/").await;
    let sid: Sid = wire.enter("/plain").await.parse().unwrap();

    // Neither namespace has a disconnect handler: the client is gone from it at once.
    io.io().disconnect(sid).namespace("/plain").await.unwrap();
    assert_eq!(wire.recv().await, "1/plain,");
    wire.enter("/admitted").await;
    assert_eq!(wire.recv().await, "1/admitted,");
    for namespace in ["/plain", "/admitted"] {
        wire.send(&format!(r#"2{namespace},["event"]"#)).await;
        wire.send(&format!(r#"2{namespace},7["question"]"#)).await;
        wire.send(&format!(r#"3{namespace},7["answer"]"#)).await;
        wire.send(&format!("1{namespace},")).await;
    }

    wire.idle("/").await;
    // Once the client has joined again and left by itself, it knows.
    wire.enter("/plain").await;
    wire.send("1/plain,").await;
    wire.send(r#"2/plain,["event"]"#).await;
    wire.ended().await;
}

#[tokio::test]
async fn what_is_late_or_unknown_is_ignored() {
    let (io, _log) = server();
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"3123456["nobody asked"]"#).await;
    wire.send("3[]").await;

    wire.idle("/").await;
}
