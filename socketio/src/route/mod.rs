//! Handlers as data: what a macro writes, and how a namespace finds it again.
//! Knows neither the namespace object nor the loop that calls it; a handler gets everything from its [`Call`].

mod ack;
mod arg;
mod auth;
mod build;
mod call;
mod class;
mod closure;
mod error;
mod given;
mod http;
mod later;
mod list;
mod order;
mod param;
mod record;
mod refused;
mod reply;
mod returned;
mod routes;
mod rules;
pub(crate) mod shim;
mod state;
mod table;
mod text;

use std::{fmt, panic};

pub use ack::Ack;
pub(crate) use arg::Requirement;
pub use arg::{FromArg, Takes};
pub use auth::Auth;
pub use build::BuildError;
pub(crate) use build::{build, check_namespace};
pub use call::Call;
pub(crate) use call::{HandlerFuture, Outcome};
pub use class::Namespace;
pub use closure::HandlerFn;
pub use error::{Error, Result};
pub use http::{Http, HttpRejection};
pub use list::list;
pub use order::Order;
pub(crate) use param::Arg;
pub use param::{Optional, Param, Required, arg};
pub use record::{Route, route};
pub use refused::ConnectionRefused;
pub(crate) use reply::IntoError;
pub(crate) use reply::{Answer, Reply};
pub use reply::{accept, done};
pub use returned::{Plain, Returned};
pub use routes::{Listed, Routes, Unrouted};
pub use rules::{check, check_only};
pub use state::State;
pub(crate) use table::{Entry, Table, Tables};

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
