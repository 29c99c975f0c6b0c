//! What is told about clients that come back after they had lost their connection.

/// Why a client that wanted to come back as who it was has become a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RecoveryFailure {
    /// It is nobody that the server knows: it was away too long, it has left on purpose, or the server is another one.
    Unknown,
    /// It may have missed a message that is no longer kept.
    OffsetUnknown,
    /// It has missed more than may wait for one client.
    TooMuchMissed,
    /// It is coming back over another connection at this moment.
    InUse,
}

impl RecoveryFailure {
    /// All of them, each at the index that is its value.
    pub(crate) const ALL: [Self; 4] = [
        Self::Unknown,
        Self::OffsetUnknown,
        Self::TooMuchMissed,
        Self::InUse,
    ];

    /// The failure in a word or two, such as for the label of a metric: `unknown`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::OffsetUnknown => "offset unknown",
            Self::TooMuchMissed => "too much missed",
            Self::InUse => "in use",
        }
    }

    /// The failure as a sentence.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Unknown => "it was away too long, or was never here",
            Self::OffsetUnknown => "it may have missed what is no longer kept",
            Self::TooMuchMissed => "it has missed more than may wait for one client",
            Self::InUse => "it is coming back over another connection",
        }
    }
}

/// What one namespace keeps for clients that have lost their connection, and how many have come back:
/// [`Io::recovery`](crate::Io::recovery).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecoveryStats {
    /// The clients that have lost their connection and may come back.
    pub clients: usize,
    /// The messages that are kept. A client that has joined or left a room counts as one.
    pub messages: usize,
    /// About how many bytes these messages occupy.
    pub bytes: usize,
    /// How many clients have lost their connection and were kept, since the namespace was opened. Each loss counts.
    pub kept: u64,
    /// How many have come back as who they were, and were let in.
    pub recovered: u64,
    /// How many have come back as who they were, and were refused by the connect handler or a guard.
    pub refused: u64,
    /// How many wanted to come back and have become new clients: see [`failed`](Self::failed).
    pub(crate) failed: [u64; RecoveryFailure::ALL.len()],
}

impl RecoveryStats {
    /// How many clients wanted to come back and have become new ones, for any reason.
    ///
    /// ```
    /// use socketio::{Io, observe::RecoveryFailure};
    ///
    /// fn metrics(io: &Io) -> Option<String> {
    ///     let stats = io.recovery()?;
    ///     let late = stats.failed_by(RecoveryFailure::Unknown);
    ///     Some(format!("away {}\nrecovered {}\nlate {late}\n", stats.clients, stats.recovered))
    /// }
    /// ```
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.failed.iter().sum()
    }

    /// How many of them for this reason.
    #[must_use]
    pub fn failed_by(&self, failure: RecoveryFailure) -> u64 {
        self.failed[failure as usize]
    }
}
