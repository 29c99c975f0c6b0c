//! Callback: an emit whose answers are awaited by a task of its own, which keeps the context.

use std::{
    fmt,
    future::{Future, IntoFuture, Ready},
    marker::PhantomData,
};

use super::spawn::spawn;
use crate::{
    ack::{AckError, Acks, FromAnswer},
    emit::{Emit, EmitError, Named, Performed, Verb, VerbFuture},
    sid::Sid,
};

impl<'a, D, K> Emit<'a, D, K> {
    /// Asks everyone who gets it for an answer of type `T`, and calls `then` with each as it comes; the
    /// handler does not wait. It is called once for every client that was asked, with an error if that one
    /// left or did not answer in time.
    ///
    /// ```
    /// use socketio::{AckError, Sid, emit, on};
    ///
    /// #[on("send me the news")]
    /// async fn news() -> socketio::Result {
    ///     emit("news", "rain tomorrow")
    ///         .callback(|sid: Sid, read: Result<bool, AckError>| async move {
    ///             println!("{sid} has read it: {read:?}");
    ///             let _ = emit("thanks", ()).await; // still knows the caller
    ///         })
    ///         .await?;
    ///     Ok(())
    /// }
    /// ```
    pub fn callback<T, F, R>(self, then: F) -> Callback<'a, D, T, F, K>
    where
        T: FromAnswer + Send + 'static,
        F: FnMut(Sid, Result<T, AckError>) -> R + Send + 'static,
        R: Future<Output = ()> + Send,
    {
        Callback {
            emit: self,
            then,
            answer: PhantomData,
        }
    }
}

/// An event whose answers go to a callback: awaiting it sends it.
#[must_use = "nothing is sent until it is awaited"]
pub struct Callback<'a, D, T, F, K = Named> {
    emit: Emit<'a, D, K>,
    then: F,
    answer: PhantomData<fn() -> T>,
}

impl<D, T, F, K, R> IntoFuture for Callback<'_, D, T, F, K>
where
    T: FromAnswer + Send + 'static,
    F: FnMut(Sid, Result<T, AckError>) -> R + Send + 'static,
    R: Future<Output = ()> + Send,
{
    type Output = Result<(), EmitError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl<D, T, F, K, R> Verb for Callback<'_, D, T, F, K>
where
    T: FromAnswer + Send + 'static,
    F: FnMut(Sid, Result<T, AckError>) -> R + Send + 'static,
    R: Future<Output = ()> + Send,
{
    type Output = Result<(), EmitError>;
    type Rest = Ready<Self::Output>;

    const SENDS: bool = true;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        Performed::Done(self.ask())
    }
}

impl<D, T, F, K, R> Callback<'_, D, T, F, K>
where
    T: FromAnswer + Send + 'static,
    F: FnMut(Sid, Result<T, AckError>) -> R + Send + 'static,
    R: Future<Output = ()> + Send,
{
    fn ask(self) -> Result<(), EmitError> {
        let Self { emit, mut then, .. } = self;
        let mut acks = Acks::<T>::new(emit.ask()?);
        spawn(async move {
            while let Some((sid, answer)) = acks.next().await {
                then(sid, answer).await;
            }
        });
        Ok(())
    }
}

impl<D, T, F, K> fmt::Debug for Callback<'_, D, T, F, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Callback").field(&self.emit).finish()
    }
}
