//! Order: whether the next event of a client may start while a handler runs.

use std::num::NonZeroUsize;

/// What happens to the next event of the same client and namespace while a handler runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// What the server was told: one after the other, unless `async_handlers` is on.
    #[default]
    Default,
    /// It waits.
    Serial,
    /// It starts at once; at most so many runs of one handler at a time.
    Concurrent(Option<NonZeroUsize>),
    /// It starts at once, and an earlier run of the same handler is cancelled.
    Latest,
}

impl Order {
    /// At most `runs` at a time; none is no limit.
    #[must_use]
    pub const fn concurrent(runs: usize) -> Self {
        Self::Concurrent(NonZeroUsize::new(runs))
    }
}
