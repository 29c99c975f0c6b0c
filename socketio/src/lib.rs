//! A Socket.IO server for tokio and axum.

mod config;
mod sid;

pub use sid::{InvalidSid, Sid};
