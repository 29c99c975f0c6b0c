//! Emitting: the one builder, and the handle to emit from anywhere. Knows members and rooms; no handlers.

mod ask;
mod builder;
mod caller;
mod disconnect;
mod emitter;
mod error;
mod found;
mod future;
mod io;
mod issuer;
mod kind;
mod node;
mod nodes;
mod plan;
mod question;
mod room;
mod sids;
mod stats;
mod verbs;
mod wait;

pub use self::{
    ask::Ask,
    builder::Emit,
    disconnect::Disconnect,
    emitter::{Emitter, EmitterError},
    error::{CallError, EmitError, NoContext, TargetError},
    found::Found,
    future::VerbFuture,
    io::Io,
    kind::{AnyNamespace, Complete, MissingAcks, MissingOf, Named, OfClients, Typed, Unnamed},
    nodes::{NodeCall, NodeEmit, NodeError, Nodes},
    question::{Calling, Question},
    room::{CloseRoom, RoomChange},
    sids::Sids,
    stats::Stats,
};
pub(crate) use self::{
    caller::Caller,
    future::{Performed, Verb},
    io::WeakIo,
    issuer::Issuer,
    node::{Node, States},
    room::JoinOrLeave,
    sids::Asking,
    stats::{Sessions, Tasks},
};
