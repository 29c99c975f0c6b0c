//! A real Redis: killed and started again, its listeners cut off, and not there at all.

use std::{
    process,
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use socketio::{Cluster, Dialect, Emitter, SocketIo};
use tests::Redis;

use crate::{Queue, join, names_until_end, until};

/// The Redis that the tests of promises share; `None` if it is not installed. It ends with the test program, which does not
/// drop it, so the kernel is asked to.
pub(crate) fn shared() -> Option<&'static Redis> {
    static SHARED: LazyLock<Option<Redis>> = LazyLock::new(|| {
        let redis = Redis::start()?;
        // A shell ends it when this process is gone: a static is not dropped.
        let watch = format!(
            "while kill -0 {} 2>/dev/null; do sleep 0.2; done; kill {}",
            process::id(),
            redis.id()
        );
        process::Command::new("sh")
            .args(["-c", &watch])
            .spawn()
            .ok()?;
        Some(redis)
    });
    SHARED.as_ref()
}

/// A channel that no other test has.
pub(crate) fn channel() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("test-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn queue(redis: &Redis) -> Queue {
    Queue {
        cluster: Cluster::redis(redis.url()).dialect(Dialect::Native),
        counts: true,
    }
}

#[tokio::test]
async fn after_redis_was_killed_and_is_back_everything_is_as_before() {
    let Some(redis) = Redis::start() else { return };
    let queue = queue(&redis);
    let nodes = queue.two().await;
    let (mut ann, mut bob) = (join(&nodes[0], "/").await, join(&nodes[1], "/").await);
    let (io, port) = (nodes[0].io(), redis.port());

    drop(redis);
    until(|| !io.cluster().unwrap().is_connected).await;
    for event in 0..50 {
        io.emit("e", event).await.unwrap();
        assert_eq!(ann.expect::<u32>("e").await, event);
    }
    let _redis = Redis::start_on(port).unwrap();
    let begun = Instant::now();
    queue.settled(&nodes).await;

    for event in 0..50 {
        assert_eq!(bob.expect::<u32>("e").await, event);
    }
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
    assert!(names_until_end(&nodes[1], &mut ann).await.is_empty());
    assert!(names_until_end(&nodes[0], &mut bob).await.is_empty());
    assert_eq!(io.cluster().unwrap().unpublished, 0);
}

#[tokio::test]
async fn a_listener_that_redis_has_cut_off_listens_again() {
    let Some(redis) = Redis::start() else { return };
    let queue = queue(&redis);
    let nodes = queue.two().await;
    let mut bob = join(&nodes[1], "/").await;
    let since = || nodes[1].io().cluster().unwrap().since;
    let long = Duration::from_millis(500);
    until(|| since() > long).await;

    redis.command("CLIENT KILL TYPE pubsub");
    until(|| since() < long).await;
    queue.settled(&nodes).await;

    assert!(names_until_end(&nodes[0], &mut bob).await.is_empty());
}

#[tokio::test]
async fn a_process_without_a_server_emits_asks_and_moves() {
    let Some(redis) = Redis::start() else { return };
    let queue = queue(&redis);
    let nodes = queue.two().await;
    let (mut ann, mut bob) = (join(&nodes[0], "/").await, join(&nodes[1], "/").await);
    bob.on("q", |text: String| (text, 7));

    let io = Emitter::connect(queue.cluster.clone()).await.unwrap();

    io.emit("news", 1).await.unwrap();
    assert_eq!(ann.expect::<u8>("news").await, 1);
    assert_eq!(bob.expect::<u8>("news").await, 1);
    let answer: (String, u8) = io.call("q", "x").to(bob.sid()).await.unwrap();
    assert_eq!(answer, ("x".to_owned(), 7));
    io.join_room("r").of(ann.sid()).await.unwrap();
    assert_eq!(io.sids().in_room("r").await.unwrap().len(), 1);
    assert_eq!(io.sids().await.unwrap().len(), 2);
    io.disconnect(bob.sid()).await.unwrap();
    bob.expect_disconnect().await;
    io.flush().await;
    // Nobody waits for it: it is no node.
    assert_eq!(nodes[0].io().cluster().unwrap().others.unwrap().len(), 1);
    let begun = Instant::now();
    drop(io);
    assert_eq!(nodes[0].io().sids().await.unwrap().len(), 1);
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_redis_that_is_not_there_is_an_error_of_an_emitter_and_is_waited_for_by_a_server() {
    let Some(redis) = Redis::start() else { return };
    let (url, port) = (redis.url(), redis.port());
    drop(redis);

    let emitter = Emitter::connect(url.as_str()).patience(Duration::from_millis(300));
    let error = emitter.await.unwrap_err().to_string();
    assert!(
        error.contains("not reached") && error.contains(&port.to_string()),
        "{error}"
    );
    let broken = Emitter::connect("redis://").await.unwrap_err().to_string();
    assert!(broken.contains("cannot be used"), "{broken}");

    let io = SocketIo::builder().message_queue(url).build().unwrap();
    assert!(!io.io().cluster().unwrap().is_connected);
    let _redis = Redis::start_on(port).unwrap();
    io.io().cluster_connected().await;
}
