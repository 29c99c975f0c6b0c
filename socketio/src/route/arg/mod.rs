//! Parameters of handlers: where their values come from, and which of them may stand where.

mod ack;
mod auth;
mod context;
mod from_arg;
#[cfg(feature = "axum")]
mod http;
mod info;
mod param;
mod preparation;
mod prepare;
mod requirement;
mod rules;
mod state;
#[cfg(feature = "garde")]
mod valid;

pub use ack::Ack;
pub use auth::Auth;
pub use from_arg::{FromArg, Takes};
#[cfg(feature = "axum")]
pub use http::Http;
pub(crate) use info::Arg;
pub(super) use info::take;
pub use info::{Optional, ParamInfo, Required, arg};
pub use param::Param;
pub use preparation::Preparation;
pub use prepare::Prepare;
pub(super) use rules::{Fault, fault, named_fault};
pub use rules::{check, check_in, check_only};
pub use state::State;
#[cfg(feature = "garde")]
pub use valid::Valid;
