//! Handlers as data: what a macro writes, and how a namespace finds it again.
//! Knows neither the namespace object nor the loop that calls it; a handler gets everything from its [`Call`].

mod arg;
mod call;
mod class;
mod closure;
mod error;
mod list;
mod order;
mod record;
mod reply;
pub(crate) mod shim;
mod step;
mod table;
mod text;

use std::{fmt, panic};

pub(crate) use arg::Arg;
pub use arg::{
    Ack, Auth, FromArg, Http, HttpRejection, Optional, Param, Required, State, Takes, arg, check,
    check_only,
};
pub use call::Call;
pub(crate) use call::{HandlerFuture, Outcome};
pub use class::Namespace;
pub use closure::HandlerFn;
pub use error::{ConnectionRefused, Error, Result};
pub use list::{Listed, Routes, Unrouted, list};
pub use order::Order;
pub use record::{Route, route};
pub(crate) use reply::{Answer, IntoError, Reply};
pub use reply::{Plain, Returned, accept, done};
pub use table::BuildError;
pub(crate) use table::{Entry, Table, Tables, build, check_namespace};

/// What a handler is called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One event, by its name.
    Event,
    /// Every event without a handler of its own: `#[on("*")]`.
    CatchAll,
    /// A client that wants to join the namespace.
    Connect,
    /// A client that is gone.
    Disconnect,
    /// An error of another handler of the namespace.
    Error,
    /// An error in a namespace that has no such handler.
    DefaultError,
}

/// A place in the program: where a handler was declared, or a server was told something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The source file, as the compiler names it.
    pub file: &'static str,
    /// The line of the attribute, or of the call.
    pub line: u32,
    /// Its column.
    pub column: u32,
}

impl Location {
    /// Of the call.
    #[must_use]
    #[track_caller]
    pub const fn here() -> Self {
        Self::of(panic::Location::caller())
    }

    const fn of(caller: &'static panic::Location<'static>) -> Self {
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
