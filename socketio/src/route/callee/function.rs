//! Function: an async fn or closure whose parameters are made from an invocation.

use std::{future::Future, sync::Arc};

use super::shim::{Callee, Instance, Shim};
use crate::{
    packet::Codec,
    route::{
        Error, FromArg, HandlerFuture, Invocation, Kind, Outcome, ParamInfo, Returned,
        arg::{arg, take},
    },
};

/// An async fn or closure with these parameters, a tuple.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a guard or a middleware",
    label = "not an async fn of the right form",
    note = "a guard is an `async fn` with up to 8 parameters of the kinds that a handler has, which returns `bool` or \
            `Result<(), E>`: `async fn is_admin(user: Session<User>) -> bool`",
    note = "a middleware has `next: Next` among them, and returns `Answer` or `Result<Answer, E>`: \
            `async fn log(event: EventName, next: Next) -> socketio::Result<Answer>`",
    note = "its future must be `Send`"
)]
pub trait Function<A>: Send + Sync + 'static {
    /// The future that a call returns.
    type Future: Future<Output = Self::Output> + Send + 'static;

    /// What that future gives.
    type Output;

    /// Calls the function with these arguments.
    fn call(&self, args: A) -> Self::Future;
}

/// The parameters of a [`Function`], a tuple.
pub trait Arguments: Sized + 'static {
    /// What the rules need to know of each parameter, in their order.
    fn params() -> Vec<ParamInfo>;

    /// Makes the values, in the order of the parameters.
    ///
    /// # Errors
    ///
    /// A value cannot be made.
    fn take(invocation: &mut Invocation<'_>) -> Result<Self, Error>;
}

/// Makes a callee of a function. `reply` turns the return value into the outcome.
pub(super) fn callee<A: Arguments, F: Function<A>>(
    function: F,
    reply: fn(Kind, F::Output, Option<Codec>) -> Outcome,
) -> Callee {
    Arc::new(Closure {
        params: A::params(),
        run: move |kind, invocation: &mut Invocation<'_>| {
            let args = A::take(invocation)?;
            invocation.finish(kind)?;
            let reply =
                move |Returned(value): Returned<F::Output>, wanted| reply(kind, value, wanted);
            Ok(invocation.run(function.call(args), reply))
        },
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

macro_rules! arity {
    ($($type:ident $value:ident $name:literal),*) => {
        impl<F, R, $($type),*> Function<($($type,)*)> for F
        where
            F: Fn($($type),*) -> R + Send + Sync + 'static,
            R: Future + Send + 'static,
        {
            type Future = R;
            type Output = R::Output;

            fn call(&self, ($($value,)*): ($($type,)*)) -> R {
                self($($value),*)
            }
        }

        impl<$($type: FromArg + 'static),*> Arguments for ($($type,)*) {
            fn params() -> Vec<ParamInfo> {
                vec![$(arg::<$type>($name).param.unnamed()),*]
            }

            fn take(_invocation: &mut Invocation<'_>) -> Result<Self, Error> {
                Ok(($(take::<$type>(_invocation, "")?,)*))
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
