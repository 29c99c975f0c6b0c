//! The client side of the protocol, as light as it can be: enough for the load contract, no more.

mod client;
mod frame;
mod http;
mod polling;
mod source;

pub(crate) use client::Client;
pub(crate) use polling::PollingClient;
