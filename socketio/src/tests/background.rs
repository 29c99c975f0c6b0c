//! Work beside the handlers, and work that holds up a thread.

use std::{future::pending, panic, pin::pin, sync::Mutex, time::Duration};

use futures_util::future::poll_immediate;
use tokio::sync::mpsc;

use super::wire::Wire;
use crate::{
    Session, Socket, SocketIo, State, block_on, emit, event, join_room, leave_room, namespace, on,
    routes, sid, spawn_blocking, until,
};

type Ended = State<mpsc::UnboundedSender<&'static str>>;

#[on("watch")]
async fn watch(socket: Socket, ended: Ended) -> socketio::Result {
    join_room("table").await?;
    let io = socket.io();
    for (name, task) in [
        ("client", until(socket.closed()).spawn(pending::<()>())),
        ("room", until(io.emptied("table")).spawn(pending())),
        ("server", until(io.stopping()).spawn(pending())),
    ] {
        let ended = State::into_arc(ended.clone());
        tokio::spawn(async move {
            assert_eq!(task.await.unwrap(), None);
            ended.send(name).unwrap();
        });
    }
    Ok(())
}

#[event]
async fn leave() -> socketio::Result {
    leave_room("table").await?;
    Ok(())
}

#[tokio::test]
async fn a_task_ends_with_its_room_its_client_or_the_server() {
    let (sender, mut ended) = mpsc::unbounded_channel();
    let io = SocketIo::builder()
        .routes(routes![watch, leave])
        .state(sender)
        .build()
        .unwrap();
    let (mut ann, mut bob) = (Wire::join(&io, "/").await, Wire::join(&io, "/").await);
    io.io()
        .join_room("table")
        .of(io.io().sids().await.unwrap())
        .await
        .unwrap();
    ann.send(r#"21["watch"]"#).await;
    assert_eq!(ann.recv().await, "31[]");

    ann.send(r#"22["leave"]"#).await;
    assert_eq!(ann.recv().await, "32[]");
    bob.idle("/").await;
    assert!(ended.try_recv().is_err(), "somebody is in the room still");
    bob.send(r#"22["leave"]"#).await;
    assert_eq!(ended.recv().await, Some("room"));

    ann.send("1").await;
    assert_eq!(ended.recv().await, Some("client"));

    assert!(ended.try_recv().is_err());
    io.shutdown(Duration::from_secs(5)).await;
    assert_eq!(ended.recv().await, Some("server"));
}

#[tokio::test]
async fn an_end_that_has_come_is_there_at_once() {
    let io = SocketIo::new(routes![]).io();

    io.emptied("nobody").await;
    io.of("/no such namespace").emptied("nobody").await;
}

#[tokio::test]
async fn the_namespace_of_a_room_may_begin_after_somebody_wants_to_wait_for_it() {
    let io = SocketIo::builder().namespaces(["*"]).build().unwrap();
    let mut emptied = pin!(io.io().of("/late").emptied("table"));

    let mut wire = Wire::join(&io, "/late").await;
    let late = io.io().of("/late");
    late.join_room("table")
        .of(late.sids().await.unwrap())
        .await
        .unwrap();

    assert!(poll_immediate(&mut emptied).await.is_none());
    wire.send("1/late,").await;
    emptied.await;
}

#[tokio::test]
async fn a_task_that_ends_by_itself_has_its_result() {
    assert_eq!(
        until(pending::<()>()).spawn(async { 5 }).await.unwrap(),
        Some(5)
    );
}

#[on("work", blocking)]
fn work(steps: u32, total: Session<u32>) -> socketio::Result<(u32, String)> {
    for step in 0..steps {
        block_on(emit("step", step))?;
    }
    total.with(|total| *total += steps);
    Ok((total.get(), sid()?.to_string()))
}

#[on("crash", blocking)]
fn crash() {
    panic!("no disk");
}

#[on("connect", namespace = "/door", blocking)]
fn connect() -> bool {
    true
}

struct Files(u8);

#[namespace("/files")]
impl Files {
    #[on("read", blocking)]
    fn read(&self, name: String) -> (String, u8) {
        (name, self.0)
    }
}

#[on("inside")]
async fn inside() -> socketio::Result<bool> {
    let here = sid()?;
    Ok(spawn_blocking(move || sid().is_ok_and(|there| there == here)).await?)
}

#[tokio::test]
async fn a_blocking_handler_is_a_handler() {
    let io = SocketIo::builder()
        .routes(routes![work, crash, connect, inside])
        .namespace(Files(7))
        .build()
        .unwrap();
    let mut wire = Wire::open(&io).await;
    let sid = wire.enter("/").await;

    wire.send(r#"21["work",2]"#).await;
    wire.send(r#"22["inside"]"#).await;
    for expected in [
        r#"2["step",0]"#,
        r#"2["step",1]"#,
        &format!(r#"31[2,"{sid}"]"#),
        "32[true]",
    ] {
        assert_eq!(wire.recv().await, expected);
    }
    wire.send(r#"23["crash"]"#).await;
    assert_eq!(
        wire.recv().await,
        r#"33[{"error":{"kind":"panic","message":"the handler failed"}}]"#
    );
    wire.enter("/door").await;
    wire.enter("/files").await;
    wire.send(r#"2/files,4["read","a"]"#).await;
    assert_eq!(wire.recv().await, r#"3/files,4["a",7]"#);
}

#[test]
fn a_blocking_handler_is_still_a_plain_fn() {
    assert_eq!(Files(1).read("a".to_owned()), ("a".to_owned(), 1));
}

const BLOCKED: u32 = line!() + 3;
#[on("block")]
async fn block() -> socketio::Result {
    Ok(block_on(emit("step", 1))?)
}

#[tokio::test]
async fn block_on_in_an_async_handler_panics_at_the_line_of_the_handler() {
    static PLACES: Mutex<Vec<(String, u32)>> = Mutex::new(Vec::new());
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let is_of_tokio = |text: &str| text.starts_with("Cannot start a runtime");
        if let (true, Some(place)) = (
            panic.payload_as_str().is_some_and(is_of_tokio),
            panic.location(),
        ) {
            let mut places = PLACES.lock().unwrap();
            places.push((place.file().to_owned(), place.line()));
        }
        hook(panic);
    }));
    let mut ann = Wire::join(&SocketIo::new(routes![block]), "/").await;

    ann.send(r#"21["block"]"#).await;

    assert!(ann.recv().await.contains(r#""kind":"panic""#));
    assert_eq!(*PLACES.lock().unwrap(), [(file!().to_owned(), BLOCKED)]);
}
