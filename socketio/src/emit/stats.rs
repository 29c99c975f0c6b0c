//! Stats: how much of everything there is on a node.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// How much of everything there is on one node at a moment. Made by [`Io::stats`](crate::Io::stats).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Open sessions, whatever namespaces they have joined, as [`Io::connections`](crate::Io::connections) counts them.
    pub connections: usize,
    /// Clients of all namespaces: a session that has joined three namespaces counts as three. Those whose connect handler
    /// has not decided yet are counted.
    pub sockets: usize,
    /// Rooms with somebody in them, of all namespaces. The room that each client has for itself, named by its sid, is not
    /// counted.
    pub rooms: usize,
    /// Tasks that handlers have started with [`spawn`](crate::spawn) or [`until`](crate::until) and that have not ended.
    pub tasks: usize,
    /// Bytes that wait to be written to clients. A message that waits for many counts for each of them, though it is kept
    /// once.
    pub queued_bytes: usize,
}

/// The sessions of a node, as far as they can be counted.
pub(crate) trait Sessions: Send + Sync {
    /// How many are open.
    fn count(&self) -> usize;

    /// How many bytes wait to be written in all of them.
    fn queued_bytes(&self) -> usize;
}

/// How many tasks run that handlers have started.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tasks(Arc<AtomicUsize>);

/// A task that is counted until this is dropped.
#[derive(Debug)]
pub(crate) struct CountedTask(Tasks);

impl Tasks {
    pub(super) fn begin(&self) -> CountedTask {
        self.0.fetch_add(1, Ordering::Relaxed);
        CountedTask(self.clone())
    }

    pub(super) fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for CountedTask {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
