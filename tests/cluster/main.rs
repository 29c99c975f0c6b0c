//! Many nodes as one: several servers in this process, over each kind of message queue. The promises are one list, which is
//! kept over all of them.

mod faults;
mod mixed;
mod promises;
mod python;
mod questions;
mod redis;
mod state;

use std::time::Duration;

use socketio::{
    Cluster, Dialect, SocketIo, SocketIoBuilder, cluster::MemoryBus, testing::TestClient,
};

/// What connects the nodes of one test, and what their clients have in common.
#[derive(Clone)]
struct Queue {
    cluster: Cluster,
    /// Whether the nodes know each other.
    counts: bool,
}

impl Queue {
    fn memory() -> Self {
        Self {
            cluster: Cluster::bus(MemoryBus::new()).dialect(Dialect::Native),
            counts: true,
        }
    }

    fn python_over_memory() -> Self {
        Self {
            cluster: Cluster::bus(MemoryBus::new()).dialect(Dialect::Python),
            counts: false,
        }
    }

    /// Over the Redis of these tests, on a channel of its own; `None` if Redis is not installed.
    fn redis(dialect: Dialect) -> Option<Self> {
        let cluster = Cluster::redis(redis::shared()?.url()).dialect(dialect);
        Some(Self {
            cluster: cluster.channel(redis::channel()),
            counts: dialect == Dialect::Native,
        })
    }

    /// Two nodes that have found each other.
    async fn two(&self) -> [SocketIo; 2] {
        self.nodes().await
    }

    /// Nodes that have found each other.
    async fn nodes<const N: usize>(&self) -> [SocketIo; N] {
        let nodes = std::array::from_fn(|_| self.node(SocketIo::builder()));
        self.settled(&nodes).await;
        nodes
    }

    fn node(&self, builder: SocketIoBuilder) -> SocketIo {
        let builder = builder.namespaces(["/chat"]);
        builder.cluster(self.cluster.clone()).build().unwrap()
    }

    /// Waits until the nodes have found each other.
    async fn settled(&self, nodes: &[SocketIo]) {
        let others = self.counts.then_some(nodes.len() - 1);
        for node in nodes {
            until(|| {
                let state = node.io().cluster().unwrap();
                state.is_connected && state.others.map(|others| others.len()) == others
            })
            .await;
        }
    }
}

/// Waits until `condition` holds. Under a paused clock that takes no time.
async fn until(mut condition: impl FnMut() -> bool) {
    let wait = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(30), wait).await;
    waited.expect("the condition never held");
}

async fn join(io: &SocketIo, namespace: &str) -> TestClient {
    let client = io.test_client(namespace).connect().await;
    client.expect("nobody is refused")
}

/// The names of the events that a client has got before this one, which everybody gets.
async fn names_until_end(io: &SocketIo, client: &mut TestClient) -> Vec<String> {
    io.io().emit("end", ()).to(client.sid()).await.unwrap();
    client.expect::<()>("end").await;
    let events = client.received().await;
    events.iter().map(|event| event.name().to_owned()).collect()
}
