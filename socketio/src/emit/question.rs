//! Question: an event to one client, whose answer is the result.

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use serde::Serialize;

use super::{
    builder::{AnyData, Emit},
    error::CallError,
    issuer::Issuer,
    kind::{AnyNamespace, Named, Typed},
};
use crate::{
    ack::{AckError, Answers, FromAnswer},
    adapter::IntoRooms,
    engine::budget,
    packet::{Args, ArgsError},
};

/// A question to one client: what `call(..)` begins. Awaiting it sends the event and gives the client's answer.
///
/// It always ends: with the answer, when the client is gone, or at the deadline, 60 seconds by default. Sent
/// to several clients, the first answer counts.
///
/// An answer of several arguments is a tuple; [`Args`](crate::Args) takes any.
///
/// # Errors
///
/// See [`CallError`].
#[must_use = "nothing is sent until it is awaited"]
pub struct Question<'a, T, K = Named> {
    emit: Emit<'a, AnyData<'a>, K>,
    /// The one place that asks for `T: FromAnswer` is where a question begins, so that a type that lacks it is told of
    /// once.
    read: Read<T>,
}

/// Reads an answer as a `T`.
type Read<T> = fn(&Args) -> Result<T, ArgsError>;

impl<'a, T: FromAnswer> Question<'a, T> {
    pub(crate) fn new(
        issuer: Issuer,
        event: &'a str,
        data: impl Serialize + Send + Sync + 'a,
    ) -> Self {
        Self {
            emit: Emit::new(issuer, event, data).boxed(),
            read: T::from_answer,
        }
    }
}

impl<'a, T: FromAnswer> Question<'a, T, Typed> {
    pub(crate) fn typed<D: Serialize + Send + Sync + 'a>(emit: Emit<'a, D, Typed>) -> Self {
        Self {
            emit: emit.boxed(),
            read: T::from_answer,
        }
    }
}

impl<'a, T, K> Question<'a, T, K> {
    /// Asks another client than the caller.
    pub fn to(mut self, sid: impl IntoRooms<'a>) -> Self {
        self.emit = self.emit.to(sid);
        self
    }

    /// Asks in another namespace.
    pub fn namespace(mut self, namespace: &'a str) -> Self
    where
        K: AnyNamespace,
    {
        self.emit = self.emit.namespace(namespace);
        self
    }

    /// How long the answer is waited for.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.emit.set_timeout(timeout);
        self
    }
}

impl<'a, T, K> IntoFuture for Question<'a, T, K> {
    type Output = Result<T, CallError>;
    type IntoFuture = Calling<'a, T, K>;

    fn into_future(self) -> Calling<'a, T, K> {
        Calling(CallState::Unsent(self))
    }
}

impl<T, K> fmt::Debug for Question<'_, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Question").field(&self.emit).finish()
    }
}

/// The future of a [`Question`]. Dropping it withdraws the question.
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct Calling<'a, T, K = Named>(CallState<'a, T, K>);

#[derive(Debug)]
enum CallState<'a, T, K> {
    Unsent(Question<'a, T, K>),
    /// How the answer is read, and what the last client said that did not answer.
    Sent(Answers, Read<T>, AckError),
    Done,
}

// Nothing in it is polled in place.
impl<T, K> Unpin for Calling<'_, T, K> {}

impl<T, K> Calling<'_, T, K> {
    fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, CallError>> {
        if matches!(self.0, CallState::Unsent(_)) {
            ready!(budget::poll_send(cx));
        }
        self.0 = match std::mem::replace(&mut self.0, CallState::Done) {
            // The error if there is nobody to be asked.
            CallState::Unsent(Question { emit, read }) => {
                CallState::Sent(emit.ask_and_wait()?, read, AckError::Disconnected)
            }
            state => state,
        };
        let CallState::Sent(answers, read, failure) = &mut self.0 else {
            panic!("polled again after it was ready");
        };
        loop {
            match ready!(answers.poll_next(cx)) {
                Some((_, Ok(args))) => {
                    let answer = read(&args).map_err(AckError::Args);
                    return Poll::Ready(Ok(answer?));
                }
                Some((_, Err(error))) => *failure = error,
                None => {
                    return Poll::Ready(Err(
                        std::mem::replace(failure, AckError::Disconnected).into()
                    ));
                }
            }
        }
    }
}

impl<T, K> Future for Calling<'_, T, K> {
    type Output = Result<T, CallError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = self.poll_answer(cx);
        if polled.is_ready() {
            self.0 = CallState::Done;
        }
        polled
    }
}
