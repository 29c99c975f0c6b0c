//! Emitter: an `Io` in a process without a server: workers, cron jobs, command lines. Its namespaces have no members of their
//! own, so whatever is done in them is said to the nodes of the cluster.

use std::{
    collections::HashMap,
    error, fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    sync::{Arc, Weak},
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{sync::watch, time::timeout};

use super::{
    io::Io,
    node::{Node, States},
    stats::{Sessions, Tasks},
};
use crate::{
    adapter::{Adapter, Cluster, Directory, Hub, Member, NodeAnswer, NodeHandlers, Receiver},
    config::Config,
    packet::{Args, Codec},
    sid::Sid,
};

/// How long it may take to reach the message queue.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connects a process without a server to a cluster, as a part of it that has no clients.
///
/// ```no_run
/// use socketio::Emitter;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let io = Emitter::connect("redis://127.0.0.1:6379").await?;
/// io.emit("news", "from a cron job").to("readers").await?;
/// io.flush().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "nothing is connected until it is awaited"]
pub struct Emitter {
    cluster: Cluster,
    patience: Duration,
}

impl Emitter {
    /// Begins to connect to a cluster: a [`Cluster`], or the URL of its message queue. Awaiting it gives an [`Io`], whose verbs
    /// are for all namespaces that the nodes have. The process is no node for the others: they do not wait for its answers.
    ///
    /// # Errors
    ///
    /// When awaited: the message queue cannot be used, or is not reached within 10 seconds.
    pub fn connect(cluster: impl Into<Cluster>) -> Self {
        Self {
            cluster: cluster.into(),
            patience: PATIENCE,
        }
    }

    /// How long it may take to reach the message queue: 10 seconds, by default.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn begin(self) -> Result<Io, EmitterError> {
        let config = Arc::new(Config::default());
        let opened = self.cluster.open_as_emitter(config.observers.clone());
        let hub = opened.map_err(EmitterError::Refused)?;
        let namespaces = Arc::new(Namespaces {
            known: Mutex::default(),
            hub: Arc::clone(&hub),
            config: Arc::clone(&config),
        });
        let known: Weak<dyn Directory> = Arc::downgrade(&(Arc::clone(&namespaces) as _));
        let io = Io::new(Node {
            directory: namespaces,
            config,
            hub: Some(Arc::clone(&hub)),
            states: States::default(),
            stopping: watch::Sender::new(false),
            sessions: Box::new(NoSessions),
            tasks: Tasks::default(),
        });
        hub.set_receiver(Box::new(Receiver::new(known, Arc::new(NoHandlers))));
        match timeout(self.patience, hub.connected()).await {
            Ok(()) => Ok(io),
            Err(_) => Err(EmitterError::Unreachable(
                hub.last_error()
                    .unwrap_or_else(|| "it does not answer".to_owned()),
            )),
        }
    }
}

impl IntoFuture for Emitter {
    type Output = Result<Io, EmitterError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.begin())
    }
}

/// Why a process could not be connected to a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmitterError {
    /// The message queue cannot be used; the text says why.
    Refused(String),
    /// The message queue was not reached in time; the text is the last error.
    Unreachable(String),
}

impl fmt::Display for EmitterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => write!(f, "the message queue cannot be used: {why}"),
            Self::Unreachable(why) => write!(f, "the message queue is not reached: {why}"),
        }
    }
}

impl error::Error for EmitterError {}

/// The namespaces that the program has sent to: those of the nodes are not known here.
#[derive(Debug)]
struct Namespaces {
    known: Mutex<HashMap<String, Arc<Adapter>>>,
    hub: Arc<Hub>,
    config: Arc<Config>,
}

impl Directory for Namespaces {
    fn look_up(&self, name: &str) -> Option<Arc<Adapter>> {
        if !name.starts_with('/') {
            return None;
        }
        let mut known = self.known.lock();
        if let Some(adapter) = known.get(name) {
            return Some(Arc::clone(adapter));
        }
        let adapter = Adapter::new(name.into(), None, Codec::Json, &self.config);
        let adapter = Arc::new(adapter.with_hub(Some(Arc::clone(&self.hub))));
        known.insert(name.to_owned(), Arc::clone(&adapter));
        Some(adapter)
    }

    fn find_open(&self, name: &str) -> Option<Arc<Adapter>> {
        self.known.lock().get(name).cloned()
    }

    fn find_member(&self, _: Sid) -> Option<(Arc<Adapter>, Arc<Member>)> {
        None
    }

    fn all(&self) -> Vec<Arc<Adapter>> {
        self.known.lock().values().cloned().collect()
    }
}

#[derive(Debug)]
struct NoSessions;

impl Sessions for NoSessions {
    fn count(&self) -> usize {
        0
    }

    fn queued_bytes(&self) -> usize {
        0
    }
}

#[derive(Debug)]
struct NoHandlers;

impl NodeHandlers for NoHandlers {
    fn handle(&self, _: &str, _: &str, _: Args) -> Option<NodeAnswer> {
        None
    }
}
