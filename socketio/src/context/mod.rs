//! The context: which event is handled, and which client sent it. It is set only while a handler is polled. Tasks that a
//! handler starts with `spawn` keep it.

mod callback;
mod current;
mod event_name;
mod spawn;
mod verbs;

pub use self::{
    callback::Callback,
    event_name::EventName,
    spawn::{block_on, blocking, spawn_blocking},
    verbs::{call, close_room, disconnect, emit, join_room, leave_room, rooms, send, sid, socket},
};
pub(crate) use self::{
    current::{Context, current, issuer, within},
    spawn::spawn,
};
