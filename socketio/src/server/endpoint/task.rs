//! The one task of a connection: first it serves HTTP, or waits for an upgrade; then it is a session, or tries a WebSocket
//! for a session that polls.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use crate::server::clients::Counted;

/// What the task of a connection does after HTTP.
#[expect(
    clippy::large_enum_variant,
    reason = "a connection is a session nearly all its life"
)]
pub(in crate::server) enum Next {
    /// It is a session.
    Session(Counted),
    /// It tries the WebSocket that a session may move to.
    Probe(Pin<Box<dyn Future<Output = ()> + Send>>),
}

/// A future that says what is next, and then that.
#[expect(
    clippy::large_enum_variant,
    reason = "a connection is a session nearly all its life"
)]
pub(in crate::server) enum ConnectionTask<F> {
    /// Boxed, so that the session does not hold the memory that HTTP needed.
    Opening(Pin<Box<F>>),
    Next(Next),
}

impl<F: Future<Output = Option<Next>>> ConnectionTask<F> {
    pub(in crate::server) fn new(opening: F) -> Self {
        Self::Opening(Box::pin(opening))
    }
}

impl<F: Future<Output = Option<Next>>> Future for ConnectionTask<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match &mut *self {
                Self::Opening(opening) => match ready!(opening.as_mut().poll(cx)) {
                    Some(next) => *self = Self::Next(next),
                    None => return Poll::Ready(()),
                },
                Self::Next(Next::Session(session)) => return Pin::new(session).poll(cx),
                Self::Next(Next::Probe(probe)) => return probe.as_mut().poll(cx),
            }
        }
    }
}
