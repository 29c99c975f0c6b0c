//! Identity: how a client is recognised when it comes back.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::time::Instant;

use super::pid::Pid;

/// How a client is recognised when it comes back, and whether it has come back itself.
#[derive(Debug)]
pub(in crate::adapter) struct Identity {
    pub(in crate::adapter) pid: Pid,
    /// The place in the log where the client came in.
    pub(in crate::adapter) start: u64,
    /// Since when it had been away; `None` if it has not come back.
    pub(in crate::adapter) away: Option<Instant>,
    /// Whether the sid and the sessions outlive this connection.
    released: AtomicBool,
}

impl Identity {
    pub(in crate::adapter) fn new(pid: Pid, start: u64, away: Option<Instant>) -> Self {
        Self {
            pid,
            start,
            away,
            released: AtomicBool::new(false),
        }
    }

    /// The client may come back, or is back over another connection.
    pub(in crate::adapter) fn release(&self) {
        self.released.store(true, Ordering::Release);
    }

    pub(in crate::adapter) fn is_released(&self) -> bool {
        self.released.load(Ordering::Acquire)
    }
}
