//! Revision: which Engine.IO a client speaks.

/// The revision of Engine.IO that a session speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Revision {
    /// Of clients of Socket.IO 1 and 2: the client pings, and polling bodies have lengths.
    Three,
    /// Of clients of Socket.IO 3 and 4.
    Four,
}
