//! Handlers as data: what a macro writes, and how a namespace finds it again.
//! Knows neither the namespace object nor the loop that calls it; a handler gets everything from its [`Invocation`].

mod arg;
pub(crate) mod callee;
#[cfg(feature = "spec")]
pub(crate) mod contract;
#[cfg(not(feature = "spec"))]
#[path = "no_contract.rs"]
pub(crate) mod contract;
mod error;
mod handler;
mod invocation;
mod kind;
mod limits;
mod list;
mod location;
mod namespace;
mod order;
#[cfg(feature = "spec")]
mod promise;
mod record;
mod reply;
mod step;
mod table;
mod task;
mod text;

pub(crate) use arg::Arg;
#[cfg(feature = "axum")]
pub use arg::Http;
#[cfg(feature = "garde")]
pub use arg::Valid;
pub use arg::{
    Ack, Auth, FromArg, Optional, Param, ParamInfo, Preparation, Prepare, Required, State, Takes,
    arg, check, check_in, check_only,
};
pub use callee::{Guard, GuardFn, HandlerFn, Middleware, MiddlewareFn, guard, middleware};
#[cfg(feature = "axum")]
pub use error::HttpRejection;
pub use error::{ClientError, ConnectionRefused, Error, InvalidArgs, Result};
pub(crate) use handler::Handler;
pub(crate) use invocation::HandlerFuture;
pub use invocation::Invocation;
pub use kind::Kind;
pub use limits::Limits;
pub use list::{IntoRoutes, Listed, Routes, Unrouted, list};
pub use location::Location;
pub use namespace::Namespace;
pub use order::Order;
#[cfg(feature = "spec")]
pub(crate) use promise::{Promise, promises};
pub use record::{Route, route};
pub(crate) use reply::{AckValue, IntoError, Outcome, Reply};
pub use reply::{Answer, Plain, Returned, connect_reply, disconnect_reply};
pub use step::Next;
pub use table::BuildError;
pub(crate) use table::{Table, Tables, Template, build, check_namespace};
pub use task::{Until, spawn, until};
