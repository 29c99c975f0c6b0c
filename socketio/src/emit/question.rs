//! Question: an event to one client, whose answer is the result.

use std::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use serde::Serialize;

use super::{
    builder::Emit,
    error::CallError,
    kind::{AnyNamespace, Named, Typed},
    origin::Origin,
};
use crate::{
    ack::{AckError, Answers, FromAnswer},
    adapter::IntoRooms,
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
pub struct Question<'a, D, T, K = Named> {
    emit: Emit<'a, D, K>,
    answer: PhantomData<fn() -> T>,
}

impl<'a, D, T> Question<'a, D, T> {
    pub(crate) fn new(origin: Origin, event: &'a str, data: D) -> Self {
        Self {
            emit: Emit::new(origin, event, data),
            answer: PhantomData,
        }
    }
}

impl<'a, D, T> Question<'a, D, T, Typed> {
    pub(crate) fn typed(emit: Emit<'a, D, Typed>) -> Self {
        Self {
            emit,
            answer: PhantomData,
        }
    }
}

impl<'a, D, T, K> Question<'a, D, T, K> {
    /// To another client than the caller.
    pub fn to(mut self, sid: impl IntoRooms<'a>) -> Self {
        self.emit = self.emit.to(sid);
        self
    }

    /// In another namespace.
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

impl<'a, D: Serialize, T: FromAnswer, K> IntoFuture for Question<'a, D, T, K> {
    type Output = Result<T, CallError>;
    type IntoFuture = Calling<'a, D, T, K>;

    fn into_future(self) -> Calling<'a, D, T, K> {
        Calling(State::Unsent(self))
    }
}

impl<D, T, K> fmt::Debug for Question<'_, D, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Question").field(&self.emit).finish()
    }
}

/// The future of a [`Question`]. Dropping it withdraws the question.
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct Calling<'a, D, T, K = Named>(State<'a, D, T, K>);

#[derive(Debug)]
enum State<'a, D, T, K> {
    Unsent(Question<'a, D, T, K>),
    /// With what the last client said that did not answer.
    Sent(Answers, AckError),
    Done,
}

// Nothing in it is polled in place.
impl<D, T, K> Unpin for Calling<'_, D, T, K> {}

impl<D: Serialize, T: FromAnswer, K> Calling<'_, D, T, K> {
    fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, CallError>> {
        self.0 = match std::mem::replace(&mut self.0, State::Done) {
            // The error if there is nobody to be asked.
            State::Unsent(question) => {
                State::Sent(question.emit.ask_and_wait()?, AckError::Disconnected)
            }
            state => state,
        };
        let State::Sent(answers, failure) = &mut self.0 else {
            panic!("polled again after it was ready");
        };
        loop {
            match ready!(answers.poll_next(cx)) {
                Some((_, Ok(args))) => {
                    let answer = T::from_answer(&args).map_err(AckError::Args);
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

impl<D: Serialize, T: FromAnswer, K> Future for Calling<'_, D, T, K> {
    type Output = Result<T, CallError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = self.poll_answer(cx);
        if polled.is_ready() {
            self.0 = State::Done;
        }
        polled
    }
}
