//! A Socket.IO server for tokio and axum.

mod ack;
mod adapter;
mod client;
mod config;
mod context;
mod emit;
mod engine;
#[cfg(feature = "macros")]
mod macros;
mod namespace;
mod packet;
mod route;
mod server;
mod session;
mod sid;
mod socket;
#[cfg(feature = "testing")]
pub mod testing;

#[doc(hidden)]
pub mod __private;

pub use ack::{AckError, Acks, FromAnswer};
pub use adapter::{IntoRooms, RoomList};
pub use context::{
    Event, EventName, block_on, call, close_room, disconnect, emit, join_room, leave_room,
    namespace, rooms, send, sid, spawn, spawn_blocking, spawn_until,
};
pub use emit::{CallError, EmitError, Io, NoContext, TargetError};
pub use engine::{Reason, TransportKind};
#[cfg(feature = "macros")]
pub use macros::{Event, event, namespace, on, on_error, on_error_default, routes};
pub use packet::{Args, ArgsError, Binary, Data, EncodeError};
pub use route::{
    Ack, Auth, BuildError, Call, ConnectionRefused, Error, FromArg, HandlerFn, Http, HttpRejection,
    Namespace, Result, Routes, State, Takes,
};
#[cfg(feature = "tls")]
pub use server::Tls;
pub use server::{
    ClientJs, Cookie, Listener, Origins, RunError, SameSite, SocketIo, SocketIoBuilder,
    SocketIoLayer, SocketIoService,
};
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

