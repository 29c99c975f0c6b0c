//! Recovery with packets as MessagePack, in namespaces by pattern, and of events for sids.

use std::time::Duration;

use serde_json::json;
use socketio::{
    Args, Binary, Data, PacketFormat, Param, Recovery, Session, Sid, Socket, SocketIo, emit,
    join_room, on, routes,
};

use super::{TIME, away, builder, gone, is_recovered, news, numbers, server};
use crate::join;

#[tokio::test(start_paused = true)]
async fn packets_as_messagepack_are_missed_as_those_in_json_are() {
    let io = builder(Recovery::for_up_to(TIME))
        .packet_format(PacketFormat::MsgPack)
        .build()
        .unwrap();
    let mut ann = join(&io, "/").await;
    let sid = ann.sid().to_owned();
    ann.call::<()>("join", "lobby").await.unwrap();
    news(&io, 0).await;
    assert_eq!(numbers(&ann.received().await), [0]);

    let server = io.io();
    // Up to 15 values, the offset and the name among them, an array of MessagePack begins with one byte.
    let arguments = |count: i32| Args::from((0..count).map(Data::from).collect::<Vec<_>>());
    let mut ann = away(&io, ann, async {
        server
            .emit("data", (1, Binary::from(vec![1, 2, 3])))
            .to("lobby")
            .await
            .unwrap();
        server.emit("none", ()).await.unwrap();
        for count in [12, 13, 14, 15, 16, 20] {
            server.emit("many", arguments(count)).await.unwrap();
        }
    })
    .await;

    assert_eq!(ann.sid(), sid);
    let (number, data): (u32, Binary) = ann.expect("data").await;
    assert_eq!((number, &data[..]), (1, &[1, 2, 3][..]));
    ann.expect::<()>("none").await;
    for count in [12, 13, 14, 15, 16, 20] {
        let values: Vec<i32> = ann.expect("many").await;
        assert_eq!(values, (0..count).collect::<Vec<_>>());
    }
    // The client knows the last offset, so that none of it comes again.
    let mut ann = away(&io, ann, news(&io, 1)).await;
    assert_eq!(ann.sid(), sid);
    assert_eq!(ann.received().await, [("news", json!([1]))]);
}

#[on("join", namespace = "/room-{id}")]
async fn sit(_id: Param<u32>, chair: String) -> socketio::Result {
    join_room(chair).await?;
    Ok(())
}

#[on("where", namespace = "/room-{id}")]
async fn place(id: Param<u32>, socket: Socket) -> (u32, bool) {
    (*id, socket.recovered())
}

#[on("where", namespace = "/hall-{id}")]
async fn hall(id: Param<u32>, socket: Socket) -> (u32, bool) {
    (*id, socket.recovered())
}

#[tokio::test(start_paused = true)]
async fn namespaces_by_pattern_are_kept_for_who_was_alone_in_them() {
    let recovery = Recovery::for_up_to(TIME).namespaces(["/room-{id}"]);
    let io = SocketIo::builder()
        .recovery(recovery)
        .routes(routes![sit, place, hall])
        .build()
        .unwrap();
    let ann = join(&io, "/room-7").await;
    let bob = join(&io, "/room-8").await;
    ann.call::<()>("join", "window").await.unwrap();
    let sid = ann.sid().to_owned();

    let mut ann = away(&io, ann, async {
        let seven = io.io().of("/room-7");
        seven.emit("news", 1).to("window").await.unwrap();
        io.io().of("/room-8").emit("news", 2).await.unwrap();
    })
    .await;

    assert_eq!(ann.sid(), sid);
    assert_eq!(ann.received().await, [("news", json!([1]))]);
    assert_eq!(
        ann.call::<(u32, bool)>("where", ()).await.unwrap(),
        (7, true)
    );
    // Whoever comes back to another room than it was in is a new client there.
    let (_, returning) = bob.lose_connection();
    gone(&io, "/room-8", 1).await;
    let bob = io.test_client("/room-7").returning(&returning);
    let bob = bob.connect().await.unwrap();
    assert_eq!(
        bob.call::<(u32, bool)>("where", ()).await.unwrap(),
        (7, false)
    );
    // The list has one pattern, and not the other.
    let _ = join(&io, "/hall-7").await;
    assert!(io.io().of("/hall-7").recovery().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_namespace_that_nobody_comes_back_to_is_given_up() {
    let io = builder(Recovery::for_up_to(TIME)).build().unwrap();
    let ann = join(&io, "/room-5").await;
    let (_, returning) = ann.lose_connection();
    gone(&io, "/room-5", 1).await;
    io.io().of("/room-5").emit("news", 1).await.unwrap();
    assert_eq!(io.io().of("/room-5").recovery().unwrap().messages, 1);

    tokio::time::sleep(TIME + Duration::from_secs(1)).await;

    // What is looked up now is another one, of which nobody knows anything.
    let stats = io.io().of("/room-5").recovery().unwrap();
    assert_eq!((stats.messages, stats.kept), (0, 0));
    let ann = io.test_client("/room-5").returning(&returning);
    assert!(!is_recovered(&ann.connect().await.unwrap()).await);
}

#[tokio::test(start_paused = true)]
async fn a_sid_means_the_client_that_is_away_and_nobody_else() {
    let io = server();
    let ann = join(&io, "/").await;
    let mut eve = join(&io, "/").await;
    let sid: Sid = ann.sid().parse().unwrap();
    eve.call::<()>("join", sid.as_str()).await.unwrap();

    let server = io.io();
    let mut ann = away(&io, ann, async {
        server.emit("news", 1).to(sid).await.unwrap();
        server.emit("news", 2).to(sid.as_str()).await.unwrap();
        server.emit("news", 3).except(sid).await.unwrap();
        server.emit("news", 4).except(sid.as_str()).await.unwrap();
        server.emit("news", 5).to([sid, sid]).await.unwrap();
    })
    .await;
    server.emit("news", 6).to(sid).await.unwrap();

    assert_eq!(ann.sid(), sid.as_str());
    assert_eq!(numbers(&ann.received().await), [1, 2, 5, 6]);
    assert_eq!(numbers(&eve.received().await), [2, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_room_that_is_named_by_the_sid_of_another_is_missed_as_a_room() {
    let io = server();
    let ann = join(&io, "/").await;
    let bob = join(&io, "/").await;
    let sid: Sid = bob.sid().parse().unwrap();
    ann.call::<()>("join", sid.as_str()).await.unwrap();

    let server = io.io();
    let mut ann = away(&io, ann, async {
        server.emit("news", 1).to(sid).await.unwrap();
        server.emit("news", 2).to(sid.as_str()).await.unwrap();
        server.emit("news", 3).except(sid).await.unwrap();
        server.emit("news", 4).except(sid.as_str()).await.unwrap();
    })
    .await;

    assert_eq!(numbers(&ann.received().await), [2, 3]);
}

#[on("disconnect")]
async fn leave(socket: Socket, left: Session<u32>) -> socketio::Result {
    left.with(|left| *left += 1);
    emit("left", socket.rooms().len()).to("watchers").await?;
    socket.leave("gate").await?;
    Ok(())
}

#[on("watch")]
async fn watch() -> socketio::Result {
    join_room("watchers").await?;
    Ok(())
}

#[on("join")]
async fn enter(rooms: Vec<String>) -> socketio::Result {
    join_room(rooms).await?;
    Ok(())
}

#[on("left")]
async fn left(left: Session<u32>, socket: Socket) -> (u32, usize) {
    (left.with(|left| *left), socket.rooms().len())
}

#[tokio::test(start_paused = true)]
async fn the_disconnect_handler_runs_each_time_and_what_it_changes_is_kept() {
    let io = SocketIo::builder()
        .recovery(Recovery::for_up_to(TIME))
        .routes(routes![leave, watch, enter, left])
        .build()
        .unwrap();
    let mut bob = join(&io, "/").await;
    bob.call::<()>("watch", ()).await.unwrap();
    let mut ann = join(&io, "/").await;

    for times in 1..3 {
        ann.call::<()>("join", ["gate", "lobby"]).await.unwrap();
        ann = away(&io, ann, async {}).await;

        assert_eq!(bob.expect::<usize>("left").await, 3);
        // Its own room and the lobby are left.
        let left: (u32, usize) = ann.call("left", ()).await.unwrap();
        assert_eq!(left, (times, 2));
    }
}
