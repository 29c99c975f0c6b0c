//! Work that goes on beside handlers.

use std::time::Duration;

use serde_json::json;
use socketio::{
    Io, Socket, SocketIo, State, block_on, emit, join_room, on, routes, sid, spawn_blocking, until,
};
use tokio::{
    sync::Notify,
    time::{interval, sleep},
};

use crate::{Log, join, noted};

#[on("later")]
async fn later(seconds: u64) {
    socketio::spawn(async move {
        sleep(Duration::from_secs(seconds)).await;
        emit("later", seconds).await
    });
}

#[on("join later")]
async fn join_later() -> socketio::Result<String> {
    let task = socketio::spawn(async {
        join_room("a").await?;
        emit("in the room", ()).to("a").await?;
        Ok::<_, socketio::Error>(sid()?.to_string())
    });
    task.await?
}

#[on("lost")]
async fn lost() -> socketio::Result<bool> {
    let task = tokio::spawn(async { emit("lost", 1).await });
    Ok(task.await?.is_err_and(|error| error.is_no_context()))
}

#[tokio::test(start_paused = true)]
async fn a_task_keeps_the_caller_while_other_events_are_handled() {
    let io = SocketIo::new(routes![later]);
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);

    ann.emit("later", 3).await;
    bob.emit("later", 1).await;

    assert_eq!(ann.expect::<u64>("later").await, 3);
    assert_eq!(bob.expect::<u64>("later").await, 1);
    assert_eq!(ann.received().await, []);
}

#[tokio::test]
async fn a_task_can_be_waited_for_and_does_what_handlers_do() {
    let mut ann = join(&SocketIo::new(routes![join_later]), "/").await;

    let sid: String = ann.call("join later", ()).await.unwrap();

    assert_eq!(sid, ann.sid());
    assert_eq!(ann.received().await, [("in the room", json!([]))]);
}

#[tokio::test]
async fn a_task_of_tokio_has_no_caller_and_says_so() {
    let ann = join(&SocketIo::new(routes![lost]), "/").await;

    assert!(ann.call::<bool>("lost", ()).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn the_program_emits_to_everybody_from_anywhere() {
    let io = SocketIo::builder().namespaces(["/news"]).build().unwrap();
    let mut ann = join(&io, "/news").await;
    let handle: Io = io.io();
    let ticker = tokio::spawn(async move {
        let mut ticks = interval(Duration::from_secs(5));
        for n in 0..3 {
            ticks.tick().await;
            handle.emit("tick", n).namespace("/news").await?;
        }
        Ok::<_, socketio::Error>(())
    });

    for n in 0..3 {
        assert_eq!(ann.expect::<u32>("tick").await, n);
    }

    ticker.await.unwrap().unwrap();
}

#[on("follow")]
async fn follow(socket: Socket, log: State<Log>, gate: State<Notify>) {
    let (log, gate) = (State::into_arc(log), State::into_arc(gate));
    socketio::spawn(async move {
        tokio::select! {
            () = gate.notified() => log.add("done"),
            reason = socket.closed() => log.add(format!("given up: {reason}")),
        }
    });
}

#[tokio::test]
async fn a_task_can_end_with_its_client() {
    let builder = SocketIo::builder().routes(routes![follow]);
    let builder = builder.state(Log::default()).state(Notify::new());
    let io = builder.build().unwrap();
    let (mut ann, bob) = (join(&io, "/").await, join(&io, "/").await);
    ann.emit("follow", ()).await;

    ann.disconnect().await;
    bob.is_connected().await;

    assert_eq!(noted(&io), ["given up: client namespace disconnect"]);
}

#[on("tell me")]
async fn tell_me(socket: Socket, gate: State<Notify>, log: State<Log>) {
    socketio::spawn(async move {
        gate.notified().await;
        log.add(socket.emit("too late", 1).await.unwrap_err().to_string());
    });
}

#[tokio::test]
async fn what_is_sent_to_one_who_has_gone_is_an_error() {
    let builder = SocketIo::builder().routes(routes![tell_me]);
    let builder = builder.state(Log::default()).state(Notify::new());
    let io = builder.build().unwrap();
    let mut ann = join(&io, "/").await;
    ann.emit("tell me", ()).await;

    ann.disconnect().await;
    io.io().state::<Notify>().unwrap().notify_one();
    ann.is_connected().await;

    assert_eq!(noted(&io), ["the client is gone"]);
}

#[on("clock")]
async fn clock(socket: Socket, log: State<Log>) {
    until(socket.closed()).spawn(async move {
        for tick in 0.. {
            log.add(format!("tick {tick}"));
            sleep(Duration::from_secs(1)).await;
        }
    });
}

#[on("room clock")]
async fn room_clock(io: Io, log: State<Log>) -> socketio::Result {
    join_room("a").await?;
    until(io.emptied("a")).spawn(async move {
        sleep(Duration::from_secs(5)).await;
        log.add("never");
    });
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_task_can_be_bound_to_its_client_or_to_a_room() {
    let builder = SocketIo::builder().routes(routes![clock, room_clock]);
    let io = builder.state(Log::default()).build().unwrap();
    let mut ann = join(&io, "/").await;
    ann.emit("clock", ()).await;
    ann.emit("room clock", ()).await;

    sleep(Duration::from_millis(1500)).await;
    ann.disconnect().await;
    sleep(Duration::from_secs(60)).await;

    assert_eq!(noted(&io), ["tick 0", "tick 1"]);
}

#[on("digest", blocking)]
fn digest(text: String) -> socketio::Result<(usize, String)> {
    block_on(emit("progress", 50))?;
    Ok((text.len(), sid()?.to_string()))
}

#[on("digest a part")]
async fn digest_a_part(text: String) -> socketio::Result<(usize, String)> {
    let part = spawn_blocking(move || sid().map(|sid| (text.len(), sid.to_string())));
    Ok(part.await??)
}

#[tokio::test]
async fn blocking_work_has_a_thread_of_its_own_and_keeps_the_caller() {
    let io = SocketIo::new(routes![digest, digest_a_part]);
    let mut ann = join(&io, "/").await;
    let expected = (3, ann.sid().to_owned());

    let whole: (usize, String) = ann.call("digest", "abc").await.unwrap();
    let part: (usize, String) = ann.call("digest a part", "abc").await.unwrap();

    assert_eq!((&whole, &part), (&expected, &expected));
    assert_eq!(ann.received().await, [("progress", json!([50]))]);
}
