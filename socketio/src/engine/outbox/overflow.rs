//! What happens when a client does not take what is sent to it.

use super::Outbox;
use crate::config::Config;

/// What to do with one more message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Verdict {
    Queue,
    /// The queue is full. The message must wait, or the session ends: to drop it would go unnoticed.
    Full,
}

pub(in crate::engine) fn judge(outbox: &Outbox, config: &Config) -> Verdict {
    if outbox.len() >= config.outbound_messages || outbox.bytes() >= config.outbound_bytes {
        Verdict::Full
    } else {
        Verdict::Queue
    }
}

/// Whether there is room again for those who wait for it: so much that they do not wait again at once.
pub(in crate::engine) fn has_room(outbox: &Outbox, config: &Config) -> bool {
    outbox.len() <= config.outbound_messages / 2 && outbox.bytes() <= config.outbound_bytes / 2
}

/// How many messages and bytes more there is room for.
pub(in crate::engine) fn room(outbox: &Outbox, config: &Config) -> (usize, usize) {
    // What the turn has replied is queued with the next message, and takes a place of its own.
    let waiting = outbox.len() + 1;
    (
        config.outbound_messages.saturating_sub(waiting),
        config.outbound_bytes.saturating_sub(outbox.bytes()),
    )
}
