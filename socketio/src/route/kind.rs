//! Kind: what a handler is called for.

/// What a handler is called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One event, by its name.
    Event,
    /// Every event without a handler of its own: `#[on("*")]`.
    CatchAll,
    /// A client that wants to join the namespace.
    Connect,
    /// A client that has left the namespace.
    Disconnect,
    /// An error of another handler of the namespace.
    Error,
    /// An error of a handler in a namespace without an error handler of its own.
    DefaultError,
}
