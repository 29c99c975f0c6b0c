//! Who is woken when members are sent to or leave, and what is locked meanwhile.

use std::{
    future::Future as _,
    sync::Mutex,
    task::{Context, Wake},
};

use bytes::Bytes;

use super::*;
use crate::{
    adapter::{Allowance, Phase, Profile},
    config::Config,
    engine::{Connection, Engine, Handshake, Stream},
    packet,
};

/// A task that looks, when it is woken, whether it could have the rooms.
#[derive(Default)]
struct Task {
    local: Local,
    woken: Mutex<Vec<bool>>,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        let free = self.local.rooms.try_write().is_some();
        self.woken.lock().unwrap().push(free);
    }
}

/// A connection of that task, which has nothing left to write.
fn connection(task: &Arc<Task>) -> Connection {
    let handshake = Handshake::new(&mut http::Request::new(()).into_parts().0, None);
    let (near, _far) = tokio::io::duplex(1 << 10);
    let stream = Stream::other(near, Bytes::new());
    let engine = Engine::new(Arc::new(Config::default()));
    let mut connection = engine.open_websocket(Sid::random(), handshake, stream);
    let waker = Arc::clone(task).into();
    let mut cx = Context::from_waker(&waker);
    assert!(connection.poll_drive(&mut cx).is_pending());
    let _ = connection.poll_flush(&mut cx);
    connection
}

#[tokio::test]
async fn a_task_that_watches_a_room_is_woken_when_that_room_is_empty_and_not_before() {
    let task = Arc::new(Task::default());
    let connection = connection(&task);
    let (sid, peer) = (Sid::random(), Arc::clone(connection.peer()));
    let member = Member::new(
        sid,
        peer,
        Profile::default(),
        Phase::Connected,
        Allowance::default(),
    );
    let local = &task.local;
    local.insert(&Arc::new(member));
    let target = Target::member(sid);
    let names = ["one", "two"].map(|name| RoomName::Name(name.into()));
    local.join(&target, &names, false);
    let waker = Arc::clone(&task).into();
    let cx = &mut Context::from_waker(&waker);
    let mut watching = Box::pin(local.emptied("two"));
    assert!(watching.as_mut().poll(cx).is_pending());
    task.woken.lock().unwrap().clear();

    local.leave(&target, &names[..1], false);
    assert!(task.woken.lock().unwrap().is_empty());
    local.leave(&target, &names[1..], false);

    assert_eq!(*task.woken.lock().unwrap(), [true]);
    assert!(watching.as_mut().poll(cx).is_ready());
    drop(watching);
    assert!(local.rooms.read().watchers.is_empty());
}

#[tokio::test]
async fn whoever_is_woken_for_a_broadcast_finds_the_rooms_free() {
    let task = Arc::new(Task::default());
    let connection = connection(&task);
    let (sid, peer) = (Sid::random(), Arc::clone(connection.peer()));
    let member = Member::new(
        sid,
        peer,
        Profile::default(),
        Phase::Connected,
        Allowance::default(),
    );
    task.local.insert(&Arc::new(member));
    let message = packet::Codec::Json.event("/", None, "e", &()).unwrap();
    let target = Target::default();
    task.woken.lock().unwrap().clear();

    task.local.broadcast(&target, &message, None);

    assert_eq!(*task.woken.lock().unwrap(), [true]);
    task.local.ask(&target, &message, |asked| {
        asked.iter().for_each(|member| member.peer().wake());
    });
    assert_eq!(*task.woken.lock().unwrap(), [true, true]);
}
