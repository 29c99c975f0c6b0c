//! The context: which event is handled, and which client sent it. It is set only while a handler is polled. Tasks that a
//! handler starts with `spawn` keep it.

mod callback;
mod current;
mod event;
mod event_name;
mod spawn;
mod verbs;

pub(crate) use self::current::{Context, within};
pub use self::{
    callback::Callback,
    event::{Event, Payload},
    event_name::EventName,
    spawn::{Until, block_on, blocking, spawn, spawn_blocking, until},
    verbs::{call, close_room, disconnect, emit, join_room, leave_room, rooms, send, sid, socket},
};
