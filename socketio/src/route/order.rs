//! Order: whether the next event of a client may start while a handler runs.

use std::num::NonZeroUsize;

/// What happens to the next event of the same client and namespace while a handler runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// The server's setting: as `Serial`, or as `Concurrent(None)` with `async_handlers`.
    #[default]
    Default,
    /// The next event waits until the handler has finished.
    Serial,
    /// The next event is handled at once; at most so many runs of one handler are under way at a time.
    Concurrent(Option<NonZeroUsize>),
    /// The next event is handled at once, and an earlier run of the same handler is cancelled.
    Latest,
}

impl Order {
    /// At most `runs` of one handler at a time; 0 is no limit.
    #[must_use]
    pub const fn concurrent(runs: usize) -> Self {
        Self::Concurrent(NonZeroUsize::new(runs))
    }
}
