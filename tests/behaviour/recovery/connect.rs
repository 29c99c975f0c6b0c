//! The connect handler of a client that comes back.

use serde_json::json;
use socketio::{
    ConnectionRefused, Reason, Recovery, Routes, Socket, SocketIo, State, emit, join_room, on,
    routes,
};
use tokio::sync::Notify;

use super::{TIME, away, gone, numbers};
use crate::{Log, noted};

#[derive(serde::Deserialize)]
struct Token {
    token: String,
}

#[derive(Default)]
struct Slow {
    begun: Notify,
    go_on: Notify,
}

#[on("connect")]
async fn connect(
    Token { token }: Token,
    socket: Socket,
    log: State<Log>,
    slow: State<Slow>,
) -> socketio::Result {
    log.add(format!("{token} {}", socket.recovered()));
    if token == "slow" {
        slow.begun.notify_one();
        slow.go_on.notified().await;
    }
    if token == "expired" {
        return Err(ConnectionRefused::new("expired").into());
    }
    if !socket.recovered() {
        join_room("lobby").await?;
    }
    emit("welcome", socket.recovered()).await?;
    Ok(())
}

#[on("disconnect")]
async fn disconnect(reason: Reason, log: State<Log>) {
    log.add(format!("left: {reason}"));
}

fn server(recovery: Recovery, always_connect: bool) -> SocketIo {
    SocketIo::builder()
        .recovery(recovery)
        .always_connect(always_connect)
        .state(Log::default())
        .state(Slow::default())
        .routes(routes![connect, disconnect])
        .build()
        .unwrap()
}

fn token(token: &str) -> serde_json::Value {
    json!({ "token": token })
}

#[tokio::test(start_paused = true)]
async fn it_is_authorised_again_and_knows_that_it_is_back() {
    for always_connect in [false, true] {
        let io = server(Recovery::for_up_to(TIME), always_connect);
        let ann = io.test_client("/").auth(&token("good")).connect();
        let mut ann = ann.await.unwrap();
        assert_eq!(ann.received().await, [("welcome", json!([false]))]);
        let (_, returning) = ann.lose_connection();
        gone(&io, "/", 1).await;
        io.io().emit("news", 1).to("lobby").await.unwrap();

        let back = io
            .test_client("/")
            .auth(&token("new"))
            .returning(&returning);
        let mut ann = back.connect().await.unwrap();

        let expected = [("news", json!([1])), ("welcome", json!([true]))];
        assert_eq!(ann.received().await, expected);
        let lines = noted(&io);
        assert_eq!(lines, ["good false", "left: transport close", "new true"]);
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_refused_on_its_return_may_try_again_in_time() {
    let io = server(Recovery::for_up_to(TIME), false);
    let ann = io.test_client("/").auth(&token("good")).connect();
    let ann = ann.await.unwrap();
    let sid = ann.sid().to_owned();
    let (_, returning) = ann.lose_connection();
    gone(&io, "/", 1).await;
    io.io().emit("news", 1).to("lobby").await.unwrap();

    let refused = io
        .test_client("/")
        .auth(&token("expired"))
        .returning(&returning);
    assert!(refused.connect().await.is_err());
    assert_eq!(io.io().recovery().unwrap().clients, 1);
    assert_eq!(io.io().sids().await.unwrap().len(), 0);
    io.io().emit("news", 2).to("lobby").await.unwrap();
    let back = io
        .test_client("/")
        .auth(&token("good"))
        .returning(&returning);
    let mut ann = back.connect().await.unwrap();

    assert_eq!(ann.sid(), sid);
    let mut received = ann.received().await;
    received.retain(|event| event.name() == "news");
    // What the client got before it was lost is not sent again.
    assert_eq!(numbers(&received), [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn its_handler_is_not_called_if_it_is_not_to_be_authorised_again() {
    let io = server(Recovery::for_up_to(TIME).authorise_again(false), false);
    let ann = io.test_client("/").auth(&token("good")).connect();
    let ann = ann.await.unwrap();
    let sid = ann.sid().to_owned();

    // Without a token.
    let ann = away(&io, ann, async {}).await;

    assert_eq!(ann.sid(), sid);
    assert_eq!(noted(&io), ["good false", "left: transport close"]);
    let stranger = json!({ "token": "other", "pid": "AAAAAAAAAAAAAAAAAAAA" });
    let _stranger = io.test_client("/").auth(&stranger).connect().await.unwrap();
    assert_eq!(noted(&io), ["other false"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_sent_while_the_handler_runs_comes_behind_the_missed_and_once() {
    let io = server(Recovery::for_up_to(TIME), false);
    let ann = io.test_client("/").auth(&token("good")).connect();
    let (_, returning) = ann.await.unwrap().lose_connection();
    gone(&io, "/", 1).await;
    let slow = io.io().state::<Slow>().unwrap();
    io.io().emit("news", 1).to("lobby").await.unwrap();

    let back = io
        .test_client("/")
        .auth(&token("slow"))
        .returning(&returning);
    let back = tokio::spawn(back.connect());
    slow.begun.notified().await;
    io.io().emit("news", 2).to("lobby").await.unwrap();
    slow.go_on.notify_one();
    let mut ann = back.await.unwrap().unwrap();
    io.io().emit("news", 3).to("lobby").await.unwrap();

    let mut received = ann.received().await;
    received.retain(|event| event.name() == "news");
    assert_eq!(numbers(&received), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn of_two_that_come_back_at_once_the_second_is_a_new_client() {
    let io = server(Recovery::for_up_to(TIME), false);
    let ann = io.test_client("/").auth(&token("good")).connect();
    let ann = ann.await.unwrap();
    let sid = ann.sid().to_owned();
    let (_, returning) = ann.lose_connection();
    gone(&io, "/", 1).await;
    let slow = io.io().state::<Slow>().unwrap();

    let first = io
        .test_client("/")
        .auth(&token("slow"))
        .returning(&returning);
    let first = tokio::spawn(first.connect());
    slow.begun.notified().await;
    let second = io
        .test_client("/")
        .auth(&token("good"))
        .returning(&returning);
    let second = second.connect().await.unwrap();
    slow.go_on.notify_one();
    let first = first.await.unwrap().unwrap();

    assert_eq!(first.sid(), sid);
    assert_ne!(second.sid(), sid);
    assert!(first.is_connected().await && second.is_connected().await);
}

#[tokio::test(start_paused = true)]
async fn who_is_cut_off_while_its_handler_runs_comes_back_later() {
    let io = server(Recovery::for_up_to(TIME), false);
    let ann = io.test_client("/").auth(&token("good")).connect();
    let ann = ann.await.unwrap();
    let sid = ann.sid().to_owned();
    let (_, returning) = ann.lose_connection();
    gone(&io, "/", 1).await;
    io.io().emit("news", 1).to("lobby").await.unwrap();
    let slow = io.io().state::<Slow>().unwrap();

    let first = io
        .test_client("/")
        .auth(&token("slow"))
        .returning(&returning);
    let first = tokio::spawn(first.connect());
    slow.begun.notified().await;
    first.abort();
    gone(&io, "/", 1).await;
    slow.go_on.notify_one();
    io.io().emit("news", 2).to("lobby").await.unwrap();
    let back = io
        .test_client("/")
        .auth(&token("good"))
        .returning(&returning);
    let mut ann = back.connect().await.unwrap();

    assert_eq!(ann.sid(), sid);
    let mut received = ann.received().await;
    received.retain(|event| event.name() == "news");
    assert_eq!(numbers(&received), [1, 2]);
}

async fn is_not_expired(Token { token }: Token, log: State<Log>) -> bool {
    log.add(format!("guard {token}"));
    token != "expired"
}

/// A server whose guard decides who joins, with a connect handler or without.
fn guarded(recovery: Recovery, routes: Routes) -> SocketIo {
    SocketIo::builder()
        .recovery(recovery)
        .state(Log::default())
        .state(Slow::default())
        .routes(routes)
        .guard_connect(is_not_expired)
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn guards_decide_about_it_again() {
    for (routes, handled) in [(routes![], false), (routes![connect], true)] {
        let io = guarded(Recovery::for_up_to(TIME), routes);
        let ann = io.test_client("/").auth(&token("good")).connect();
        let ann = ann.await.unwrap();
        let sid = ann.sid().to_owned();
        let (_, returning) = ann.lose_connection();
        gone(&io, "/", 1).await;

        let returning_with = |name: &str| {
            let client = io.test_client("/").auth(&token(name));
            client.returning(&returning).connect()
        };
        assert!(returning_with("expired").await.is_err());
        let stats = io.io().recovery().unwrap();
        assert_eq!((stats.recovered, stats.refused, stats.clients), (0, 1, 1));
        let ann = returning_with("new").await.unwrap();

        assert_eq!(ann.sid(), sid);
        let mut lines = noted(&io);
        if handled {
            // The handler was called behind its guard, and not at all when the guard refused.
            let of_handler = [lines.remove(1), lines.remove(3)];
            assert_eq!(of_handler, ["good false", "new true"]);
        }
        assert_eq!(lines, ["guard good", "guard expired", "guard new"]);
        let stats = io.io().recovery().unwrap();
        assert_eq!((stats.recovered, stats.refused, stats.kept), (1, 1, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn guards_are_not_asked_if_it_is_not_to_be_authorised_again() {
    let recovery = Recovery::for_up_to(TIME).authorise_again(false);
    let io = guarded(recovery, routes![]);
    let ann = io.test_client("/").auth(&token("good")).connect();
    let ann = ann.await.unwrap();
    let sid = ann.sid().to_owned();
    let (_, returning) = ann.lose_connection();
    gone(&io, "/", 1).await;

    let ann = io.test_client("/").auth(&token("expired"));
    let ann = ann.returning(&returning).connect().await.unwrap();

    assert_eq!(ann.sid(), sid);
    assert_eq!(noted(&io), ["guard good"]);
    assert_eq!(io.io().recovery().unwrap().recovered, 1);
    let stranger = io.test_client("/").auth(&token("expired")).connect();
    assert!(stranger.await.is_err());
}
