//! Answer: what a middleware answers an event with.

use std::fmt;

use super::{AckValue, IntoError, Outcome, Reply};
use crate::{
    packet::{Args, Codec},
    route::Error,
};

/// What a middleware answers an event with: the answer of what follows it, or one of its own.
///
/// [`Next::run`](crate::Next::run) gives the answer of the handler, and [`new`](Self::new) makes another. A client that
/// asked for no answer gets none, whatever the middleware returns.
///
/// ```
/// use socketio::{Answer, Next, Session};
///
/// #[derive(Default)]
/// struct Seen {
///     last: Option<u64>,
/// }
///
/// /// Answers an event that came before, without handling it once more.
/// async fn once(number: u64, seen: Session<Seen>, next: Next) -> socketio::Result<Answer> {
///     match seen.with(|seen| seen.last.replace(number)) {
///         Some(last) if last == number => Ok(Answer::new("a repetition")),
///         _ => next.run().await,
///     }
/// }
/// ```
pub struct Answer(Given);

enum Given {
    /// What followed the middleware has answered.
    Reply(Reply),
    /// A value of the middleware, which is encoded once it is known whether the client wants an answer.
    Value(Box<dyn FnOnce(Codec) -> Outcome + Send>),
}

impl Answer {
    /// What follows a middleware has answered.
    pub(in crate::route) fn of(reply: Reply) -> Self {
        Self(Given::Reply(reply))
    }

    /// An answer with these arguments: none of `()`, several of a tuple, one of anything else.
    #[must_use]
    pub fn new<T: AckValue + Send + 'static>(value: T) -> Self {
        Self(Given::Value(Box::new(move |codec| {
            Reply::of(codec, &value).map_err(Error::from)
        })))
    }

    /// The arguments of the answer that what follows the middleware gave. `None` if the client wants no answer, if a handler
    /// answers by an [`Ack`](crate::Ack), and for an answer made by [`new`](Self::new).
    #[must_use]
    pub fn args(&self) -> Option<Args> {
        match &self.0 {
            Given::Reply(Reply::Args(args)) => Some(Args::of(args)),
            Given::Reply(Reply::None) | Given::Value(_) => None,
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Given::Reply(reply) => f.debug_tuple("Answer").field(reply).finish(),
            Given::Value(_) => f.debug_struct("Answer").finish_non_exhaustive(),
        }
    }
}

/// What a middleware can return.
#[diagnostic::on_unimplemented(
    message = "a middleware cannot return `{Self}`",
    label = "this is not an answer",
    note = "the allowed forms are `Answer`, and a `Result<Answer, E>` of any error: `next.run().await` gives the answer of \
            the handler, and `Answer::new(value)` is one of your own"
)]
pub trait MiddlewareReturn {
    /// The answer, in the format `wanted` if the client wants one.
    ///
    /// # Errors
    ///
    /// The middleware returned one, or its answer cannot be encoded.
    fn outcome(self, wanted: Option<Codec>) -> Outcome;
}

impl MiddlewareReturn for Answer {
    fn outcome(self, wanted: Option<Codec>) -> Outcome {
        match (self.0, wanted) {
            (_, None) => Ok(Reply::None),
            (Given::Reply(reply), Some(_)) => Ok(reply),
            (Given::Value(encode), Some(codec)) => encode(codec),
        }
    }
}

impl<E: IntoError> MiddlewareReturn for Result<Answer, E> {
    fn outcome(self, wanted: Option<Codec>) -> Outcome {
        self.map_err(E::into_error)?.outcome(wanted)
    }
}
