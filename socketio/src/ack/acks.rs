//! Acks: the answers of many, typed, as they come.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_util::Stream;
use serde::de::DeserializeOwned;

use super::{answers::Answers, error::AckError, missing::Missing};
use crate::{
    packet::{Args, ArgsError},
    sid::Sid,
};

/// The answers of everyone who was asked, as they come: a [`Stream`] of sid and answer.
///
/// It ends when all have answered or left, or at the deadline; those who have not answered by then are named
/// with [`AckError::Timeout`]. Dropping it ignores whatever comes later.
#[must_use = "the answers are lost unless they are awaited"]
pub struct Acks<T> {
    answers: Answers,
    read: fn(&Args) -> Result<T, ArgsError>,
}

impl<T: FromAnswer> Acks<T> {
    pub(crate) fn new(answers: Answers) -> Self {
        Self {
            answers,
            read: T::from_answer,
        }
    }
}

impl<T> Acks<T> {
    /// The next answer; `None` after the last.
    pub async fn next(&mut self) -> Option<(Sid, Result<T, AckError>)> {
        std::future::poll_fn(|cx| self.poll_answer(cx)).await
    }

    /// Who has not answered so far; after the end of the stream, who had not at the deadline.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # async fn example(io: socketio::Io) -> socketio::Result {
    /// let question = io.emit("ready?", ()).timeout(Duration::from_secs(5));
    /// let mut answers = question.acks::<bool>().await?;
    /// while let Some((sid, _)) = answers.next().await {
    ///     println!("{sid} is there, {:?} are not yet", answers.missing().sids());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn missing(&self) -> Missing {
        self.answers.missing()
    }

    fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<Option<(Sid, Result<T, AckError>)>> {
        let (next, read) = (ready!(self.answers.poll_next(cx)), self.read);
        Poll::Ready(next.map(|(sid, answer)| {
            (
                sid,
                answer.and_then(|args| read(&args).map_err(AckError::Args)),
            )
        }))
    }
}

impl<T> Stream for Acks<T> {
    type Item = (Sid, Result<T, AckError>);

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_answer(cx)
    }
}

impl<T> fmt::Debug for Acks<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Acks").field(&self.answers).finish()
    }
}

/// A type that a client's answer can be read as.
///
/// Every owned type that implements [`serde::Deserialize`] is: `()` for no arguments, a tuple for as many as
/// it has elements, anything else for one. [`Args`] takes any.
#[diagnostic::on_unimplemented(
    message = "a client's answer cannot be read as `{Self}`",
    label = "not an owned type that can be deserialized",
    note = "write `#[derive(serde::Deserialize)]` above an owned type (`String`, not `&str`)",
    note = "if no type was named, the compiler takes `!` or `()`: name one by `let answer: T = call(..).await?` or \
            `call::<T>(..)`"
)]
pub trait FromAnswer: Sized {
    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// The client answered with something else.
    fn from_answer(args: &Args) -> Result<Self, ArgsError>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromAnswer for T {
    fn from_answer(args: &Args) -> Result<Self, ArgsError> {
        args.answer()
    }
}

impl FromAnswer for Args {
    fn from_answer(args: &Args) -> Result<Self, ArgsError> {
        Ok(args.clone())
    }
}
