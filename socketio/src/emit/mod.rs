//! Emitting: the one builder, and the handle to emit from anywhere. Knows members and rooms; no handlers.

mod ask;
mod builder;
mod caller;
mod disconnect;
mod error;
mod io;
mod kind;
mod origin;
mod plan;
mod question;
mod room;
mod sockets;
mod verbs;

pub use self::{
    ask::{Ask, Asking},
    builder::{Emit, Emitting},
    disconnect::Disconnect,
    error::{CallError, EmitError, NoContext, TargetError},
    io::Io,
    kind::{AnyNamespace, Named, Typed, Unnamed},
    question::{Calling, Question},
    room::RoomChange,
    sockets::Sockets,
};
pub(crate) use self::{
    caller::Caller,
    io::{Server, States},
    origin::Origin,
    room::Change,
};
