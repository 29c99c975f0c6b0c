//! Questions to clients and to nodes, answered from everywhere.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde::{Deserialize, Serialize};
use serde_json::json;
use socketio::{
    AckError, Args, Binary, Cluster, Io, Sid, Socket, SocketIo,
    cluster::{Bus, BusFuture, MemoryBus, NodeError, Parcel, Subscription},
    on, routes,
    testing::TestClient,
};
use tokio::time::Instant;

use crate::{Queue, join, until};

async fn two_clients(nodes: &[SocketIo; 2]) -> [TestClient; 2] {
    [join(&nodes[0], "/").await, join(&nodes[1], "/").await]
}

fn sid(client: &TestClient) -> Sid {
    client.sid().parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_client_of_another_node_answers_with_all_arguments() {
    let nodes = Queue::memory().two().await;
    let [_ann, bob] = two_clients(&nodes).await;
    let bytes = Binary::from(vec![1, 2, 3]);
    let reply = (7, "x".to_owned(), bytes.clone());
    bob.on("q", move |text: String| (text.len(), "x", bytes.clone()));

    let call = nodes[0]
        .io()
        .call::<(usize, String, Binary)>("q", "1234567");
    let answer = call.to(bob.sid()).await.unwrap();

    assert_eq!(answer, reply);
}

#[tokio::test(start_paused = true)]
async fn the_answers_of_all_nodes_say_whose_they_are() {
    let nodes = Queue::memory().nodes::<3>().await;
    let mut clients = Vec::new();
    for (nth, node) in nodes.iter().enumerate() {
        let client = join(node, "/").await;
        client.on("q", move |()| nth);
        clients.push(client);
    }
    let begun = Instant::now();

    let question = nodes[0].io().emit("q", ()).timeout(Duration::from_secs(9));
    let mut answers = question.acks::<usize>().await.unwrap();
    let mut got = Vec::new();
    while let Some((sid, answer)) = answers.next().await {
        got.push((answer.unwrap(), sid));
    }

    got.sort();
    let all = clients.iter().map(sid).enumerate();
    assert_eq!(got, all.collect::<Vec<_>>());
    assert!(answers.missing().is_empty());
    assert!(begun.elapsed() < Duration::from_secs(1), "{begun:?}");
}

#[tokio::test(start_paused = true)]
async fn who_does_not_answer_is_counted_and_who_leaves_is_told() {
    let nodes = Queue::memory().two().await;
    let [_ann, bob] = two_clients(&nodes).await;
    let eve = join(&nodes[1], "/").await;
    let bob_sid = sid(&bob);

    let question = nodes[0].io().emit("q", ()).except(_ann.sid());
    let question = question.timeout(Duration::from_secs(3));
    let mut answers = question.acks::<()>().await.unwrap();
    until(|| answers.missing().elsewhere() == Some(2)).await;
    bob.close().await;

    assert_eq!(
        answers.next().await,
        Some((bob_sid, Err(AckError::Disconnected)))
    );
    let waited = Instant::now();
    assert_eq!(answers.next().await, None);
    assert!(waited.elapsed() > Duration::from_secs(2));
    let missing = answers.missing();
    assert_eq!((missing.sids(), missing.elsewhere()), (&[][..], Some(1)));
    let other = nodes[1].io().cluster().unwrap().node;
    assert_eq!(missing.nodes(), [other]);
    drop(eve);
}

#[tokio::test(start_paused = true)]
async fn a_node_that_goes_is_not_waited_for() {
    let nodes = Queue::memory().two().await;
    let [ann, _bob] = two_clients(&nodes).await;
    let question = nodes[0].io().emit("q", ()).except(ann.sid());
    let mut answers = question
        .timeout(Duration::from_secs(60))
        .acks::<()>()
        .await
        .unwrap();
    until(|| answers.missing().elsewhere() == Some(1)).await;
    let begun = Instant::now();

    nodes[1].shutdown(Duration::from_secs(1)).await;

    while let Some((_, answer)) = answers.next().await {
        assert_eq!(answer, Err(AckError::Disconnected));
    }
    assert!(begun.elapsed() < Duration::from_secs(5));
    until(|| nodes[0].io().cluster().unwrap().others == Some(Vec::new())).await;
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Player {
    name: String,
}

#[on("name")]
async fn name(name: String, socket: Socket) -> socketio::Result {
    socket.attach(&Player { name })?;
    socket.join("named").await?;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn who_is_there_is_known_of_all_nodes() {
    let queue = Queue::memory();
    let node = || queue.node(SocketIo::builder().routes(routes![name]));
    let nodes = [node(), node()];
    queue.settled(&nodes).await;
    let ann = join(&nodes[0], "/").await;
    let connect = nodes[1]
        .test_client("/")
        .query("v=2")
        .header("X-Color", "red");
    let bob = connect
        .auth(&json!({ "token": "t" }))
        .connect()
        .await
        .unwrap();
    for (client, name) in [(&ann, "Ann"), (&bob, "Bob")] {
        client.call::<()>("name", name).await.unwrap();
    }
    let io = nodes[0].io();

    let mut sids = io.sids().await.unwrap().into_vec();
    sids.sort();
    let mut all = [sid(&ann), sid(&bob)];
    all.sort();
    assert_eq!(sids, all);
    assert_eq!(io.sids().local().await.unwrap(), [sid(&ann)]);
    assert_eq!(io.sids().except(ann.sid()).await.unwrap(), [sid(&bob)]);
    assert!(io.sids().in_room("other").await.unwrap().is_empty());

    let found = io
        .sockets()
        .in_room("named")
        .except(ann.sid())
        .await
        .unwrap();
    let [socket] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(socket.sid(), sid(&bob));
    assert_eq!(socket.data::<Player>().unwrap().name, "Bob");
    let mut rooms = socket.rooms().to_vec();
    rooms.sort();
    let mut expected = vec![bob.sid().to_owned(), "named".to_owned()];
    expected.sort();
    assert_eq!(rooms, expected);
    let handshake = socket.handshake();
    assert_eq!(handshake.header("x-color"), Some("red"));
    assert_eq!(
        (handshake.query("v"), handshake.auth()),
        (Some("2"), &json!({ "token": "t" }))
    );
    assert!(found.missing().is_empty());
    assert_eq!(io.sockets().local().await.unwrap().len(), 1);
}

/// A bus whose node can be muted: it hears and is heard no more, as a process that was stopped.
#[derive(Clone, Debug)]
struct Muted(MemoryBus, Arc<AtomicBool>);

impl Bus for Muted {
    fn publish<'a>(&'a self, parcels: &'a [Parcel]) -> BusFuture<'a, ()> {
        match self.1.load(Ordering::Relaxed) {
            true => Box::pin(std::future::pending()),
            false => self.0.publish(parcels),
        }
    }

    fn subscribe<'a>(&'a self, channels: &'a [Arc<str>]) -> BusFuture<'a, Subscription> {
        self.0.subscribe(channels)
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_is_not_heard_is_missing_and_then_gone() {
    let (bus, mute) = (MemoryBus::new(), Arc::new(AtomicBool::new(false)));
    let queue = |bus| Queue {
        cluster: bus,
        counts: true,
    };
    let muted = Muted(bus.clone(), Arc::clone(&mute));
    let one = queue(Cluster::bus(bus)).node(SocketIo::builder());
    let two = queue(Cluster::bus(muted)).node(SocketIo::builder());
    queue(Cluster::url("memory://"))
        .settled(&[one.clone(), two.clone()])
        .await;
    let (ann, _bob) = (join(&one, "/").await, join(&two, "/").await);
    let other = two.io().cluster().unwrap().node;
    mute.store(true, Ordering::Relaxed);
    let begun = Instant::now();

    let sids = one
        .io()
        .sids()
        .timeout(Duration::from_secs(2))
        .await
        .unwrap();
    assert_eq!(sids, [sid(&ann)]);
    assert_eq!(sids.missing(), [other]);
    assert_eq!(begun.elapsed(), Duration::from_secs(2));

    let sids = one
        .io()
        .sids()
        .timeout(Duration::from_secs(60))
        .await
        .unwrap();
    assert_eq!(sids.missing(), [other]);
    assert!(
        begun.elapsed() < Duration::from_secs(12),
        "{:?}",
        begun.elapsed()
    );
    assert!(one.io().sids().await.unwrap().missing().is_empty());
}

fn node_with_handlers(queue: &Queue, name: &'static str) -> SocketIo {
    let builder = SocketIo::builder()
        .on_node("who are you", move |_: Io, (): ()| async move { name })
        .on_node(
            "add",
            |_: Io, (a, b): (u32, u32)| async move { (a + b, "sum") },
        )
        .on_node("told", |io: Io, text: String| async move {
            io.emit("told", text).local().await.unwrap();
        })
        .on_node("panic", |_: Io, (): ()| async {
            assert!(std::hint::black_box(false), "it is meant");
        });
    queue.node(builder)
}

#[tokio::test(start_paused = true)]
async fn nodes_send_events_to_each_other_and_answer() {
    let queue = Queue::memory();
    let nodes = ["one", "two", "three"].map(|name| node_with_handlers(&queue, name));
    queue.settled(&nodes).await;
    let [mut ann, mut bob] = [join(&nodes[0], "/").await, join(&nodes[1], "/").await];
    let io = nodes[0].io().nodes();

    io.emit("told", "hello").await.unwrap();
    assert_eq!(bob.expect::<String>("told").await, "hello");
    assert!(crate::names_until_end(&nodes[0], &mut ann).await.is_empty());

    let answers = io.call::<String>("who are you", ()).await.unwrap();
    let mut names: Vec<_> = answers
        .iter()
        .map(|(_, name)| name.clone().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["three", "two"]);
    assert!(answers.missing().is_empty());
    let sums = io.call::<(u32, String)>("add", (2, 3)).await.unwrap();
    let sums: Vec<_> = sums.into_iter().map(|(_, sum)| sum.unwrap()).collect();
    assert_eq!(sums, [(5, "sum".to_owned()), (5, "sum".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a_node_that_cannot_answer_says_why() {
    let queue = Queue::memory();
    let nodes = ["one", "two"].map(|name| node_with_handlers(&queue, name));
    queue.settled(&nodes).await;
    let io = nodes[0].io().nodes();

    for (event, why) in [
        ("unknown", "no handler"),
        ("panic", "panicked"),
        ("add", "expected"),
    ] {
        let answers = io.call::<Args>(event, ()).await.unwrap();
        let [(_, Err(NodeError::Failed(error)))] = &answers[..] else {
            panic!("{event}: {answers:?}");
        };
        assert!(error.contains(why), "{event}: {error}");
    }
    assert!(io.emit("connect", ()).await.is_err());
    let alone = SocketIo::builder().build().unwrap();
    assert!(
        alone
            .io()
            .nodes()
            .call::<()>("q", ())
            .await
            .unwrap()
            .is_empty()
    );
}
