//! Ask: an emit that wants answers of everyone who gets it.

use std::{
    fmt,
    future::{IntoFuture, Ready},
};

use super::{
    builder::Emit,
    error::EmitError,
    future::{Performed, Verb, VerbFuture},
    kind::Named,
};
use crate::ack::{Acks, Answers, FromAnswer};

impl<'a, D, K> Emit<'a, D, K> {
    /// Asks everyone who gets it for an answer of type `T`.
    ///
    /// ```
    /// # use socketio::{emit, on};
    /// # use std::time::Duration;
    /// #[on("vote")]
    /// async fn vote(question: String) -> socketio::Result<usize> {
    ///     let limit = Duration::from_secs(5);
    ///     let mut answers = emit("vote", &question).to("voters").timeout(limit).acks::<bool>().await?;
    ///     let mut ayes = 0;
    ///     while let Some((sid, answer)) = answers.next().await {
    ///         match answer {
    ///             Ok(aye) => ayes += usize::from(aye),
    ///             Err(error) => println!("{sid}: {error}"),
    ///         }
    ///     }
    ///     Ok(ayes)
    /// }
    /// ```
    pub fn acks<T: FromAnswer>(self) -> Ask<'a, D, T, K> {
        Ask {
            emit: self,
            answers: Acks::new,
        }
    }
}

/// An event that asks for answers: awaiting it sends it and gives the [`Acks`] to come.
#[must_use = "nothing is sent until it is awaited"]
pub struct Ask<'a, D, T, K = Named> {
    emit: Emit<'a, D, K>,
    /// Asks for `T: FromAnswer` where the question is put, so that a type that lacks it is told of once.
    answers: fn(Answers) -> Acks<T>,
}

impl<D, T, K> IntoFuture for Ask<'_, D, T, K> {
    type Output = Result<Acks<T>, EmitError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl<D, T, K> Verb for Ask<'_, D, T, K> {
    type Output = Result<Acks<T>, EmitError>;
    type Rest = Ready<Self::Output>;

    const SENDS: bool = true;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        Performed::Done(self.emit.ask_and_wait().map(self.answers))
    }
}

impl<D, T, K> fmt::Debug for Ask<'_, D, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Ask").field(&self.emit).finish()
    }
}
