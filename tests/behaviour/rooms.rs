//! Rooms: joined, left, closed and read, by the caller and for others.

use serde_json::json;
use socketio::{
    Sid, SocketIo, State, close_room, disconnect, emit, join_room, leave_room, on, rooms, routes,
};

use crate::{Log, join, noted};

#[on("join")]
#[on("join", namespace = "/other")]
async fn enter(rooms: Vec<String>) -> socketio::Result {
    Ok(join_room(&rooms).await?)
}

#[on("leave")]
async fn leave(rooms: Vec<String>) -> socketio::Result {
    Ok(leave_room(&rooms).await?)
}

#[on("close")]
async fn close(room: String) -> socketio::Result {
    Ok(close_room(&room).await?)
}

#[on("rooms")]
async fn list() -> socketio::Result<Vec<String>> {
    let mut list = rooms()?;
    list.sort_by_key(String::len);
    Ok(list)
}

#[on("say")]
async fn say(room: String, text: String) -> socketio::Result {
    Ok(emit("said", text).to(room).await?)
}

#[on("invite")]
async fn invite(who: String, room: String) -> socketio::Result {
    join_room(&room).of(who).await?;
    Ok(())
}

#[on("expel")]
async fn expel(who: String, room: String) -> socketio::Result {
    leave_room(&room).of(who).await?;
    Ok(())
}

#[on("invite there")]
async fn invite_there(who: String, room: String) -> socketio::Result {
    join_room(&room).of(who).namespace("/other").await?;
    emit("said", "there").to(room).namespace("/other").await?;
    Ok(())
}

#[on("disconnect")]
async fn gone(log: State<Log>) -> socketio::Result {
    log.add(format!("{} rooms", rooms()?.len()));
    Ok(())
}

#[on("bye")]
async fn bye() -> socketio::Result {
    Ok(disconnect().await?)
}

fn server() -> SocketIo {
    let handlers = routes![
        enter,
        leave,
        close,
        list,
        say,
        invite,
        expel,
        invite_there,
        gone,
        bye
    ];
    let builder = SocketIo::builder().routes(handlers);
    builder.state(Log::default()).build().unwrap()
}

#[tokio::test]
async fn what_is_said_in_a_room_is_heard_by_those_in_it() {
    let io = server();
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    bob.emit("join", ["a"]).await;

    ann.emit("say", ("a", "hi")).await;

    assert_eq!(bob.received().await, [("said", json!(["hi"]))]);
    assert_eq!(ann.received().await, []);

    bob.emit("leave", ["a"]).await;
    ann.emit("say", ("a", "anybody there?")).await;
    assert_eq!(bob.received().await, []);
}

#[tokio::test]
async fn everybody_is_in_the_room_of_their_own_sid() {
    let io = server();
    let (ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);

    let rooms: Vec<String> = bob.call("rooms", ()).await.unwrap();
    ann.emit("say", (bob.sid(), "psst")).await;

    assert_eq!(rooms, [bob.sid()]);
    assert_eq!(bob.received().await, [("said", json!(["psst"]))]);
}

#[tokio::test]
async fn a_room_is_joined_once_however_often_it_is_asked_for() {
    let io = server();
    let mut ann = join(&io, "/").await;
    ann.emit("join", ["a", "a"]).await;
    ann.emit("join", ["a", "bb"]).await;

    let rooms: Vec<String> = ann.call("rooms", ()).await.unwrap();
    ann.emit("say", ("a", "once")).await;

    assert_eq!(rooms, ["a", "bb", ann.sid()]);
    assert_eq!(ann.received().await.len(), 1);
}

#[tokio::test]
async fn a_closed_room_is_empty_and_can_be_joined_again() {
    let io = server();
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    ann.emit("join", ["a", "b"]).await;
    bob.emit("join", ["a"]).await;

    ann.emit("close", "a").await;
    ann.emit("say", ("a", "nobody")).await;
    assert_eq!(ann.received().await.len() + bob.received().await.len(), 0);
    let rooms: Vec<String> = ann.call("rooms", ()).await.unwrap();
    assert_eq!(rooms, ["b", ann.sid()]);

    bob.emit("join", ["a"]).await;
    ann.emit("say", ("a", "again")).await;
    assert_eq!(bob.received().await, [("said", json!(["again"]))]);
}

#[tokio::test]
async fn rooms_of_one_name_in_two_namespaces_are_two_rooms() {
    let io = server();
    let (ann, mut bob) = (join(&io, "/").await, join(&io, "/other").await);
    bob.emit("join", ["a"]).await;

    ann.emit("say", ("a", "hi")).await;

    assert_eq!(bob.received().await, []);
}

#[tokio::test]
async fn others_are_put_into_rooms_and_taken_out() {
    let io = server();
    let (ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);

    ann.emit("invite", (bob.sid(), "a")).await;
    ann.emit("say", ("a", "welcome")).await;
    assert_eq!(bob.received().await, [("said", json!(["welcome"]))]);

    ann.emit("expel", (bob.sid(), "a")).await;
    ann.emit("say", ("a", "gone?")).await;
    assert_eq!(bob.received().await, []);
}

#[tokio::test]
async fn rooms_of_another_namespace_are_reached_by_its_name() {
    let io = server();
    let (ann, mut bob) = (join(&io, "/").await, join(&io, "/other").await);

    ann.emit("invite there", (bob.sid(), "a")).await;

    assert_eq!(bob.received().await, [("said", json!(["there"]))]);
}

#[tokio::test]
async fn from_outside_rooms_are_managed_by_sid() {
    let io = server();
    let mut ann = join(&io, "/").await;
    let handle = io.io();

    handle.join_room(["a", "b"]).of(ann.sid()).await.unwrap();
    handle.emit("e", 1).to("a").await.unwrap();
    handle.leave_room("a").of(ann.sid()).await.unwrap();
    handle.close_room("b").await.unwrap();
    handle.emit("e", 2).to(["a", "b"]).await.unwrap();

    assert_eq!(ann.received().await, [("e", json!([1]))]);
}

#[tokio::test]
async fn who_is_in_a_room_can_be_asked() {
    let io = server();
    let (ann, bob) = (join(&io, "/").await, join(&io, "/").await);
    bob.emit("join", ["a"]).await;

    let all = io.io().sids().await.unwrap();
    let inside = io.io().sids().in_room("a").await.unwrap();
    let outside = io.io().sids().except("a").await.unwrap();

    assert_eq!(all.len(), 2);
    assert_eq!(
        inside.iter().map(Sid::to_string).collect::<Vec<_>>(),
        [bob.sid()]
    );
    assert_eq!(
        outside.iter().map(Sid::to_string).collect::<Vec<_>>(),
        [ann.sid()]
    );
}

#[tokio::test]
async fn rooms_are_there_in_the_disconnect_handler_and_gone_behind_it() {
    let io = server();
    let mut ann = join(&io, "/").await;
    ann.emit("join", ["a", "b"]).await;

    ann.emit("bye", ()).await;
    ann.expect_disconnect().await;

    assert_eq!(noted(&io), ["3 rooms"]);
    assert!(io.io().sids().in_room("a").await.unwrap().is_empty());
}
