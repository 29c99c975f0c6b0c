//! How a client goes, and who learns why.

use std::time::Duration;

use serde_json::json;
use socketio::{Reason, Socket, SocketIo, State, disconnect, emit, on, rooms, routes};
use tokio::{sync::Notify, time::sleep};

use crate::{Log, join, noted};

#[on("disconnect")]
#[on("disconnect", namespace = "/other")]
async fn gone(reason: Reason, socket: Socket, log: State<Log>) -> socketio::Result {
    log.add(format!(
        "{}: {reason} / {}, {} rooms",
        socket.namespace(),
        reason.flask(),
        rooms()?.len()
    ));
    emit("left", socket.sid()).broadcast().await?;
    Ok(())
}

#[on("bye")]
async fn bye() -> socketio::Result {
    emit("last", 1).await?;
    disconnect().await?;
    Ok(())
}

#[on("close")]
async fn close() -> socketio::Result {
    Ok(disconnect().close().await?)
}

#[on("kick")]
async fn kick(who: String) -> socketio::Result {
    Ok(disconnect().of(who).await?)
}

#[on("kick there")]
async fn kick_there(who: String) -> socketio::Result {
    Ok(disconnect().of(who).namespace("/other").await?)
}

#[on("work")]
async fn work(log: State<Log>, gate: State<Notify>) {
    gate.notified().await;
    log.add("worked");
}

#[on("watch")]
async fn watch(socket: Socket, log: State<Log>) {
    tokio::spawn(async move { log.add(format!("watched: {}", socket.closed().await)) });
}

fn server() -> SocketIo {
    let handlers = routes![gone, bye, close, kick, kick_there, work, watch];
    let builder = SocketIo::builder().routes(handlers).state(Log::default());
    builder.state(Notify::new()).build().unwrap()
}

const BY_CLIENT: &str = "/: client namespace disconnect / client disconnect, 1 rooms";
const BY_SERVER: &str = "/: server namespace disconnect / server disconnect, 1 rooms";

#[tokio::test]
async fn a_client_that_leaves_is_seen_to_go_once() {
    let io = server();
    let mut ann = join(&io, "/").await;

    ann.disconnect().await;
    ann.close().await;

    assert_eq!(noted(&io), [BY_CLIENT]);
}

#[tokio::test]
async fn the_others_can_be_told_and_the_one_who_left_is_not() {
    let io = server();
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);

    ann.disconnect().await;

    assert_eq!(bob.received().await, [("left", json!([ann.sid()]))]);
    assert_eq!(ann.received().await, []);
}

#[tokio::test]
async fn a_connection_that_ends_ends_all_its_namespaces() {
    let io = server();
    let mut watcher = join(&io, "/").await;
    let ann = join(&io, "/").await;
    let other = ann.connect("/other").await.unwrap();

    drop((ann, other));

    watcher.expect::<String>("left").await;
    let mut noted = noted(&io);
    noted.sort();
    assert_eq!(
        noted,
        [
            "/: transport close / transport close, 1 rooms",
            "/other: transport close / transport close, 1 rooms"
        ]
    );
}

#[tokio::test]
async fn a_handler_disconnects_its_caller_who_still_gets_what_was_sent() {
    let io = server();
    let mut ann = join(&io, "/").await;

    ann.emit("bye", ()).await;
    ann.expect_disconnect().await;

    assert_eq!(ann.received().await, [("last", json!([1]))]);
    assert_eq!(noted(&io), [BY_SERVER]);
}

#[tokio::test]
async fn who_is_disconnected_from_one_namespace_stays_in_the_others() {
    let io = server();
    let mut ann = join(&io, "/").await;
    let other = ann.connect("/other").await.unwrap();

    ann.emit("bye", ()).await;
    ann.expect_disconnect().await;

    assert!(other.is_connected().await);
}

#[tokio::test]
async fn closing_ends_the_whole_connection() {
    let io = server();
    let ann = join(&io, "/").await;
    let mut other = ann.connect("/other").await.unwrap();

    ann.emit("close", ()).await;
    other.expect_disconnect().await;

    assert!(!ann.is_connected().await);
    assert_eq!(noted(&io).len(), 2);
}

#[tokio::test]
async fn others_are_disconnected_by_sid_also_from_another_namespace() {
    let io = server();
    let ann = join(&io, "/").await;
    let mut bob = join(&io, "/").await;
    let mut there = bob.connect("/other").await.unwrap();

    ann.emit("kick there", there.sid()).await;
    there.expect_disconnect().await;
    assert!(bob.is_connected().await);
    ann.emit("kick", bob.sid()).await;
    bob.expect_disconnect().await;

    assert!(ann.is_connected().await);
}

#[tokio::test]
async fn from_outside_clients_are_disconnected_by_sid_or_room() {
    let io = server();
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    let eve = join(&io, "/").await;
    let handle = io.io();

    handle.disconnect(ann.sid()).await.unwrap();
    ann.expect_disconnect().await;
    handle.join_room("a").of(bob.sid()).await.unwrap();
    handle.disconnect("a").await.unwrap();
    bob.expect_disconnect().await;

    assert!(eve.is_connected().await);
    assert_eq!(
        noted(&io),
        [BY_SERVER, BY_SERVER.replace('1', "2").as_str()]
    );
}

#[tokio::test]
async fn handlers_that_run_finish_before_the_disconnect_handler() {
    let io = server();
    let mut ann = join(&io, "/").await;

    ann.emit("work", ()).await;
    ann.disconnect().await;
    assert_eq!(noted(&io), Vec::<String>::new());

    io.io().state::<Notify>().unwrap().notify_one();
    ann.is_connected().await;
    assert_eq!(noted(&io), ["worked", BY_CLIENT]);
}

#[tokio::test]
async fn a_task_can_wait_for_its_client_to_go() {
    let io = server();
    let mut ann = join(&io, "/").await;
    ann.emit("watch", ()).await;

    ann.disconnect().await;
    ann.is_connected().await;

    let noted = noted(&io);
    assert!(noted.contains(&"watched: client namespace disconnect".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_falls_silent_is_gone_after_interval_and_timeout() {
    let io = server();
    let ann = join(&io, "/").await;
    let handle = io.io();

    ann.fall_silent();
    sleep(Duration::from_secs(44)).await;
    assert_eq!(handle.connections(), 1);
    sleep(Duration::from_secs(2)).await;

    assert_eq!(handle.connections(), 0);
    assert_eq!(noted(&io), ["/: ping timeout / ping timeout, 1 rooms"]);
}
