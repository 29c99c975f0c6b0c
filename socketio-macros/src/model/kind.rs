//! Kind: what a handler is called for.

/// What a handler is called for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Event,
    CatchAll,
    Connect,
    Disconnect,
    Error,
    DefaultError,
}
