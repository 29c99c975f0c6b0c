//! The message queue is away, or brings what nobody should say.

use std::time::Duration;

use serde_json::{Value, json};
use socketio::{
    Cluster, EmitError, SocketIo,
    cluster::{Bus as _, ClusterError, MemoryBus, Parcel},
};
use tokio::time::Instant;

use crate::{Queue, join, names_until_end, until};

/// A bus of its own, and two nodes on it.
async fn two(bus: &MemoryBus, options: impl Fn(Cluster) -> Cluster) -> (Queue, [SocketIo; 2]) {
    let queue = Queue {
        cluster: options(Cluster::bus(bus.clone())),
        counts: true,
    };
    let nodes = queue.two().await;
    (queue, nodes)
}

fn is_connected(io: &SocketIo) -> bool {
    io.io().cluster().unwrap().is_connected
}

#[tokio::test(start_paused = true)]
async fn while_the_queue_is_away_local_clients_go_on_and_the_others_get_it_later() {
    let bus = MemoryBus::new();
    let (queue, nodes) = two(&bus, |cluster| cluster).await;
    let (mut ann, mut bob) = (join(&nodes[0], "/").await, join(&nodes[1], "/").await);
    bus.stop();
    until(|| !is_connected(&nodes[0])).await;

    let begun = Instant::now();
    for event in 0..100 {
        nodes[0].io().emit("e", event).await.unwrap();
    }
    for event in 0..100 {
        assert_eq!(ann.expect::<u32>("e").await, event);
    }
    assert!(begun.elapsed() < Duration::from_millis(100));
    assert_eq!(nodes[0].io().cluster().unwrap().waiting, 100);

    bus.start();
    queue.settled(&nodes).await;
    for event in 0..100 {
        assert_eq!(bob.expect::<u32>("e").await, event);
    }
    let state = nodes[0].io().cluster().unwrap();
    assert_eq!((state.waiting, state.unpublished), (0, 0));
    assert!(names_until_end(&nodes[0], &mut bob).await.is_empty());
    assert!(names_until_end(&nodes[0], &mut ann).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_cannot_wait_is_refused_and_the_local_clients_have_it() {
    let bus = MemoryBus::new();
    let (_, nodes) = two(&bus, |cluster| {
        cluster.outgoing(2, 1 << 20).max_message(500)
    })
    .await;
    let mut ann = join(&nodes[0], "/").await;
    bus.stop();
    until(|| !is_connected(&nodes[0])).await;
    let io = nodes[0].io();

    let large = io.emit("large", "x".repeat(500)).await.unwrap_err();
    assert!(matches!(
        large,
        EmitError::Cluster(ClusterError::TooLarge { most: 500, .. })
    ));
    for event in 0..2 {
        io.emit("e", event).await.unwrap();
    }
    let full = io.emit("e", 2).await.unwrap_err();
    assert!(matches!(
        full,
        EmitError::Cluster(ClusterError::QueueFull { messages: 2, .. })
    ));
    assert!(
        full.to_string().starts_with("other nodes are not told"),
        "{full}"
    );
    io.emit("here", ()).local().await.unwrap();

    ann.expect::<String>("large").await;
    for event in 0..3 {
        assert_eq!(ann.expect::<u8>("e").await, event);
    }
    assert_eq!(io.cluster().unwrap().unpublished, 2);
}

#[tokio::test(start_paused = true)]
async fn what_has_waited_too_long_is_dropped() {
    let bus = MemoryBus::new();
    let minute = Duration::from_secs(60);
    let (queue, nodes) = two(&bus, |cluster| cluster.outgoing_time(minute)).await;
    let mut bob = join(&nodes[1], "/").await;
    bus.stop();
    until(|| !is_connected(&nodes[0])).await;
    let io = nodes[0].io();

    io.emit("old", ()).await.unwrap();
    tokio::time::sleep(minute / 2).await;
    io.emit("new", ()).await.unwrap();
    tokio::time::sleep(minute / 2 + Duration::from_secs(1)).await;
    let error = io.emit("refused", ()).await.unwrap_err();
    assert!(matches!(
        error,
        EmitError::Cluster(ClusterError::Unreachable { .. })
    ));

    bus.start();
    queue.settled(&nodes).await;
    bob.expect::<()>("new").await;
    assert!(names_until_end(&nodes[0], &mut bob).await.is_empty());
    assert_eq!(io.cluster().unwrap().unpublished, 2);
}

/// Says something on the channel of the cluster, as a stranger.
async fn say(bus: &MemoryBus, payload: impl Into<Vec<u8>>) {
    let parcel = Parcel::new("socket.io", payload.into());
    bus.publish(&[parcel]).await.unwrap();
}

fn event(uid: &str, data: &Value) -> Vec<u8> {
    let packet = json!({ "type": 2, "data": data });
    let opts = json!({ "rooms": [], "except": [], "flags": {} });
    let data = json!({ "packet": packet, "opts": opts });
    let message = json!({ "type": 3, "uid": uid, "nsp": "/", "data": data });
    serde_json::to_vec(&message).unwrap()
}

#[tokio::test(start_paused = true)]
async fn strange_and_broken_messages_are_counted_and_dropped() {
    let bus = MemoryBus::new();
    let (_, nodes) = two(&bus, |cluster| cluster).await;
    let mut ann = join(&nodes[0], "/").await;
    let state = || nodes[0].io().cluster().unwrap();

    let foreign: [&[u8]; 6] = [
        b"",
        b"hello",
        b"[1]",
        b"\xff\xfe",
        br#"{"method":"emit"}"#,
        br#"{"uid":"stranger","nsp":"/","type":200}"#,
    ];
    for message in foreign {
        say(&bus, message).await;
    }
    let foreign = foreign.len() as u64;
    until(|| state().foreign == foreign).await;
    let broken = [
        br#"{"uid":"stranger","nsp":"/","type":3}"#.to_vec(),
        br#"{"uid":"not an id!","nsp":"/","type":2}"#.to_vec(),
        br#"{"uid":"stranger","nsp":"/","type":7,"data":{"opts":{}}}"#.to_vec(),
        event("stranger", &json!([])),
        event("stranger", &json!([null, 1])),
        event("stranger", &json!(["disconnect"])),
        event("stranger", &json!(["connect_error", 1])),
    ];
    let count = broken.len() as u64;
    for message in broken {
        say(&bus, message).await;
    }
    until(|| state().broken == count).await;

    say(&bus, event("emitter", &json!(["good", 7]))).await;
    assert_eq!(ann.expect::<u8>("good").await, 7);
    assert!(names_until_end(&nodes[1], &mut ann).await.is_empty());
    assert_eq!(state().foreign, foreign);
}

#[tokio::test(start_paused = true)]
async fn nodes_that_have_lost_the_queue_together_know_each_other_afterwards() {
    let bus = MemoryBus::new();
    let (queue, nodes) = two(&bus, |cluster| cluster).await;
    bus.stop();
    until(|| nodes.iter().all(|node| !is_connected(node))).await;
    // Longer than a node may be silent.
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert_eq!(nodes[0].io().cluster().unwrap().others.unwrap().len(), 1);
    let begun = Instant::now();

    bus.start();

    queue.settled(&nodes).await;
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
}
