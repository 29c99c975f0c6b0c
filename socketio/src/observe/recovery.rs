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
    /// How many clients have come back as who they were, since the namespace was opened.
    pub recovered: u64,
    /// How many wanted to come back and have become new clients.
    pub failed: u64,
}
