//! What happens when a client does not take what is sent to it.

use super::Outbox;
use crate::config::Config;

/// What to do with one more message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Verdict {
    Queue,
    /// The queue is full: the session ends. To drop a message instead would go unnoticed.
    Close,
}

pub(in crate::engine) fn judge(outbox: &Outbox, config: &Config) -> Verdict {
    if outbox.len() >= config.outbound_messages || outbox.bytes() >= config.outbound_bytes {
        Verdict::Close
    } else {
        Verdict::Queue
    }
}
