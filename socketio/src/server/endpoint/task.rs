//! The one task of a connection: first it serves HTTP, or waits for an upgrade; then it is the session.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use crate::server::drain::Counted;

/// A future that may end in a session, and then that session.
#[expect(
    clippy::large_enum_variant,
    reason = "a connection is a session nearly all its life"
)]
pub(in crate::server) enum ConnectionTask<F> {
    /// Boxed, so that the session does not hold the memory that HTTP needed.
    Opening(Pin<Box<F>>),
    Session(Counted),
}

impl<F: Future<Output = Option<Counted>>> ConnectionTask<F> {
    pub(in crate::server) fn new(opening: F) -> Self {
        Self::Opening(Box::pin(opening))
    }
}

impl<F: Future<Output = Option<Counted>>> Future for ConnectionTask<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match &mut *self {
                Self::Opening(opening) => match ready!(opening.as_mut().poll(cx)) {
                    Some(session) => *self = Self::Session(session),
                    None => return Poll::Ready(()),
                },
                Self::Session(session) => return Pin::new(session).poll(cx),
            }
        }
    }
}
