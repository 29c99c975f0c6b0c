//! What a client has when it is back, and what it gets.

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use serde_json::json;
use socketio::{Recovery, Socket, SocketIo, State, on, routes};
use tokio::{sync::Mutex, time::sleep};

use super::{TIME, away, builder, gone, is_recovered, news, numbers, server};
use crate::join;

#[tokio::test(start_paused = true)]
async fn who_is_back_has_its_sid_rooms_and_sessions_and_gets_what_it_missed_in_order() {
    let io = server();
    let mut ann = join(&io, "/").await;
    ann.call::<()>("join", "lobby").await.unwrap();
    assert_eq!(ann.call::<u32>("count", ()).await.unwrap(), 1);
    news(&io, 0).await;
    assert_eq!(numbers(&ann.received().await), [0]);
    let sid = ann.sid().to_owned();

    let server = io.io();
    let mut ann = away(&io, ann, async {
        news(&io, 1).await;
        server.emit("news", 2).to("lobby").await.unwrap();
        server.emit("news", 3).to(&sid).await.unwrap();
        server
            .emit("news", 4)
            .to(["lobby", sid.as_str()])
            .await
            .unwrap();
    })
    .await;
    news(&io, 5).await;

    assert_eq!(ann.sid(), sid);
    assert_eq!(numbers(&ann.received().await), [1, 2, 3, 4, 5]);
    assert!(is_recovered(&ann).await);
    assert_eq!(
        ann.call::<Vec<String>>("rooms", ()).await.unwrap(),
        ["lobby"]
    );
    assert_eq!(ann.call::<u32>("count", ()).await.unwrap(), 2);
    let stats = server.recovery().unwrap();
    assert_eq!((stats.clients, stats.recovered, stats.failed()), (0, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn what_was_not_for_it_is_not_among_the_missed() {
    let io = server();
    let ann = join(&io, "/").await;
    ann.call::<()>("join", "quiet").await.unwrap();
    let sid = ann.sid().to_owned();

    let server = io.io();
    let mut ann = away(&io, ann, async {
        server.emit("news", 1).to("elsewhere").await.unwrap();
        server.emit("news", 2).except(&sid).await.unwrap();
        server.emit("news", 3).except("quiet").await.unwrap();
        server.emit("news", 4).volatile().await.unwrap();
        drop(server.emit("news", 5).acks::<()>().await.unwrap());
        server
            .emit("news", 6)
            .to("AAAAAAAAAAAAAAAAAAAA")
            .await
            .unwrap();
    })
    .await;

    assert!(ann.received().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_to_a_room_counts_by_who_was_in_it_then() {
    let io = server();
    let mut ann = join(&io, "/").await;
    ann.call::<()>("join", "left").await.unwrap();
    news(&io, 0).await;
    assert_eq!(numbers(&ann.received().await), [0]);
    let returning = ann.returning();

    // The client does not get any of this before its connection is lost.
    let server = io.io();
    server.emit("news", 1).to("joined").await.unwrap();
    server.emit("news", 2).to("left").await.unwrap();
    ann.call::<()>("join", "joined").await.unwrap();
    ann.call::<()>("leave", "left").await.unwrap();
    server.emit("news", 3).to("joined").await.unwrap();
    server.emit("news", 4).to("left").await.unwrap();
    drop(ann);
    gone(&io, "/", 1).await;
    let mut ann = io
        .test_client("/")
        .returning(&returning)
        .connect()
        .await
        .unwrap();

    assert_eq!(numbers(&ann.received().await), [2, 3]);
}

#[tokio::test(start_paused = true)]
async fn rooms_can_be_changed_while_it_is_away() {
    let io = server();
    let ann = join(&io, "/").await;
    ann.call::<()>("join", "old").await.unwrap();
    ann.call::<()>("join", "closed").await.unwrap();
    let sid = ann.sid().to_owned();

    let server = io.io();
    let mut ann = away(&io, ann, async {
        server.emit("news", 1).to("new").await.unwrap();
        server.emit("news", 2).to("old").await.unwrap();
        server.join_room("new").of(&sid).await.unwrap();
        server.leave_room("old").of(&sid).await.unwrap();
        server.close_room("closed").await.unwrap();
        server.emit("news", 3).to("new").await.unwrap();
        server.emit("news", 4).to("old").await.unwrap();
    })
    .await;

    assert_eq!(numbers(&ann.received().await), [2, 3]);
    assert_eq!(ann.call::<Vec<String>>("rooms", ()).await.unwrap(), ["new"]);
}

#[tokio::test(start_paused = true)]
async fn the_same_client_comes_back_again_and_again() {
    let io = server();
    let mut ann = join(&io, "/").await;
    let sid = ann.sid().to_owned();

    for round in 0..5 {
        ann = away(&io, ann, news(&io, round)).await;
        assert_eq!(ann.sid(), sid);
        assert_eq!(numbers(&ann.received().await), [round]);
    }

    assert_eq!(io.io().recovery().unwrap().recovered, 5);
}

#[tokio::test(start_paused = true)]
async fn who_was_cut_off_before_it_got_the_missed_gets_them_the_next_time() {
    let io = server();
    let ann = join(&io, "/").await;
    let (_, returning) = ann.lose_connection();
    gone(&io, "/", 1).await;
    news(&io, 1).await;

    let again = io
        .test_client("/")
        .returning(&returning)
        .connect()
        .await
        .unwrap();
    drop(again);
    gone(&io, "/", 1).await;
    news(&io, 2).await;
    let mut ann = io
        .test_client("/")
        .returning(&returning)
        .connect()
        .await
        .unwrap();

    assert_eq!(numbers(&ann.received().await), [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn who_has_heard_nothing_for_an_hour_comes_back_all_the_same() {
    let io = server();
    let mut ann = join(&io, "/").await;
    news(&io, 0).await;
    assert_eq!(numbers(&ann.received().await), [0]);
    let sid = ann.sid().to_owned();
    let server = io.io();
    server.emit("news", 1).to("others").await.unwrap();

    sleep(Duration::from_secs(3600)).await;
    assert_eq!(server.recovery().unwrap().messages, 0);
    let mut ann = away(&io, ann, news(&io, 2)).await;

    assert_eq!(ann.sid(), sid);
    assert_eq!(numbers(&ann.received().await), [2]);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_still_seems_to_live_makes_way_for_the_new_one() {
    let io = server();
    let mut old = join(&io, "/").await;
    old.call::<()>("join", "lobby").await.unwrap();
    news(&io, 0).await;
    assert_eq!(numbers(&old.received().await), [0]);
    let returning = old.returning();
    news(&io, 1).await;

    let mut new = io
        .test_client("/")
        .returning(&returning)
        .connect()
        .await
        .unwrap();
    io.io().emit("news", 2).to("lobby").await.unwrap();

    assert_eq!(new.sid(), old.sid());
    assert_eq!(numbers(&new.received().await), [1, 2]);
    // It is told, so that an official client does not take the place back.
    assert!(!old.is_connected().await);
    assert_eq!(numbers(&old.received().await), [1]);
    assert_eq!(io.io().sids().await.unwrap().len(), 1);
    assert_eq!(
        new.call::<Vec<String>>("rooms", ()).await.unwrap(),
        ["lobby"]
    );
    assert_eq!(new.call::<u32>("count", ()).await.unwrap(), 1);
}

#[derive(Default)]
struct Kept(Mutex<Option<Socket>>);

#[on("connect")]
async fn keep(socket: Socket, kept: State<Kept>) {
    kept.0.lock().await.get_or_insert(socket);
}

#[tokio::test(start_paused = true)]
async fn a_socket_that_the_program_has_kept_reaches_the_client_when_it_is_back() {
    let io = SocketIo::builder()
        .recovery(Recovery::for_up_to(TIME))
        .state(Kept::default())
        .routes(routes![keep])
        .build()
        .unwrap();
    let ann = join(&io, "/").await;
    let socket = io
        .io()
        .state::<Kept>()
        .unwrap()
        .0
        .lock()
        .await
        .clone()
        .unwrap();

    let mut ann = away(&io, ann, async {
        socket.emit("news", 1).await.unwrap();
    })
    .await;
    socket.emit("news", 2).await.unwrap();
    assert_eq!(numbers(&ann.received().await), [1, 2]);

    drop(ann);
    gone(&io, "/", 1).await;
    sleep(TIME + Duration::from_secs(1)).await;
    assert!(socket.emit("news", 3).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn who_is_alone_in_a_namespace_of_its_choice_finds_it_again() {
    let io = builder(Recovery::for_up_to(TIME)).build().unwrap();
    let ann = join(&io, "/room-5").await;
    let sid = ann.sid().to_owned();
    ann.call::<()>("join", "lobby").await.unwrap();

    let mut ann = away(&io, ann, async {
        io.io().of("/room-5").emit("news", 1).await.unwrap();
    })
    .await;

    assert_eq!(ann.sid(), sid);
    assert_eq!(ann.received().await, [("news", json!([1]))]);
    assert_eq!(
        ann.call::<Vec<String>>("rooms", ()).await.unwrap(),
        ["lobby"]
    );
}

#[tokio::test(start_paused = true)]
async fn binary_data_is_missed_as_well() {
    let io = server();
    let ann = join(&io, "/").await;

    let mut ann = away(&io, ann, async {
        let data = socketio::Binary::from(vec![1, 2, 3]);
        io.io().emit("data", (1, data)).await.unwrap();
    })
    .await;

    let (number, data): (u32, socketio::Binary) = ann.expect("data").await;
    assert_eq!((number, &data[..]), (1, &[1, 2, 3][..]));
}

#[tokio::test(start_paused = true)]
async fn an_emit_that_waited_for_room_when_the_connection_was_lost_is_missed() {
    let io = builder(Recovery::for_up_to(TIME))
        .outbound_messages(4)
        .build()
        .unwrap();
    let ann = join(&io, "/").await;
    let other = ann.connect("/other").await.unwrap();
    let sid = ann.sid().to_owned();
    let socket = io.io().sockets().local().await.unwrap().remove(0);

    // The connection has no turn in which it could write, and its queue is full.
    for number in 0..4 {
        io.io().of("/other").emit("fill", number).await.unwrap();
    }
    let mut waiting = pin!(socket.emit("news", 1).into_future());
    let waits = poll_fn(|cx| Poll::Ready(waiting.as_mut().poll(cx).is_pending()));
    assert!(waits.await);
    let (events, returning) = ann.lose_connection();
    drop(other);
    waiting.await.unwrap();
    gone(&io, "/", 1).await;
    let ann = io.test_client("/").returning(&returning).connect();
    let mut ann = ann.await.unwrap();

    assert!(events.is_empty());
    assert_eq!(ann.sid(), sid);
    assert_eq!(numbers(&ann.received().await), [1]);
}
