//! Rooms: joined, left, closed and read, by the caller and for others.

use serde_json::{Value, json};
use socketio::{
    Sid, Socket, SocketIo, State, close_room, disconnect, emit, join_room, leave_room, on, rooms,
    routes, testing::TestClient,
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

#[on("close there")]
async fn close_there(room: String) -> socketio::Result {
    close_room(&room).namespace("/other").await?;
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
        close_there,
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

/// The sids, sorted.
fn sorted(sids: impl IntoIterator<Item = Sid>) -> Vec<String> {
    let mut sids: Vec<String> = sids.into_iter().map(|sid| sid.to_string()).collect();
    sids.sort();
    sids
}

#[tokio::test]
async fn a_sid_is_one_client_and_nobody_joins_it() {
    let io = server();
    let (mut ann, mut eve) = (join(&io, "/").await, join(&io, "/").await);
    let sid: Sid = ann.sid().parse().unwrap();
    eve.emit("join", [ann.sid()]).await;
    let io = io.io();

    io.emit("alone", 1).to(sid).await.unwrap();
    io.emit("alone too", 2).to([sid, sid]).await.unwrap();
    io.emit("with the room", 3).to(sid.as_str()).await.unwrap();
    let named = ["nobody", sid.as_str()];
    io.emit("named in a list", 4).to(named).await.unwrap();
    io.emit("without", 5).except(sid).await.unwrap();
    io.join_room("a").of(sid).await.unwrap();

    let alone = [
        ("alone", json!([1])),
        ("alone too", json!([2])),
        ("with the room", json!([3])),
        ("named in a list", json!([4])),
    ];
    assert_eq!(ann.received().await, alone);
    assert_eq!(
        eve.received().await,
        [
            ("with the room", json!([3])),
            ("named in a list", json!([4])),
            ("without", json!([5]))
        ]
    );
    assert_eq!(io.sids().in_room("a").await.unwrap(), [sid]);
    assert_eq!(io.sids().in_room(sid).await.unwrap(), [sid]);

    io.leave_room(sid.as_str()).of(sid).await.unwrap();
    io.emit("still", 6).to(sid).await.unwrap();
    assert_eq!(ann.received().await, [("still", json!([6]))]);
}

#[derive(Default)]
struct Name(String);

#[tokio::test]
async fn the_clients_in_a_room_are_given_with_what_is_known_of_them() {
    let io = server();
    let dial = |name: &str| io.test_client("/").auth(&json!({ "name": name })).connect();
    let (ann, bob) = (dial("ann").await.unwrap(), dial("bob").await.unwrap());
    let eve = join(&io, "/").await;
    let there = ann.connect("/other").await.unwrap();
    let sids = |clients: &[&TestClient]| {
        sorted(clients.iter().map(|client| client.sid().parse().unwrap()))
    };
    ann.emit("join", ["a", "b"]).await;
    bob.emit("join", ["a"]).await;
    let handle = io.io();
    handle
        .session::<Name>(bob.sid().parse().unwrap())
        .unwrap()
        .with(|name| name.0 = "bob".to_owned());

    let room = handle.sockets().in_room("a").local().await.unwrap();
    let all = handle.sockets().local().await.unwrap();
    let others = handle.sockets().except("b").local().await.unwrap();
    let elsewhere = handle.sockets().namespace("/other").local().await.unwrap();

    let of = |sockets: &[Socket]| sorted(sockets.iter().map(Socket::sid));
    assert_eq!(of(&room), sids(&[&ann, &bob]));
    assert_eq!(of(&all), sids(&[&ann, &bob, &eve]));
    assert_eq!(of(&others), sids(&[&bob, &eve]));
    assert_eq!(of(&elsewhere), sids(&[&there]));
    let bob = room
        .iter()
        .find(|socket| socket.sid().as_str() == bob.sid())
        .unwrap();
    assert_eq!(bob.auth::<Value>().unwrap(), json!({ "name": "bob" }));
    assert_eq!(bob.session::<Name>().with(|name| name.0.clone()), "bob");
    assert!(bob.rooms().contains(&"a".to_owned()) && bob.is_connected());
    assert_eq!(bob.query("EIO").as_deref(), Some("4"));
    let unknown = handle.sockets().namespace("/unknown").await;
    assert!(unknown.is_err());
}

#[tokio::test]
async fn many_are_moved_and_disconnected_by_one_call() {
    let io = server();
    let clients = [
        join(&io, "/").await,
        join(&io, "/").await,
        join(&io, "/").await,
    ];
    let sids: Vec<Sid> = clients
        .iter()
        .map(|client| client.sid().parse().unwrap())
        .collect();
    let io = io.io();

    io.join_room(["a", "b"]).of(&sids[..2]).await.unwrap();
    io.leave_room("b").of("a").await.unwrap();
    assert_eq!(io.sids().in_room("a").await.unwrap().len(), 2);
    assert!(io.sids().in_room("b").await.unwrap().is_empty());

    io.disconnect("a").await.unwrap();
    assert_eq!(io.sids().await.unwrap(), [sids[2]]);
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

    ann.emit("leave", ["bb", "never joined"]).await;
    let rooms: Vec<String> = ann.call("rooms", ()).await.unwrap();
    assert_eq!(rooms, ["a", ann.sid()]);
}

#[tokio::test]
async fn a_closed_room_is_empty_and_can_be_joined_again() {
    let io = server();
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    ann.emit("join", ["a", "b"]).await;
    bob.emit("join", ["a"]).await;

    ann.emit("close", "a").await;
    assert!(io.io().sids().in_room("a").await.unwrap().is_empty());
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
    let inside = async || io.io().of("/other").sids().in_room("a").await.unwrap();
    assert_eq!(inside().await.len(), 1);

    ann.emit("close there", "a").await;
    assert!(inside().await.is_empty());
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
async fn from_outside_the_members_of_a_room_are_moved_by_its_name() {
    let io = server();
    let (ann, bob) = (join(&io, "/").await, join(&io, "/").await);
    let sid: Sid = ann.sid().parse().unwrap();
    bob.emit("join", ["b"]).await;
    let handle = io.io();

    handle.join_room(["x", "y"]).of(sid).await.unwrap();
    handle.join_room("y").of("b").await.unwrap();
    assert_eq!(handle.sids().in_room("y").await.unwrap().len(), 2);
    assert_eq!(handle.sids().in_room("y").except("b").await.unwrap(), [sid]);

    handle.leave_room("y").of("y").await.unwrap();
    assert!(handle.sids().in_room("y").await.unwrap().is_empty());
    assert_eq!(handle.sids().in_room("x").await.unwrap(), [sid]);
    handle.join_room("x").of("no such sid").await.unwrap();
    let nowhere = handle.join_room("x").of(sid).namespace("/nowhere");
    assert!(nowhere.await.is_err());
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
