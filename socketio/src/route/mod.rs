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
mod order;
mod refused;
mod reply;
mod returned;
mod routes;
pub(crate) mod shim;
mod signature;
mod state;
mod table;
mod text;

use std::fmt;

pub use ack::Ack;
pub(crate) use arg::Requirement;
pub use arg::{FromArg, Takes};
pub use auth::Auth;
pub use build::BuildError;
pub(crate) use build::{build, check_namespace};
pub use call::Call;
pub(crate) use call::{CallFn, HandlerFuture, Outcome};
pub use class::Namespace;
pub use closure::HandlerFn;
pub use error::{Error, Result};
pub use http::{Http, HttpRejection};
pub use order::Order;
pub use refused::ConnectionRefused;
pub(crate) use reply::IntoError;
pub use reply::{Accept, Done};
pub(crate) use reply::{Answer, Reply};
pub use returned::{Plain, Returned};
pub use routes::{Handler, Listed, Routes, Unrouted, listed};
pub(crate) use signature::Arg;
pub use signature::{Optional, Param, Required, arg, check};
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

/// Where a handler was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The source file, as the compiler names it.
    pub file: &'static str,
    /// The line of the attribute.
    pub line: u32,
    /// Its column.
    pub column: u32,
}

impl Location {
    /// Where the fn was called that asks.
    #[track_caller]
    pub(crate) fn caller() -> Self {
        let caller = std::panic::Location::caller();
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

/// One handler: plain data, made by a macro at compile time.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// What it is called for.
    pub kind: Kind,
    /// The namespace it belongs to; `*` is every namespace.
    pub namespace: &'static str,
    /// The event's name; that of the kind if it is not an event.
    pub event: &'static str,
    /// The path of the user's fn.
    pub name: &'static str,
    /// Where it was declared.
    pub location: Location,
    /// What happens to the next event while it runs.
    pub order: Order,
    /// Its parameters.
    pub params: &'static [Param],
    /// Decodes the arguments, then makes the future that runs the user's fn.
    pub call: CallFn,
}
