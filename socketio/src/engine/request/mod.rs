//! What HTTP requests do to a session: whether they may, and then GET, POST and the probe of a WebSocket.

mod admission;
mod get;
mod post;
mod probe;
#[cfg(test)]
mod tests;

pub(crate) use self::{
    admission::{Admission, Query, Refusal},
    get::{Body, Get},
    post::Post,
    probe::Probe,
};
