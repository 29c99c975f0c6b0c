//! VerbFuture: what a builder becomes when it is awaited. One type for all builders; that it is opaque leaves room for
//! verbs that have to wait for other nodes.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use crate::engine::budget;

/// What a builder does when its future is polled. Sealed: nobody outside the crate can name it.
pub trait Verb {
    /// What awaiting the builder gives.
    type Output;
    /// What is still to be waited for when it has been done as far as it can be at once.
    type Rest: Future<Output = Self::Output> + Unpin;

    /// Whether it sends messages. If so, it waits while the turn has sent as much as a turn may.
    const SENDS: bool = false;

    /// Does it.
    fn perform(self) -> Performed<Self::Output, Self::Rest>;
}

/// How far a verb has come.
#[derive(Debug)]
pub enum Performed<T, R> {
    /// It is done.
    Done(T),
    /// It is done once this is ready.
    Waits(R),
}

/// The future of a builder. Until it is polled, nothing is sent, joined, left or ended.
///
/// `B` is the builder, for example [`Emit`](super::Emit): `emit("event", ()).into_future()` is a
/// `VerbFuture<Emit<'_, ()>>`.
///
/// # Panics
///
/// When it is polled again after it was ready.
#[must_use = "futures do nothing unless polled"]
pub struct VerbFuture<B: Verb>(Stage<B>);

enum Stage<B: Verb> {
    Unpolled(B),
    Waits(B::Rest),
    Ready,
}

impl<B: Verb> VerbFuture<B> {
    pub(crate) fn new(builder: B) -> Self {
        Self(Stage::Unpolled(builder))
    }
}

// The builder is moved out before it acts, so nothing in it is ever pinned.
impl<B: Verb> Unpin for VerbFuture<B> {}

impl<B: Verb> Future for VerbFuture<B> {
    type Output = B::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<B::Output> {
        if let Stage::Unpolled(_) = self.0 {
            if B::SENDS {
                ready!(budget::poll_send(cx));
            }
            let Stage::Unpolled(builder) = std::mem::replace(&mut self.0, Stage::Ready) else {
                unreachable!("it was there a moment ago");
            };
            match builder.perform() {
                Performed::Done(output) => return Poll::Ready(output),
                Performed::Waits(rest) => self.0 = Stage::Waits(rest),
            }
        }
        let Stage::Waits(rest) = &mut self.0 else {
            panic!("polled again after it was ready");
        };
        let output = ready!(Pin::new(rest).poll(cx));
        self.0 = Stage::Ready;
        Poll::Ready(output)
    }
}

impl<B: Verb> fmt::Debug for VerbFuture<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerbFuture").finish_non_exhaustive()
    }
}
