//! Io: a cheap handle to the server. The verbs it has are beside it.

use std::{
    fmt,
    sync::{Arc, Weak},
};

use super::{
    error::TargetError,
    node::Node,
    stats::{CountedTask, Stats},
};
use crate::{
    adapter::{Adapter, ClusterState, Directory, Hub},
    config::Config,
    observe::RecoveryStats,
};

/// The namespace of clients and servers that name none.
const DEFAULT: &str = "/";

/// The server, as seen from outside a handler: it sends to any namespace, room and sid.
///
/// Cloning it is cheap. A handler can take it as a parameter; elsewhere it comes from
/// [`SocketIo::io`](crate::SocketIo::io). Its namespace is `/`, also when the handler that took it belongs to another one;
/// [`of`](Self::of) gives a handle to another namespace.
#[derive(Clone)]
pub struct Io(Arc<Handle>);

struct Handle {
    node: Arc<Node>,
    /// The namespace of verbs that name none.
    namespace: Box<str>,
}

impl Io {
    pub(crate) fn new(node: Node) -> Self {
        let node = Arc::new(node);
        Self(Arc::new(Handle {
            node,
            namespace: DEFAULT.into(),
        }))
    }

    /// A handle whose verbs are for another namespace, for code that speaks to one only.
    ///
    /// Whether there is such a namespace is not looked at before a verb is awaited. A typed [`Event`](crate::Event) still
    /// goes to the namespace of its type.
    ///
    /// ```
    /// # async fn example(io: socketio::Io, sid: socketio::Sid) -> socketio::Result {
    /// let board = io.of("/board");
    /// board.join_room("editors").of(sid).await?;
    /// board.emit("news", "a new editor").to("editors").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn of(&self, namespace: &str) -> Self {
        Self(Arc::new(Handle {
            node: Arc::clone(&self.0.node),
            namespace: namespace.into(),
        }))
    }

    /// The namespace of verbs that name none: `/`, or that of [`of`](Self::of).
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.0.namespace
    }

    /// How many sessions are open on this node, whatever namespaces they have joined.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.node().sessions.count()
    }

    /// How much of everything there is on this node: sessions, clients, rooms, tasks, bytes that wait.
    ///
    /// It looks at each session and each namespace, and holds none of their locks for longer than that: cheap enough for a
    /// page that is asked for every few seconds.
    ///
    /// ```
    /// use socketio::Io;
    ///
    /// fn metrics(io: &Io) -> String {
    ///     let stats = io.stats();
    ///     format!("sessions {}\nqueued_bytes {}\n", stats.connections, stats.queued_bytes)
    /// }
    /// ```
    #[must_use]
    pub fn stats(&self) -> Stats {
        let node = self.node();
        let mut stats = Stats {
            connections: node.sessions.count(),
            tasks: node.tasks.count(),
            queued_bytes: node.sessions.queued_bytes(),
            ..Stats::default()
        };
        for adapter in node.directory.all() {
            let (members, rooms) = adapter.size();
            stats.sockets += members;
            stats.rooms += rooms;
        }
        stats
    }

    /// Counts a task that a handler starts.
    pub(crate) fn count_task(&self) -> CountedTask {
        self.node().tasks.begin()
    }

    /// What is kept in the handle's [namespace](Self::namespace) for clients that have lost their connection, and how many
    /// have come back; `None` without [`recovery`](crate::SocketIoBuilder::recovery).
    #[must_use]
    pub fn recovery(&self) -> Option<RecoveryStats> {
        let adapter = self.node().directory.look_up(self.namespace())?;
        adapter.recovery_stats()
    }

    /// How the cluster of this node is doing; `None` if it belongs to none.
    ///
    /// ```
    /// # fn example(io: &socketio::Io) {
    /// let Some(cluster) = io.cluster() else { return };
    /// let reach = if cluster.is_connected { "reachable" } else { "away" };
    /// println!("the message queue has been {reach} for {:?}; other nodes: {:?}", cluster.since, cluster.others);
    /// # }
    /// ```
    #[must_use]
    pub fn cluster(&self) -> Option<ClusterState> {
        Some(self.hub()?.state())
    }

    /// Waits until the message queue of the cluster is reached and the nodes that are there are known: at once, if that is so or
    /// if there is no cluster. For a program that must not begin before other nodes hear it; put a timeout around it.
    pub async fn cluster_connected(&self) {
        if let Some(hub) = self.hub() {
            hub.connected().await;
        }
    }

    /// Waits until the message queue of the cluster has taken everything that was sent before: at once without a cluster. A
    /// process that ends after its last emit waits for this; put a timeout around it.
    pub async fn flush(&self) {
        if let Some(hub) = self.hub() {
            hub.flushed().await;
        }
    }

    pub(crate) fn hub(&self) -> Option<&Arc<Hub>> {
        self.node().hub.as_ref()
    }

    /// A handle that does not keep the server alive.
    pub(crate) fn downgrade(&self) -> WeakIo {
        WeakIo(Arc::downgrade(&self.0.node))
    }

    /// Waits until no client of this node is in a room of the handle's [namespace](Self::namespace).
    ///
    /// It is ready at once if nobody is in the room when it is first polled. So it is for a namespace that the server does not
    /// have, which nobody can join, and for a room whose name is misspelt.
    ///
    /// ```
    /// # async fn work() {}
    /// # fn example(io: &socketio::Io) {
    /// // Until the last player has left:
    /// socketio::until(io.of("/game").emptied("table 7")).spawn(work());
    /// # }
    /// ```
    pub fn emptied(&self, room: &str) -> impl Future<Output = ()> + Send + use<> {
        let (io, room) = (self.clone(), room.to_owned());
        async move {
            let adapter = io.adapter(None);
            drop(io);
            if let Ok(adapter) = adapter {
                adapter.emptied(&room).await;
            }
        }
    }

    /// Waits until this node has been told to stop: by [`stop`](Self::stop), by a signal, or by
    /// [`SocketIo::shutdown`](crate::SocketIo::shutdown).
    pub fn stopping(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopping = self.node().stopping.subscribe();
        async move {
            // An error: the server is gone.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        }
    }

    /// Tells this node to stop: [`run`](crate::SocketIo::run) comes to an end as it does on SIGTERM. Those who serve
    /// themselves wait for [`stopping`](Self::stopping), then call [`SocketIo::shutdown`](crate::SocketIo::shutdown).
    ///
    /// ```
    /// use socketio::{Io, on};
    ///
    /// #[on("shut down", namespace = "/admin")]
    /// async fn shut_down(io: Io) {
    ///     io.stop();
    /// }
    /// ```
    pub fn stop(&self) {
        self.node().stopping.send_replace(true);
    }

    /// The value of this type that the server was given.
    #[must_use]
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.node().states.get()
    }

    pub(crate) fn config(&self) -> &Config {
        &self.node().config
    }

    pub(crate) fn directory(&self) -> &dyn Directory {
        &*self.node().directory
    }

    /// The named namespace, or the handle's own.
    pub(super) fn adapter(&self, namespace: Option<&str>) -> Result<Arc<Adapter>, TargetError> {
        let name = namespace.unwrap_or(&self.0.namespace);
        let adapter = self.directory().look_up(name);
        adapter.ok_or_else(|| TargetError::UnknownNamespace(name.to_owned()))
    }

    fn node(&self) -> &Node {
        &self.0.node
    }
}

/// An [`Io`] that does not keep the server alive.
pub(crate) struct WeakIo(Weak<Node>);

impl WeakIo {
    /// The handle, for the namespace `/`, if the server is still there.
    pub(crate) fn upgrade(&self) -> Option<Io> {
        let node = self.0.upgrade()?;
        Some(Io(Arc::new(Handle {
            node,
            namespace: DEFAULT.into(),
        })))
    }
}

impl fmt::Debug for Io {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Io")
            .field("namespace", &self.namespace())
            .field("connections", &self.connections())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
