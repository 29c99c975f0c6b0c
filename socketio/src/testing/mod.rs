//! Tests of an application: clients in this process, over a pipe instead of a port, through the real protocol.

mod arrivals;
mod call_error;
mod client;
mod connect;
mod link;
mod received;
mod refused;
mod wire;

pub use self::{
    call_error::CallError, client::TestClient, connect::Connect, received::Received,
    refused::Refused,
};
