//! ClusterError: why other nodes were not told.

use std::{error, fmt, time::Duration};

/// Why the other nodes of a cluster are not told of something. On this node it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClusterError {
    /// The message queue is away, or too slow, and as much waits for it as may:
    /// [`Cluster::outgoing`](crate::Cluster::outgoing).
    QueueFull {
        /// How many messages wait.
        messages: usize,
        /// How many bytes they have.
        bytes: usize,
    },
    /// The message queue has been away for longer than messages may wait for it:
    /// [`Cluster::outgoing_time`](crate::Cluster::outgoing_time).
    Unreachable {
        /// For how long it has been away.
        since: Duration,
    },
    /// The message is larger than one may be: [`Cluster::max_message`](crate::Cluster::max_message).
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// How large it may be.
        most: usize,
    },
    /// The dialect of the cluster has no form for it; the text says what it is.
    Unsupported(&'static str),
}

impl fmt::Display for ClusterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("other nodes are not told: ")?;
        match self {
            Self::QueueFull { messages, bytes } => write!(
                f,
                "{messages} messages of {bytes} bytes wait for the message queue, which are as many as may"
            ),
            Self::Unreachable { since } => write!(
                f,
                "the message queue has been unreachable for {:.1} s, longer than messages wait",
                since.as_secs_f64()
            ),
            Self::TooLarge { bytes, most } => {
                write!(f, "the message has {bytes} bytes, and {most} is the most")
            }
            Self::Unsupported(what) => {
                write!(f, "the dialect of the cluster has no form for {what}")
            }
        }
    }
}

impl error::Error for ClusterError {}
