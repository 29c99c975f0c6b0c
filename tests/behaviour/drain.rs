//! Sending the clients of a server away without haste, under a clock of the test's own.

use std::time::Duration;

use futures_util::future::join_all;
use socketio::{SocketIo, on, routes};
use tokio::time::{Instant, sleep};

use crate::join;

#[on("echo")]
async fn echo(text: String) -> String {
    text
}

#[on("hang")]
async fn hang() {
    std::future::pending().await
}

#[tokio::test(start_paused = true)]
async fn clients_leave_one_after_the_other_and_are_served_until_then() {
    let io = SocketIo::new(routes![echo]);
    let mut clients = Vec::new();
    for _ in 0..50 {
        clients.push(join(&io, "/").await);
    }
    let begin = Instant::now();
    let draining = tokio::spawn({
        let io = io.clone();
        async move { io.drain(Duration::from_secs(30)).await }
    });

    sleep(Duration::from_millis(500)).await;

    let left = io.io().connections();
    assert!(
        (20..=30).contains(&left),
        "{left} of 50 after half the time"
    );
    // No time passes while answers come.
    let calls = clients
        .iter()
        .map(|client| client.call::<String>("echo", "hi"));
    let answers = join_all(calls).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), left);
    assert!(draining.await.unwrap());
    assert_eq!(io.io().connections(), 0);
    assert!(
        begin.elapsed() < Duration::from_secs(2),
        "few clients leave fast"
    );
}

#[tokio::test(start_paused = true)]
async fn many_clients_leave_within_two_thirds_of_the_time() {
    let io = SocketIo::new(routes![]);
    for _ in 0..200 {
        // A client that is dropped stays connected as long as its server is there.
        std::mem::forget(join(&io, "/").await);
    }
    let begin = Instant::now();

    assert!(io.drain(Duration::from_secs(3)).await);

    let taken = begin.elapsed();
    assert!(
        (Duration::from_millis(1900)..Duration::from_millis(2200)).contains(&taken),
        "{taken:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_hangs_is_not_waited_for_longer_than_asked() {
    let io = SocketIo::new(routes![hang]);
    let client = join(&io, "/").await;
    client.emit("hang", ()).await;
    let begin = Instant::now();

    assert!(!io.drain(Duration::from_secs(30)).await);

    assert_eq!(begin.elapsed(), Duration::from_secs(30));
}
