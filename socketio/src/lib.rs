//! A Socket.IO server for tokio and axum.

mod config;
mod engine;
mod sid;

pub use engine::{Reason, TransportKind};
pub use sid::{InvalidSid, Sid};
