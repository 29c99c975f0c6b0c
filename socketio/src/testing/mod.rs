//! Tests of an application: test clients, which run in this process and speak the real protocol over a pipe.

mod answer_error;
#[cfg(feature = "axum")]
mod app;
mod arrivals;
mod client;
mod connect;
#[cfg(feature = "axum")]
mod cookies;
mod link;
mod received;
mod refused;
mod wire;

#[cfg(feature = "axum")]
pub use self::app::TestApp;
pub use self::{
    answer_error::AnswerError,
    client::{Returning, TestClient},
    connect::Connect,
    received::Received,
    refused::Refused,
};
