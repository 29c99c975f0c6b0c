//! What HTTP requests ask of sessions: whether they may, and what GET, POST and the probe of a WebSocket do then.

mod admission;
mod polling;
mod upgrade;

pub(in crate::engine) use self::polling::Mailbox;
pub(crate) use self::{
    admission::{Admission, Query, Refusal},
    polling::{Body, Get, Post},
    upgrade::Probe,
};
