//! Handlers without an attribute: any async fn or closure whose arguments and return value would do for one.

use std::{any::Any, future::Future, sync::Arc};

use super::shim::{Callee, Instance, Shim};
use crate::packet::Codec;
use crate::route::{
    AckValue, ConnectionRefused, Error, FromArg, HandlerFuture, IntoError, Invocation, Kind,
    Outcome, ParamInfo, Reply, Returned,
    arg::{arg, take},
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
pub trait HandlerFn<A>: sealed::Sealed<A> + Send + Sync + 'static {
    /// Its parameters, by position.
    #[doc(hidden)]
    fn params() -> Vec<ParamInfo>;

    /// Decodes the arguments and makes the future.
    ///
    /// # Errors
    ///
    /// An argument does not fit.
    #[doc(hidden)]
    fn call(&self, kind: Kind, invocation: &mut Invocation<'_>) -> Result<HandlerFuture, Error>;
}

/// What such a fn returns, with `K` to tell a `Result` from all else.
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "this can be neither sent nor handled as an error",
    note = "return nothing, a type with `#[derive(serde::Serialize)]`, or a `Result` of one"
)]
pub trait Returns<K>: Send {
    /// What of it is the answer.
    type Value: AckValue + 'static;

    /// The answer or the error.
    ///
    /// # Errors
    ///
    /// The handler's.
    fn split(self) -> Result<Self::Value, Error>;
}

/// It is the answer.
#[derive(Debug)]
pub enum Plainly {}

/// It is a `Result`.
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

/// The same rules as those of an expansion, by the kind that is only known now.
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

/// As a table keeps it.
pub(in crate::route) fn callee<A, F: HandlerFn<A>>(handler: F) -> Callee {
    Arc::new(Closure {
        params: F::params(),
        run: move |kind, invocation: &mut Invocation<'_>| handler.call(kind, invocation),
    })
}

struct Closure<R> {
    params: Vec<ParamInfo>,
    run: R,
}

impl<R> Shim for Closure<R>
where
    R: Fn(Kind, &mut Invocation<'_>) -> Result<HandlerFuture, Error> + Send + Sync,
{
    fn params(&self) -> Vec<ParamInfo> {
        self.params.clone()
    }

    fn call(
        &self,
        _: Option<&Instance>,
        kind: Kind,
        invocation: &mut Invocation<'_>,
    ) -> Result<HandlerFuture, Error> {
        (self.run)(kind, invocation)
    }
}

mod sealed {
    pub trait Sealed<A> {}
}

macro_rules! arity {
    ($($type:ident $value:ident $name:literal),*) => {
        impl<F, R, K, $($type),*> sealed::Sealed<(K, $($type),*)> for F
        where
            F: Fn($($type),*) -> R,
            R: Future<Output: Returns<K>>,
        {
        }

        impl<F, R, K, $($type),*> HandlerFn<(K, $($type),*)> for F
        where
            F: Fn($($type),*) -> R + Send + Sync + 'static,
            R: Future<Output: Returns<K>> + Send + 'static,
            $($type: FromArg,)*
        {
            fn params() -> Vec<ParamInfo> {
                vec![$(arg::<$type>($name).param),*]
            }

            fn call(&self, kind: Kind, invocation: &mut Invocation<'_>) -> Result<HandlerFuture, Error> {
                $(let $value = take::<$type>(invocation, "")?;)*
                invocation.finish(kind)?;
                let reply = move |Returned(value): Returned<R::Output>, wanted| {
                    reply(kind, &value.split()?, wanted)
                };
                Ok(invocation.run(self($($value),*), reply))
            }
        }
    };
}

arity!();
arity!(A a "the 1st argument");
arity!(A a "the 1st argument", B b "the 2nd argument");
arity!(A a "the 1st argument", B b "the 2nd argument", C c "the 3rd argument");
arity!(A a "the 1st argument", B b "the 2nd argument", C c "the 3rd argument", D d "the 4th argument");
arity!(A a "the 1st argument", B b "the 2nd argument", C c "the 3rd argument", D d "the 4th argument", E e "the 5th argument");
arity!(A a "the 1st argument", B b "the 2nd argument", C c "the 3rd argument", D d "the 4th argument", E e "the 5th argument", G g "the 6th argument");
arity!(A a "the 1st argument", B b "the 2nd argument", C c "the 3rd argument", D d "the 4th argument", E e "the 5th argument", G g "the 6th argument", H h "the 7th argument");
arity!(A a "the 1st argument", B b "the 2nd argument", C c "the 3rd argument", D d "the 4th argument", E e "the 5th argument", G g "the 6th argument", H h "the 7th argument", I i "the 8th argument");
