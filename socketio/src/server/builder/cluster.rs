//! The cluster that the server belongs to, and the handlers of what its nodes say to each other.

use serde::Serialize;

use super::SocketIoBuilder;
use crate::{ack::FromAnswer, adapter::Cluster, emit::Io, packet::is_reserved, route::Location};

/// Many servers as one.
impl SocketIoBuilder {
    /// Makes the server a node of this cluster: see [`Cluster`].
    #[track_caller]
    pub fn cluster(mut self, cluster: Cluster) -> Self {
        self.cluster = Some((cluster, Location::here()));
        self
    }

    /// Makes the server a node of the cluster over this message queue: short for [`cluster`](Self::cluster) with
    /// [`Cluster::url`], by the name that Flask-SocketIO has for it.
    ///
    /// ```
    /// use socketio::SocketIo;
    ///
    /// let io = SocketIo::builder().message_queue("memory://").build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    #[track_caller]
    pub fn message_queue(self, url: impl Into<String>) -> Self {
        self.cluster(Cluster::url(url))
    }

    /// Adds a handler of an event that another node sends by [`Io::nodes`](crate::Io::nodes). What it takes is read as an
    /// answer is, a tuple as several arguments; what it returns is the answer for a node that asks.
    ///
    /// ```
    /// use socketio::{Io, SocketIo, cluster::MemoryBus, Cluster};
    ///
    /// let io = SocketIo::builder()
    ///     .cluster(Cluster::bus(MemoryBus::new()))
    ///     .on_node("how many clients", async |io: Io, (): ()| io.connections())
    ///     .build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    #[track_caller]
    pub fn on_node<T, F>(
        mut self,
        event: &str,
        handler: impl Fn(Io, T) -> F + Send + Sync + 'static,
    ) -> Self
    where
        T: FromAnswer + Send + 'static,
        F: Future<Output: Serialize> + Send + 'static,
    {
        let fault = if is_reserved(event) {
            Some("the name is reserved: choose another")
        } else if !self.node_events.add(event, handler) {
            Some("there is a handler of this event already")
        } else {
            None
        };
        if let Some(fault) = fault {
            self.problems.refuse("on_node", Location::here(), fault);
        }
        self
    }
}
