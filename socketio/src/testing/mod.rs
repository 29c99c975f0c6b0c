//! Tests of an application: clients in this process, over a pipe instead of a port, through the real protocol.

mod answer_error;
mod arrivals;
mod client;
mod connect;
mod link;
mod received;
mod refused;
mod wire;

pub use self::{
    answer_error::AnswerError, client::TestClient, connect::Connect, received::Received,
    refused::Refused,
};
