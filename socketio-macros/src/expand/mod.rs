//! Meaning to tokens. Decides nothing.

mod class;
mod contract;
mod event;
mod fallback;
mod handler;
mod marker;
mod path;
mod route;
mod routes;

pub(crate) use class::class;
pub(crate) use contract::Contract;
pub(crate) use event::event;
pub(crate) use handler::handler;
pub(crate) use routes::routes;
