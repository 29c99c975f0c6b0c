//! The context: whose event is this. Set only while a handler is polled; `spawn` takes it along.

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
