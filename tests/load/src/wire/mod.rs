//! The client side of the protocol, as light as it can be: enough for the load contract, no more.

mod client;
mod dialect;
mod frame;
mod http;
mod polling;
mod source;

pub(crate) use client::Client;
pub(crate) use dialect::Dialect;
pub(crate) use polling::PollingClient;
