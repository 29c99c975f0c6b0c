//! Passage: the one task of a connection that may become a session. First comes whatever leads there, then the session.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use super::drain::Counted;

/// A way to a session, and then that session.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all its life it is the session"
)]
pub(super) enum Passage<F> {
    /// Boxed: what it needed, HTTP above all, is not held by the session.
    Way(Pin<Box<F>>),
    Session(Counted),
}

impl<F: Future<Output = Option<Counted>>> Passage<F> {
    pub(super) fn new(way: F) -> Self {
        Self::Way(Box::pin(way))
    }
}

impl<F: Future<Output = Option<Counted>>> Future for Passage<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match &mut *self {
                Self::Way(way) => match ready!(way.as_mut().poll(cx)) {
                    Some(session) => *self = Self::Session(session),
                    None => return Poll::Ready(()),
                },
                Self::Session(session) => return Pin::new(session).poll(cx),
            }
        }
    }
}
