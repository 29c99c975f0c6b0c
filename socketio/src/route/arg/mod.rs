//! Parameters of handlers: where their values come from, and which of them may stand where.

mod ack;
mod auth;
mod context;
mod from_arg;
#[cfg(feature = "axum")]
mod http;
mod later;
mod param;
mod rules;
mod state;

pub use ack::Ack;
pub use auth::Auth;
pub(super) use from_arg::Requirement;
pub use from_arg::{FromArg, Takes};
#[cfg(feature = "axum")]
pub use http::Http;
pub(super) use later::Later;
pub(crate) use param::Arg;
pub(super) use param::take;
pub use param::{Optional, Param, Required, arg};
pub(super) use rules::fault;
pub use rules::{check, check_only};
pub use state::State;
