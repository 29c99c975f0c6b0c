//! Topics: the kinds of observations that an observer wants, as a set of bits.

use std::{
    fmt,
    ops::{BitOr, BitOrAssign},
};

/// A set of subjects that an [`Observer`](super::Observer) may be told about.
///
/// ```
/// use socketio::observe::Topics;
///
/// let topics = Topics::SESSIONS | Topics::FAILURES;
/// assert!(topics.contains(Topics::FAILURES));
/// assert!(!topics.contains(Topics::ROOMS));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Topics(u16);

/// The names of the single topics, for `Debug`.
const NAMES: [(Topics, &str); 10] = [
    (Topics::SESSIONS, "SESSIONS"),
    (Topics::REFUSALS, "REFUSALS"),
    (Topics::NAMESPACES, "NAMESPACES"),
    (Topics::ROOMS, "ROOMS"),
    (Topics::EVENTS, "EVENTS"),
    (Topics::EMITS, "EMITS"),
    (Topics::ANSWERS, "ANSWERS"),
    (Topics::FAILURES, "FAILURES"),
    (Topics::LIMITS, "LIMITS"),
    (Topics::CLUSTER, "CLUSTER"),
];

impl Topics {
    /// No topic.
    pub const NONE: Self = Self(0);
    /// Sessions: opened, upgraded to WebSocket, closed.
    pub const SESSIONS: Self = Self(1);
    /// Requests and namespaces that were refused, with the reason.
    pub const REFUSALS: Self = Self(1 << 1);
    /// Namespaces: joined and left by clients; created and deleted, if clients choose their names.
    pub const NAMESPACES: Self = Self(1 << 2);
    /// Rooms: created, joined, left, deleted.
    pub const ROOMS: Self = Self(1 << 3);
    /// Events of clients: received, and handled.
    pub const EVENTS: Self = Self(1 << 4);
    /// Events that the server has sent.
    pub const EMITS: Self = Self(1 << 5);
    /// Answers in both directions.
    pub const ANSWERS: Self = Self(1 << 6);
    /// Failures: handlers that failed or panicked, events without a handler, events that wait for a handler which waits for
    /// their client, packets that are not allowed.
    pub const FAILURES: Self = Self(1 << 7);
    /// Bounds that were reached.
    pub const LIMITS: Self = Self(1 << 8);
    /// The cluster of the server: its message queue reached and lost, nodes that join and leave.
    pub const CLUSTER: Self = Self(1 << 9);
    /// All topics, and those of later versions.
    pub const ALL: Self = Self(u16::MAX);

    /// The topics that are in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all topics of `other` are in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any topic of `other` is in this set.
    #[inline]
    pub(super) const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Topics {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl BitOrAssign for Topics {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.union(other);
    }
}

impl fmt::Debug for Topics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ALL => f.write_str("ALL"),
            Self::NONE => f.write_str("NONE"),
            topics => {
                let names = NAMES.iter().filter(|(topic, _)| topics.contains(*topic));
                let names: Vec<&str> = names.map(|(_, name)| *name).collect();
                f.write_str(&names.join(" | "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_a_bit_of_its_own_and_a_name() {
        let mut all = Topics::NONE;
        for (topic, name) in NAMES {
            assert!(!all.intersects(topic), "{name}");
            assert_eq!(format!("{topic:?}"), name);
            all |= topic;
        }
        assert!(Topics::ALL.contains(all));
        assert_eq!(
            format!("{:?}", Topics::ROOMS | Topics::LIMITS),
            "ROOMS | LIMITS"
        );
    }
}
