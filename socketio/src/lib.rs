//! A Socket.IO server for tokio and axum.

mod ack;
mod adapter;
mod config;
mod engine;
mod packet;
mod session;
mod sid;

pub use ack::{AckError, Acks, FromAnswer};
pub use adapter::{IntoRooms, RoomList};
pub use engine::{Reason, TransportKind};
pub use packet::{Args, ArgsError, Binary, Data, EncodeError};
pub use session::Session;
pub use sid::{InvalidSid, Sid};
