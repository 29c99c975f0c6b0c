//! What a node tells about its cluster, and what is refused when it is built.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use socketio::{
    Cluster, SocketIo,
    cluster::MemoryBus,
    observe::{Observation, Observer, Topics},
};

use crate::{Queue, until};

#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Observer for Told {
    fn topics(&self) -> Topics {
        Topics::CLUSTER
    }

    fn observe(&self, observation: &Observation<'_>) {
        self.0.lock().unwrap().push(observation.to_string());
    }
}

impl Told {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[tokio::test(start_paused = true)]
async fn each_change_of_state_is_told_once() {
    let (bus, told) = (MemoryBus::new(), Told::default());
    let queue = Queue {
        cluster: Cluster::bus(bus.clone()),
        counts: true,
    };
    let one = queue.node(SocketIo::builder().observer(told.clone()));
    let two = queue.node(SocketIo::builder());
    queue.settled(&[one.clone(), two.clone()]).await;
    let node = two.io().cluster().unwrap().node;
    let reached = "the message queue of the cluster is reached".to_owned();
    let joined = format!("node {node} has joined the cluster");
    assert_eq!(told.take(), [reached.clone(), joined]);

    bus.stop();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(
        told.take(),
        ["the message queue of the cluster cannot be reached: the connection was lost"]
    );
    bus.start();
    queue.settled(&[one.clone(), two.clone()]).await;
    assert_eq!(told.take(), [reached]);

    two.shutdown(Duration::from_secs(1)).await;
    until(|| one.io().cluster().unwrap().others == Some(Vec::new())).await;
    assert_eq!(told.take(), [format!("node {node} has left the cluster")]);
}

#[tokio::test(start_paused = true)]
async fn a_node_hears_itself_and_knows_how_long_that_takes() {
    let nodes = Queue::memory().two().await;

    until(|| nodes[0].io().cluster().unwrap().lag.is_some()).await;

    let state = nodes[0].io().cluster().unwrap();
    assert_eq!((state.foreign, state.broken, state.unpublished), (0, 0, 0));
    assert!(
        SocketIo::builder()
            .build()
            .unwrap()
            .io()
            .cluster()
            .is_none()
    );
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_is_not_there_is_waited_for() {
    let (bus, told) = (MemoryBus::new(), Told::default());
    bus.stop();
    let builder = SocketIo::builder().observer(told.clone());
    let io = builder
        .cluster(Cluster::bus(bus.clone()))
        .build()
        .unwrap()
        .io();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(told.take().len(), 1);
    let patience = Duration::from_secs(3);
    let waited = tokio::time::timeout(patience, io.cluster_connected()).await;
    assert!(waited.is_err() && !io.cluster().unwrap().is_connected);

    bus.start();

    io.cluster_connected().await;
    assert_eq!(told.take(), ["the message queue of the cluster is reached"]);
}

#[test]
fn a_url_that_cannot_be_used_is_refused_when_the_server_is_built() {
    for (url, why) in [
        ("ftp://host", "`ftp` is no scheme of a message queue"),
        ("nonsense", "`nonsense` is no scheme"),
    ] {
        let error = SocketIo::builder().message_queue(url).build().unwrap_err();
        let text = error.to_string();
        assert!(text.contains(why) && text.contains("state.rs"), "{text}");
    }
    // It is started once there is a runtime.
    let io = SocketIo::builder().message_queue("memory://").build();
    assert!(!io.unwrap().io().cluster().unwrap().is_connected);
}
