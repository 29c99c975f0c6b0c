//! Location: a place in the program's source, for messages.

use std::{fmt, panic};

/// A place in the program: where a handler was declared, or where an option of the server was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The source file, as the compiler names it.
    pub file: &'static str,
    /// The line of the attribute, or of the call.
    pub line: u32,
    /// The column of the attribute, or of the call.
    pub column: u32,
}

impl Location {
    /// The place of the call to this function.
    #[must_use]
    #[track_caller]
    pub const fn here() -> Self {
        Self::of(panic::Location::caller())
    }

    /// The place that the standard library names.
    pub(super) const fn of(caller: &'static panic::Location<'static>) -> Self {
        Self {
            file: caller.file(),
            line: caller.line(),
            column: caller.column(),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
