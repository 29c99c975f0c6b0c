//! What a server says of itself in numbers.

use std::{sync::Arc, time::Duration};

use socketio::{SocketIo, Stats, on, routes, spawn};
use tokio::sync::Notify;

use crate::join;

#[on("enter", namespace = "/a")]
async fn enter(rooms: Vec<String>) -> socketio::Result {
    socketio::join_room(rooms).await?;
    Ok(())
}

#[on("work", namespace = "/a")]
async fn work(end: socketio::State<Arc<Notify>>) {
    let end = Arc::clone(&end);
    spawn(async move { end.notified().await });
}

fn counts(stats: Stats) -> [usize; 5] {
    let Stats {
        connections,
        sockets,
        rooms,
        tasks,
        queued_bytes,
        ..
    } = stats;
    [connections, sockets, rooms, tasks, queued_bytes]
}

#[tokio::test(start_paused = true)]
async fn everything_is_counted_and_nothing_is_left() {
    let end = Arc::new(Notify::new());
    let io = SocketIo::builder()
        .routes(routes![enter, work])
        .namespaces(["/room-{id}"])
        .state(Arc::clone(&end))
        .build()
        .unwrap();
    assert_eq!(counts(io.io().stats()), [0; 5]);
    let one = join(&io, "/a").await;
    let other = one.connect("/room-7").await.unwrap();
    let third = join(&io, "/a").await;
    let _: () = one.call("enter", (vec!["x", "y"],)).await.unwrap();
    let _: () = third.call("enter", (vec!["y"],)).await.unwrap();
    let _: () = one.call("work", ()).await.unwrap();

    assert_eq!(counts(io.io().stats()), [2, 3, 2, 1, 0]);

    end.notify_one();
    drop(other);
    one.close().await;
    third.close().await;
    while counts(io.io().stats()) != [0; 5] {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
