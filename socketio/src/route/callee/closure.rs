//! Handlers without an attribute: any async fn or closure whose arguments and return value would do for one.

use std::any::Any;

use super::{
    function::{self, Arguments, Function},
    shim::Callee,
};
use crate::{
    packet::Codec,
    route::{AckValue, ConnectionRefused, Error, IntoError, Kind, Outcome, Reply},
};

/// An async fn or closure that can handle an event.
///
/// `A` are its parameters and the kind of its return value; both follow from the fn. Sealed: it is implemented for the
/// fns and closures that have the right form.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot handle an event",
    label = "not an async fn or closure of the right form",
    note = "the allowed form is `async |first: T, second: U, ..| ..` with up to 8 arguments, each read from the event \
            or taken from the context, and a return value that can be sent or a `Result` of one",
    note = "the future must be `Send`, and the closure `Send`, `Sync` and `'static`"
)]
pub trait HandlerFn<A>: sealed::Sealed<A> + Send + Sync + 'static {}

/// The return value of a handler without an attribute. `K` tells a `Result` from all other types.
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "this can be neither sent nor handled as an error",
    note = "return nothing, a type with `#[derive(serde::Serialize)]`, or a `Result` of one"
)]
pub trait Returns<K>: Send {
    /// The type of the answer in it.
    type Value: AckValue + 'static;

    /// Tells the answer from the error.
    ///
    /// # Errors
    ///
    /// The error that the handler returned.
    fn split(self) -> Result<Self::Value, Error>;
}

/// The handler returns its answer, and no `Result`.
#[derive(Debug)]
pub enum Plainly {}

/// The handler returns a `Result`.
#[derive(Debug)]
pub enum Fallibly {}

impl<T: AckValue + Send + 'static> Returns<Plainly> for T {
    type Value = T;

    fn split(self) -> Result<T, Error> {
        Ok(self)
    }
}

impl<T: AckValue + Send + 'static, E: IntoError + Send> Returns<Fallibly> for Result<T, E> {
    type Value = T;

    fn split(self) -> Result<T, Error> {
        self.map_err(E::into_error)
    }
}

/// The reply to what a handler without an attribute returned. The rules are those of `returned` and its neighbours, which an
/// expansion chooses by the kind of its handler; here the kind is known only when the handler runs.
fn reply<T: AckValue + 'static>(kind: Kind, value: &T, wanted: Option<Codec>) -> Outcome {
    match kind {
        Kind::Connect if (value as &dyn Any).downcast_ref() == Some(&false) => {
            Err(ConnectionRefused::default().into())
        }
        Kind::Connect | Kind::Disconnect => Ok(Reply::None),
        _ => match wanted {
            Some(codec) => Ok(Reply::of(codec, value)?),
            None => Ok(Reply::None),
        },
    }
}

/// The handler as a table of handlers keeps it.
pub(in crate::route) fn callee<A, F: HandlerFn<A>>(handler: F) -> Callee {
    handler.callee()
}

mod sealed {
    use super::Callee;

    pub trait Sealed<A> {
        /// Makes the callee of a handler without an attribute, which a table of handlers keeps.
        fn callee(self) -> Callee;
    }
}

impl<K, A, F> sealed::Sealed<(K, A)> for F
where
    F: Function<A, Output: Returns<K>>,
    A: Arguments,
{
    fn callee(self) -> Callee {
        function::callee(self, |kind, returned, wanted| {
            reply(kind, &returned.split()?, wanted)
        })
    }
}

#[diagnostic::do_not_recommend]
impl<K, A, F> HandlerFn<(K, A)> for F
where
    F: Function<A, Output: Returns<K>>,
    A: Arguments,
{
}
