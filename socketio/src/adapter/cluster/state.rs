//! ClusterState: how the cluster is doing, as this node sees it, and what keeps count of that.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{sync::Notify, time::Instant};

use crate::{ack::NodeId, adapter::bus::Parcel};

/// How a cluster is doing, as one node sees it: what [`Io::cluster`](crate::Io::cluster) returns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClusterState {
    /// The id of this node.
    pub node: NodeId,
    /// The other nodes that are alive; `None` if the dialect of the cluster has no way to know them.
    pub others: Option<Vec<NodeId>>,
    /// Whether the message queue can be reached now.
    pub is_connected: bool,
    /// For how long it has been reachable, or has not.
    pub since: Duration,
    /// How many messages wait to be published.
    pub waiting: usize,
    /// How many bytes they have.
    pub waiting_bytes: usize,
    /// How long the last heartbeat took from this node through the message queue and back.
    pub lag: Option<Duration>,
    /// How many messages could not be published since the start: the queue was full, they had waited too long, they were too
    /// large, or the dialect has no form for them.
    pub unpublished: u64,
    /// How many messages of strangers came in, which mean nothing in the dialect of the cluster.
    pub foreign: u64,
    /// How many messages came in that are broken, or that clients could not read.
    pub broken: u64,
}

/// Keeps count.
#[derive(Debug)]
pub(super) struct Meter {
    reach: Mutex<Reach>,
    changed: Notify,
    pub(super) unpublished: Counter,
    pub(super) foreign: Counter,
    pub(super) broken: Counter,
}

#[derive(Debug)]
struct Reach {
    is_connected: bool,
    since: Instant,
    lag: Option<Duration>,
    /// Whether it was tried to reach the message queue.
    tried: bool,
    /// Whether the nodes that are there have said so, since it was reached.
    is_settled: bool,
    last_error: Option<String>,
}

/// How often something has happened.
#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self, count: usize) {
        self.0.fetch_add(count as u64, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Meter {
    pub(super) fn new() -> Self {
        Self {
            reach: Mutex::new(Reach {
                is_connected: false,
                since: Instant::now(),
                lag: None,
                tried: false,
                is_settled: false,
                last_error: None,
            }),
            changed: Notify::new(),
            unpublished: Counter::default(),
            foreign: Counter::default(),
            broken: Counter::default(),
        }
    }

    /// Notes whether the message queue can be reached; `true` if that is a change.
    pub(super) fn set_connected(&self, is_connected: bool) -> bool {
        let mut reach = self.reach.lock();
        reach.tried |= is_connected;
        if reach.is_connected == is_connected {
            return false;
        }
        reach.is_connected = is_connected;
        reach.is_settled = false;
        reach.since = Instant::now();
        drop(reach);
        self.changed.notify_waiters();
        true
    }

    /// Notes that the message queue could not be reached; `true` if that is the first attempt since the start.
    pub(super) fn note_first_failure(&self) -> bool {
        !std::mem::replace(&mut self.reach.lock().tried, true)
    }

    fn set_lag(&self, lag: Duration) {
        self.reach.lock().lag = Some(lag);
    }

    /// Whether the message queue can be reached, and since when that is so.
    pub(super) fn reach(&self) -> (bool, Duration) {
        let reach = self.reach.lock();
        (reach.is_connected, reach.since.elapsed())
    }

    pub(super) fn lag(&self) -> Option<Duration> {
        self.reach.lock().lag
    }

    pub(super) fn set_settled(&self) {
        self.reach.lock().is_settled = true;
        self.changed.notify_waiters();
    }

    pub(super) fn set_error(&self, error: String) {
        self.reach.lock().last_error = Some(error);
    }

    pub(super) fn last_error(&self) -> Option<String> {
        self.reach.lock().last_error.clone()
    }

    /// Waits until the message queue can be reached, and the nodes that are there have said so.
    pub(super) async fn settled(&self) {
        loop {
            let changed = self.changed.notified();
            if self.reach.lock().is_settled {
                return;
            }
            changed.await;
        }
    }
}

/// Whether this node hears what it publishes: each heartbeat has to come back before the next one.
#[derive(Debug, Default)]
pub(super) struct Echo(Mutex<Option<(Parcel, Instant)>>);

impl Echo {
    /// A heartbeat is about to be published.
    pub(super) fn expect(&self, heartbeat: &Parcel) {
        *self.0.lock() = Some((heartbeat.clone(), Instant::now()));
    }

    /// A message of this node has come back.
    pub(super) fn hear(&self, parcel: &Parcel, meter: &Meter) {
        let mut expected = self.0.lock();
        if let Some((heartbeat, at)) = &*expected
            && heartbeat.payload == parcel.payload
        {
            meter.set_lag(at.elapsed());
            *expected = None;
        }
    }

    /// Whether the last heartbeat has not come back.
    pub(super) fn is_missing(&self) -> bool {
        self.0.lock().take().is_some()
    }
}
