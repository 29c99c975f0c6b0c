//! Cluster: which nodes this one belongs to, and the bounds of what is said to them.

use std::{fmt, sync::Arc, time::Duration};

use super::{
    dialect::{self, Dialect, Part},
    hub::{Hub, Timings},
    link,
    queue::Bounds,
};
use crate::{
    ack::NodeId,
    adapter::bus::{self, Bus},
    observe::Observers,
};

/// The cluster that a server belongs to: a message queue, and how its nodes speak over it. It is given to
/// [`SocketIoBuilder::cluster`](crate::SocketIoBuilder::cluster).
///
/// Servers with the same message queue, dialect and channel are nodes of one cluster: whatever is sent, joined, left, closed
/// or disconnected on one of them is so on all.
///
/// ```
/// use socketio::{Cluster, SocketIo, cluster::MemoryBus};
///
/// let bus = MemoryBus::new();
/// let cluster = Cluster::bus(bus.clone()).channel("shop");
/// let io = SocketIo::builder().cluster(cluster).build()?;
/// # Ok::<(), socketio::BuildError>(())
/// ```
#[derive(Clone)]
#[must_use = "it is given to `SocketIoBuilder::cluster`"]
pub struct Cluster {
    queue: Source,
    dialect: Dialect,
    channel: Option<String>,
    timings: Timings,
    bounds: Bounds,
    max_message: usize,
}

#[derive(Clone)]
enum Source {
    Url(String),
    Bus(Arc<dyn Bus>),
}

impl Cluster {
    fn new(queue: Source) -> Self {
        Self {
            queue,
            dialect: Dialect::default(),
            channel: None,
            timings: Timings {
                heartbeat: Duration::from_secs(5),
                node_timeout: Duration::from_secs(10),
                ask: Duration::from_secs(5),
            },
            bounds: Bounds {
                messages: 65_536,
                bytes: 64 << 20,
                time: Duration::from_secs(60),
            },
            max_message: 8 << 20,
        }
    }

    /// A cluster over the message queue that this URL names.
    ///
    /// The scheme chooses the kind: `redis://`, `valkey://` and `unix://` are Redis or Valkey, with the feature `redis`; `memory://` is a queue inside of this server, which no other server reaches, for trying.
    /// A scheme that is unknown, or whose feature is off, is an error when the server is built.
    pub fn url(url: impl Into<String>) -> Self {
        Self::new(Source::Url(url.into()))
    }

    /// A cluster over Redis or Valkey: `redis://host:6379`, with `user:password@` before the host if it is needed, or
    /// `unix:///path`. Short for [`url`](Self::url).
    ///
    /// ```
    /// use socketio::{Cluster, Dialect, SocketIo};
    ///
    /// let cluster = Cluster::redis("redis://127.0.0.1:6379").dialect(Dialect::Python);
    /// let io = SocketIo::builder().cluster(cluster.channel("flask-socketio")).build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    #[cfg(feature = "redis")]
    pub fn redis(url: impl Into<String>) -> Self {
        Self::url(url)
    }

    /// A cluster over this bus: a [`MemoryBus`](crate::cluster::MemoryBus), or one of the program.
    pub fn bus(bus: impl Bus) -> Self {
        Self::new(Source::Bus(Arc::new(bus)))
    }

    /// How the nodes of the cluster speak: [`Dialect::Native`], by default.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// The channel of the cluster, in the message queue. By default it is the one that the dialect's family has:
    /// `socket.io`, and `flask-socketio` for [`Dialect::Python`]; python-socketio without Flask uses `socketio`. Two clusters on one message queue need different ones.
    pub fn channel(mut self, channel: impl Into<String>) -> Self {
        self.channel = Some(channel.into());
        self
    }

    /// How often a node says that it is there: every 5 seconds, by default. A node that is not heard for `timeout`, by default
    /// 10 seconds, is gone for the others.
    pub fn heartbeat(mut self, interval: Duration, timeout: Duration) -> Self {
        self.timings.heartbeat = interval;
        self.timings.node_timeout = timeout;
        self
    }

    /// How long the answers of other nodes are waited for, unless a question says: 5 seconds, by default.
    pub fn ask_timeout(mut self, timeout: Duration) -> Self {
        self.timings.ask = timeout;
        self
    }

    /// How much may wait for the message queue while it is away or slow: 65 536 messages of 64 MiB together, by default. Beyond
    /// that, what would have to be said to other nodes fails with [`ClusterError::QueueFull`](crate::cluster::ClusterError).
    pub fn outgoing(mut self, messages: usize, bytes: usize) -> Self {
        self.bounds.messages = messages;
        self.bounds.bytes = bytes;
        self
    }

    /// How long a message may wait for the message queue: 60 seconds, by default. Older ones are dropped, and as long as the
    /// message queue has been away for longer, nothing is added.
    pub fn outgoing_time(mut self, time: Duration) -> Self {
        self.bounds.time = time;
        self
    }

    /// How large one message may be: 8 MiB, by default. Brokers cut off everybody who listens if one message is larger than
    /// what they keep for a listener.
    pub fn max_message(mut self, bytes: usize) -> Self {
        self.max_message = bytes;
        self
    }

    /// This node's place in the cluster.
    ///
    /// # Errors
    ///
    /// The message queue cannot be used; the text says why.
    pub(crate) fn open(self, observers: Observers) -> Result<Arc<Hub>, String> {
        self.open_as(Part::Node, observers)
    }

    /// The place of a process that has no clients.
    ///
    /// # Errors
    ///
    /// The message queue cannot be used; the text says why.
    pub(crate) fn open_as_emitter(self, observers: Observers) -> Result<Arc<Hub>, String> {
        self.open_as(Part::Emitter, observers)
    }

    fn open_as(self, part: Part, observers: Observers) -> Result<Arc<Hub>, String> {
        let bus = match self.queue {
            Source::Url(url) => bus::open(&url)?,
            Source::Bus(bus) => bus,
        };
        let random: u128 = rand::random();
        let random = format!("{random:032x}");
        let length = match self.dialect {
            Dialect::Python => 32,
            _ => 16,
        };
        let id = NodeId::new(&random[..length]).expect("digits are an id");
        let speaker = dialect::speaker(self.dialect, id, part, self.channel.as_deref());
        Ok(Arc::new(Hub::new(
            (id, part),
            bus,
            speaker,
            (self.timings, self.bounds, self.max_message),
            observers,
            |hub| Box::pin(link::run(hub)),
        )))
    }
}

impl From<&str> for Cluster {
    /// See [`url`](Self::url).
    fn from(url: &str) -> Self {
        Self::url(url)
    }
}

impl From<String> for Cluster {
    /// See [`url`](Self::url).
    fn from(url: String) -> Self {
        Self::url(url)
    }
}

impl fmt::Debug for Cluster {
    /// Without the URL, which may have a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster")
            .field("dialect", &self.dialect)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}
