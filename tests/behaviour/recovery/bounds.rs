//! Who is too late, what is too much, and that nothing is kept for longer.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use socketio::{Io, Recovery, Session, SocketIo, observe::RecoveryFailure, on, routes};
use tokio::time::{sleep, timeout};

use super::{TIME, away, builder, gone, is_recovered, news, numbers, server};
use crate::join;

#[tokio::test(start_paused = true)]
async fn who_is_too_late_is_a_new_client() {
    let io = server();
    let ann = join(&io, "/").await;
    ann.call::<u32>("count", ()).await.unwrap();
    let sid = ann.sid().to_owned();

    let just_in_time = sleep(TIME - Duration::from_secs(1));
    let ann = away(&io, ann, just_in_time).await;
    assert_eq!(ann.sid(), sid);
    let (_, returning) = ann.lose_connection();
    gone(&io, "/", 1).await;
    sleep(TIME + Duration::from_secs(1)).await;
    news(&io, 1).await;
    let mut ann = io
        .test_client("/")
        .returning(&returning)
        .connect()
        .await
        .unwrap();

    assert_ne!(ann.sid(), sid);
    assert!(!is_recovered(&ann).await);
    assert!(ann.received().await.is_empty());
    assert_eq!(ann.call::<u32>("count", ()).await.unwrap(), 1);
    let stats = io.io().recovery().unwrap();
    assert_eq!((stats.kept, stats.recovered, stats.failed()), (2, 1, 1));
    assert_eq!(stats.failed_by(RecoveryFailure::Unknown), 1);
}

/// Counts how many of it there are.
#[derive(Default)]
struct Guard(Option<Arc<AtomicUsize>>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(count) = &self.0 {
            count.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

#[on("guard", namespace = "*")]
async fn guard(guard: Session<Guard>, io: Io) {
    let count = io
        .state::<AtomicUsize>()
        .expect("it was given to the server");
    count.fetch_add(1, Ordering::SeqCst);
    guard.set(Guard(Some(count)));
}

fn guarded(recovery: Recovery) -> (SocketIo, Arc<AtomicUsize>) {
    let io = builder(recovery)
        .state(AtomicUsize::new(0))
        .routes(routes![guard])
        .build()
        .unwrap();
    let count = io.io().state().unwrap();
    (io, count)
}

async fn falls_to(count: &AtomicUsize, value: usize) {
    let fallen = async {
        while count.load(Ordering::SeqCst) != value {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(TIME * 5, fallen)
        .await
        .expect("it is dropped in time");
}

/// As [`falls_to`], before the time of a client that is away is over.
async fn falls_early_to(count: &AtomicUsize, value: usize) {
    let fallen = timeout(TIME / 4, falls_to(count, value)).await;
    fallen.expect("it is dropped before its time is over");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_on_an_idle_server() {
    let (io, count) = guarded(Recovery::for_up_to(TIME));
    let ann = join(&io, "/").await;
    ann.emit("guard", ()).await;
    news(&io, 1).await;
    drop(ann);
    gone(&io, "/", 1).await;
    let stats = io.io().recovery().unwrap();
    assert_eq!((stats.messages, count.load(Ordering::SeqCst)), (1, 1));
    assert!(stats.bytes > 0);

    falls_to(&count, 0).await;

    let stats = io.io().recovery().unwrap();
    assert_eq!((stats.clients, stats.messages, stats.bytes), (0, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn sessions_of_a_client_that_came_back_end_once_it_leaves_for_good() {
    let (io, count) = guarded(Recovery::for_up_to(TIME));
    let ann = join(&io, "/").await;
    ann.emit("guard", ()).await;
    let ann = away(&io, ann, async {}).await;
    assert_eq!(count.load(Ordering::SeqCst), 1);

    io.io().disconnect(ann.sid()).await.unwrap();

    falls_to(&count, 0).await;
    assert_eq!(io.io().recovery().unwrap().clients, 0);
}

#[tokio::test(start_paused = true)]
async fn sessions_of_a_client_that_does_not_come_back_end_even_if_the_program_keeps_its_socket() {
    let (io, count) = guarded(Recovery::for_up_to(TIME));
    let ann = join(&io, "/").await;
    ann.emit("guard", ()).await;
    let socket = io.io().sockets().local().await.unwrap().remove(0);
    drop(ann);
    gone(&io, "/", 1).await;
    assert_eq!(count.load(Ordering::SeqCst), 1);

    falls_to(&count, 0).await;

    assert!(!socket.is_connected());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_for_a_server_that_is_gone() {
    let (io, count) = guarded(Recovery::for_up_to(TIME));
    for namespace in ["/", "/room-5"] {
        let ann = join(&io, namespace).await;
        ann.emit("guard", ()).await;
        drop(ann);
        gone(&io, namespace, 1).await;
    }
    assert_eq!(count.load(Ordering::SeqCst), 2);

    drop(io);

    falls_early_to(&count, 0).await;
}

#[tokio::test(start_paused = true)]
async fn the_client_that_was_lost_first_makes_room_for_another() {
    let (io, count) = guarded(Recovery::for_up_to(TIME).max_clients(2));
    let mut lost = Vec::new();
    for _ in 0..3 {
        let client = join(&io, "/").await;
        client.emit("guard", ()).await;
        let sid = client.sid().to_owned();
        let (_, returning) = client.lose_connection();
        lost.push((sid, returning));
        gone(&io, "/", lost.len().min(2)).await;
        // The third leaves no other trace than that the first is given up.
        sleep(Duration::from_secs(1)).await;
    }

    falls_early_to(&count, 2).await;
    assert_eq!(io.io().recovery().unwrap().clients, 2);
    let mut same = Vec::new();
    for (sid, returning) in &lost {
        let client = io
            .test_client("/")
            .returning(returning)
            .connect()
            .await
            .unwrap();
        same.push(client.sid() == sid.as_str());
    }
    assert_eq!(same, [false, true, true]);
}

#[tokio::test(start_paused = true)]
async fn who_may_have_missed_what_is_no_longer_kept_is_a_new_client() {
    let recoveries = [
        Recovery::for_up_to(TIME).max_messages(3),
        Recovery::for_up_to(TIME).max_bytes(1000),
    ];
    for recovery in recoveries {
        let io = builder(recovery).build().unwrap();
        let ann = join(&io, "/").await;
        let sid = ann.sid().to_owned();

        let three = async {
            for number in 0..3 {
                news(&io, number).await;
            }
        };
        let mut ann = away(&io, ann, three).await;
        assert_eq!(ann.sid(), sid);
        assert_eq!(numbers(&ann.received().await), [0, 1, 2]);
        let ten = async {
            for number in 0..10 {
                news(&io, number).await;
            }
        };
        let mut ann = away(&io, ann, ten).await;

        assert_ne!(ann.sid(), sid);
        assert!(ann.received().await.is_empty());
        let stats = io.io().recovery().unwrap();
        assert!(stats.messages <= 8 && stats.bytes <= 1000, "{stats:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_has_missed_more_than_may_wait_for_it_is_a_new_client() {
    let io = builder(Recovery::for_up_to(TIME))
        .outbound_messages(5)
        .build()
        .unwrap();
    let ann = join(&io, "/").await;
    let sid = ann.sid().to_owned();

    let ann = away(&io, ann, async {
        for number in 0..6 {
            news(&io, number).await;
        }
    })
    .await;

    assert_ne!(ann.sid(), sid);
    assert!(ann.is_connected().await);
}

#[tokio::test(start_paused = true)]
async fn who_can_just_take_what_it_has_missed_comes_back_and_stays() {
    // In the queue are CONNECT as well, and what the engine has to say.
    for missed in 0..6 {
        let io = builder(Recovery::for_up_to(TIME))
            .outbound_messages(5)
            .build()
            .unwrap();
        let ann = join(&io, "/").await;
        let sid = ann.sid().to_owned();

        let mut ann = away(&io, ann, async {
            for number in 0..missed {
                news(&io, number).await;
            }
        })
        .await;

        let got = numbers(&ann.received().await);
        assert!(ann.is_connected().await, "{missed}");
        let stats = io.io().recovery().unwrap();
        if missed < 2 {
            assert_eq!(ann.sid(), sid);
            assert_eq!(got, (0..missed).collect::<Vec<_>>());
        } else if missed > 3 {
            assert_ne!(ann.sid(), sid);
            assert_eq!(stats.failed_by(RecoveryFailure::TooMuchMissed), 1);
            assert_eq!(stats.failed(), 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_comes_back_from_leaving_on_purpose() {
    let io = server();
    for by_server in [true, false] {
        let mut ann = join(&io, "/").await;
        let (sid, returning) = (ann.sid().to_owned(), ann.returning());
        if by_server {
            io.io().disconnect(&sid).await.unwrap();
        } else {
            ann.disconnect().await;
        }

        let back = io
            .test_client("/")
            .returning(&returning)
            .connect()
            .await
            .unwrap();

        assert_ne!(back.sid(), sid);
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_disconnected_while_it_is_away_does_not_come_back() {
    let io = server();
    for by_room in [true, false] {
        let ann = join(&io, "/").await;
        ann.call::<()>("join", "banned").await.unwrap();
        let sid = ann.sid().to_owned();

        let ann = away(&io, ann, async {
            let who = if by_room { "banned" } else { sid.as_str() };
            io.io().disconnect(who).await.unwrap();
        })
        .await;

        assert_ne!(ann.sid(), sid);
    }
}

#[tokio::test(start_paused = true)]
async fn only_the_namespaces_that_are_named_have_it() {
    let recovery = Recovery::for_up_to(TIME).namespaces(["/kept"]);
    let io = builder(recovery).build().unwrap();

    assert!(io.io().of("/kept").recovery().is_some());
    assert!(io.io().recovery().is_none());
    let mut ann = join(&io, "/").await;
    ann.emit("echo", "text").await;
    assert_eq!(ann.received().await.len(), 1);
}

#[test]
fn bounds_that_let_nobody_come_back_are_refused() {
    let day = Duration::from_secs(24 * 60 * 60);
    for (recovery, fault) in [
        (Recovery::for_up_to(Duration::ZERO), "no time"),
        (Recovery::for_up_to(day * 2), "a day at most"),
        (Recovery::for_up_to(TIME).max_messages(0), "1 is the least"),
        (Recovery::for_up_to(TIME).max_clients(0), "1 is the least"),
        (Recovery::for_up_to(TIME).namespaces(["typo"]), "/"),
    ] {
        let error = builder(recovery).build().unwrap_err().to_string();
        assert!(
            error.contains("recovery") && error.contains(fault),
            "{error}"
        );
    }
}
