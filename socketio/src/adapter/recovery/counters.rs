//! Counters: how many clients of a namespace were kept, have come back, and could not, since the namespace was opened.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::observe::RecoveryFailure;

#[derive(Debug, Default)]
pub(in crate::adapter) struct Counters {
    kept: AtomicU64,
    recovered: AtomicU64,
    refused: AtomicU64,
    failed: [AtomicU64; RecoveryFailure::ALL.len()],
}

impl Counters {
    /// A client has lost its connection and may come back.
    pub(in crate::adapter) fn count_kept(&self) {
        self.kept.fetch_add(1, Relaxed);
    }

    /// A client has come back as who it was, and is let in.
    pub(in crate::adapter) fn count_recovered(&self) {
        self.recovered.fetch_add(1, Relaxed);
    }

    /// The connect handler has refused a client that came back.
    pub(in crate::adapter) fn count_refused(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    /// A client wanted to come back and becomes a new one.
    pub(in crate::adapter) fn count_failed(&self, failure: RecoveryFailure) {
        self.failed[failure as usize].fetch_add(1, Relaxed);
    }

    pub(in crate::adapter) fn kept(&self) -> u64 {
        self.kept.load(Relaxed)
    }

    pub(in crate::adapter) fn recovered(&self) -> u64 {
        self.recovered.load(Relaxed)
    }

    pub(in crate::adapter) fn refused(&self) -> u64 {
        self.refused.load(Relaxed)
    }

    pub(in crate::adapter) fn failed(&self) -> [u64; RecoveryFailure::ALL.len()] {
        self.failed.each_ref().map(|count| count.load(Relaxed))
    }
}
