//! What handlers remember about a client.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::sync::mpsc;

use super::wire::Wire;
use crate::{Session, Sid, Socket, SocketIo, State, namespace, on, routes};

/// Counts how many of it have been dropped.
#[derive(Default)]
struct Memory {
    names: Vec<String>,
    dropped: Option<Arc<AtomicUsize>>,
}

impl Drop for Memory {
    fn drop(&mut self) {
        if let Some(dropped) = &self.dropped {
            dropped.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[on("connect")]
async fn connect(
    auth: HashMap<String, String>,
    memory: Session<Memory>,
    dropped: State<AtomicUsize>,
) {
    memory.with(|memory| {
        memory.names.extend(auth.into_values());
        memory.dropped = Some(State::into_arc(dropped));
    });
}

#[on("name")]
async fn name(name: String, memory: Session<Memory>) -> Vec<String> {
    memory.with(|memory| {
        memory.names.push(name);
        memory.names.clone()
    })
}

#[on("name", namespace = "/other")]
async fn name_elsewhere(name: String, memory: Session<Memory>) -> Vec<String> {
    memory.with(|memory| {
        memory.names.push(name);
        memory.names.clone()
    })
}

#[on("disconnect")]
async fn disconnect(
    memory: Session<Memory>,
    left: State<mpsc::UnboundedSender<(Vec<String>, usize)>>,
) {
    let names = memory.with(|memory| memory.names.clone());
    let dropped = memory.with(|memory| {
        memory
            .dropped
            .as_ref()
            .map_or(0, |dropped| dropped.load(Ordering::SeqCst))
    });
    left.send((names, dropped)).unwrap();
}

#[tokio::test]
async fn a_session_lives_from_the_connect_handler_to_the_disconnect_handler() {
    let (left, mut leaving) = mpsc::unbounded_channel::<(Vec<String>, usize)>();
    let io = SocketIo::builder()
        .routes(routes![connect, name, name_elsewhere, disconnect])
        .state(AtomicUsize::new(0))
        .state(left)
        .build()
        .unwrap();
    let dropped = io.io().state::<AtomicUsize>().unwrap();
    let mut wire = Wire::open(&io).await;

    wire.send(r#"0{"name":"ann"}"#).await;
    wire.recv().await;
    wire.send(r#"21["name","bob"]"#).await;
    assert_eq!(wire.recv().await, r#"31[["ann","bob"]]"#);
    wire.enter("/other").await;
    wire.send(r#"2/other,2["name","eve"]"#).await;
    assert_eq!(
        wire.recv().await,
        r#"3/other,2[["eve"]]"#,
        "another namespace has its own"
    );
    wire.send("1").await;

    let names = vec!["ann".to_owned(), "bob".to_owned()];
    assert_eq!(leaving.recv().await.unwrap(), (names, 0));
    wire.idle("/other").await;
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
}

struct Game;

#[namespace("/game")]
impl Game {
    #[on("points")]
    async fn points(&self, points: u32, total: Session<u32>) -> u32 {
        total.with(|total| {
            *total += points;
            *total
        })
    }
}

#[tokio::test]
async fn a_session_is_found_by_its_sid_as_long_as_the_client_is_there() {
    let io = SocketIo::builder()
        .namespace(Game)
        .namespaces(["*"])
        .build()
        .unwrap();
    let handle = io.io();
    let mut wire = Wire::open(&io).await;
    let sid: Sid = wire.enter("/game").await.parse().unwrap();
    let elsewhere: Sid = wire.enter("/any name").await.parse().unwrap();

    wire.send(r#"2/game,["points",3]"#).await;
    wire.idle("/game").await;
    let session = handle.session::<u32>(sid).unwrap();
    assert_eq!(session.get(), 3);
    session.set(10);
    wire.send(r#"2/game,1["points",1]"#).await;
    assert_eq!(wire.recv().await, "3/game,1[11]");

    let socket = handle.socket(elsewhere).unwrap();
    assert_eq!((socket.namespace(), socket.sid()), ("/any name", elsewhere));
    assert_eq!(socket.query("token").as_deref(), Some("a b"));
    assert_eq!(socket.auth::<Option<u8>>().unwrap(), None);
    assert_eq!(
        socket.session::<u32>().get(),
        0,
        "another client, another session"
    );

    wire.send("1/game,").await;
    wire.idle("/any name").await;
    assert!(handle.socket(sid).is_none());
    assert!(handle.session::<u32>(sid).is_none());
}

#[on("nested")]
async fn nested(total: Session<u32>) {
    total.with(|_| total.get());
}

#[on("total")]
async fn total(total: Session<u32>) -> u32 {
    total.get()
}

#[tokio::test]
async fn a_session_used_inside_itself_fails_its_event_alone() {
    let io = SocketIo::new(routes![nested, total]);
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"21["nested"]"#).await;
    wire.send(r#"22["total"]"#).await;

    let failure = wire.recv().await;
    assert!(failure.starts_with(r#"31[{"error""#), "{failure}");
    assert_eq!(wire.recv().await, "32[0]");
}

/// Panics when it is dropped.
#[derive(Default)]
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("the destructor of a session");
    }
}

#[on("connect", namespace = "*")]
async fn arm(_: Session<Bomb>) {}

#[on("disconnect", namespace = "*")]
async fn left(socket: Socket, left: State<mpsc::UnboundedSender<String>>) {
    left.send(socket.namespace().to_owned()).unwrap();
}

#[tokio::test]
async fn a_session_that_panics_when_it_is_dropped_stops_no_disconnect_handler() {
    let (send, mut gone) = mpsc::unbounded_channel::<String>();
    let io = SocketIo::builder()
        .routes(routes![arm, left])
        .state(send)
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/one").await;
    wire.enter("/two").await;
    wire.enter("/three").await;

    drop(wire);

    let mut names = Vec::new();
    for _ in 0..3 {
        names.push(gone.recv().await.unwrap());
    }
    names.sort();
    assert_eq!(names, ["/one", "/three", "/two"]);
}
