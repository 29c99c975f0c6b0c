//! A Socket.IO server for tokio and axum.

mod ack;
mod adapter;
mod config;
mod context;
mod emit;
mod engine;
mod packet;
mod session;
mod sid;
mod socket;

pub use ack::{AckError, Acks, FromAnswer};
pub use adapter::{IntoRooms, RoomList};
pub use context::{
    Event, EventName, block_on, call, close_room, disconnect, emit, join_room, leave_room,
    namespace, rooms, send, sid, spawn, spawn_blocking, spawn_until,
};
pub use emit::{CallError, EmitError, Io, NoContext, TargetError};
pub use engine::{Reason, TransportKind};
pub use packet::{Args, ArgsError, Binary, Data, EncodeError};
pub use session::Session;
pub use sid::{InvalidSid, Sid};
pub use socket::Socket;
/// What the verbs return: builders, which do nothing until they are awaited.
pub mod builder {
    pub use crate::{
        context::Callback,
        emit::{
            AnyNamespace, Ask, Asking, Calling, Disconnect, Emit, Emitting, Named, Question,
            RoomChange, Sockets, Typed, Unnamed,
        },
    };
}

