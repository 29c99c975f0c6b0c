//! Bounds: how long things are kept for clients that have lost their connection, and how much of them.

use std::time::Duration;

use crate::config::{Config, Recovery};

/// How long things are kept in one namespace, and how much of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// How long a client may be away.
    pub(super) time: Duration,
    /// How long a message is kept. A client that was lost no longer than `time` ago has certainly got what is older: it
    /// has answered a ping since.
    pub(super) kept_for: Duration,
    pub(super) messages: usize,
    pub(super) bytes: usize,
    pub(super) clients: usize,
}

/// How much more may wait for one client.
#[derive(Clone, Copy, Debug)]
pub(in crate::adapter) struct Capacity {
    pub(in crate::adapter) messages: usize,
    pub(in crate::adapter) bytes: usize,
}

impl Bounds {
    pub(super) fn new(recovery: &Recovery, config: &Config) -> Self {
        // A lost connection is noticed an interval and a timeout after the last pong. The ping that this one answered was
        // sent a timeout earlier, at most, behind all messages until then.
        let unnoticed = config.ping_interval + 2 * config.ping_timeout;
        Self {
            time: recovery.time,
            kept_for: recovery.time + unnoticed,
            messages: recovery.messages,
            bytes: recovery.bytes,
            clients: recovery.clients,
        }
    }
}
