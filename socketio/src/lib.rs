//! A Socket.IO server for tokio and axum.

mod config;
mod engine;
mod packet;
mod sid;

pub use engine::{Reason, TransportKind};
pub use packet::{Args, ArgsError, Binary, Data, EncodeError};
pub use sid::{InvalidSid, Sid};
