//! VerbFuture: what a builder becomes when it is awaited. One type for all builders that are done at the first
//! poll; that it is opaque leaves room for verbs that have to wait for other nodes.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use crate::engine::budget;

/// What a builder does when its future is polled. Sealed: nobody outside the crate can name it.
pub trait Verb {
    /// What awaiting the builder gives.
    type Output;

    /// Whether it sends messages. If so, it waits while the turn has sent as much as a turn may.
    const SENDS: bool = false;

    /// Does it.
    fn perform(self) -> Self::Output;
}

/// The future of a builder. Until it is polled, nothing is sent, joined, left or ended.
///
/// `B` is the builder, for example [`Emit`](super::Emit): `emit("event", ()).into_future()` is a
/// `VerbFuture<Emit<'_, ()>>`.
///
/// # Panics
///
/// When it is polled again after it was ready.
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct VerbFuture<B>(Option<B>);

impl<B> VerbFuture<B> {
    pub(crate) fn new(builder: B) -> Self {
        Self(Some(builder))
    }
}

// The builder is moved out before it acts, so nothing in it is ever pinned.
impl<B> Unpin for VerbFuture<B> {}

impl<B: Verb> Future for VerbFuture<B> {
    type Output = B::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<B::Output> {
        if B::SENDS {
            ready!(budget::poll_send(cx));
        }
        let builder = self.0.take().expect("not polled after it was ready");
        Poll::Ready(builder.perform())
    }
}
