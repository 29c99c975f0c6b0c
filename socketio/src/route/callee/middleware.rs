//! Middleware: an async fn around the handler of an event, which may change the event, answer or refuse it.

use std::{any::type_name, fmt};

use super::{
    function::{self, Arguments, Function},
    shim::Callee,
};
use crate::route::{
    Error, HandlerFuture, Invocation, Kind, ParamInfo, Takes,
    arg::{Fault, fault},
    reply::MiddlewareReturn,
};

/// A middleware, as a table keeps it.
#[derive(Clone)]
pub struct Middleware {
    name: &'static str,
    callee: Callee,
}

/// An async fn or closure that can be a middleware.
///
/// `A` are its parameters; they follow from the fn. Sealed: it is implemented for the fns and closures that have the right
/// form.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a middleware",
    label = "not an async fn or closure of the right form",
    note = "the allowed form is `async |first: T, next: Next, ..| ..` with up to 8 arguments, each read from the event or \
            taken from the context, and a return value that is `Answer` or a `Result<Answer, E>`",
    note = "the future must be `Send`, and the closure `Send`, `Sync` and `'static`"
)]
pub trait MiddlewareFn<A>: sealed::Sealed<A> + Send + Sync + 'static {}

mod sealed {
    use super::Middleware;

    pub trait Sealed<A> {
        /// As a table keeps it.
        fn middleware(self) -> Middleware;
    }
}

impl<A: Arguments, F: Function<A, Output: MiddlewareReturn>> sealed::Sealed<A> for F {
    fn middleware(self) -> Middleware {
        middleware(self)
    }
}

#[diagnostic::do_not_recommend]
impl<A: Arguments, F: Function<A, Output: MiddlewareReturn>> MiddlewareFn<A> for F {}

/// The middleware that this fn is.
pub(in crate::route) fn middleware_of<A>(middleware: impl MiddlewareFn<A>) -> Middleware {
    middleware.middleware()
}

/// The middleware that this fn is.
pub fn middleware<A: Arguments, F: Function<A, Output: MiddlewareReturn>>(
    middleware: F,
) -> Middleware {
    Middleware {
        name: type_name::<F>(),
        callee: function::callee(middleware, |_, returned, wanted| returned.outcome(wanted)),
    }
}

impl Middleware {
    /// The path of the user's fn.
    pub(in crate::route) fn name(&self) -> &'static str {
        self.name
    }

    pub(in crate::route) fn params(&self) -> Vec<ParamInfo> {
        self.callee.params()
    }

    /// What is wrong with its parameters.
    pub(in crate::route) fn faults(&self) -> Vec<Fault<'static>> {
        let params = self.params();
        let next = |param: &ParamInfo| param.takes() == Takes::Next;
        let mut faults: Vec<_> = (0..params.len())
            .filter_map(|index| match params[index].takes() {
                Takes::Next => None,
                Takes::Ack => Some([
                    "`",
                    params[index].name(),
                    "` is for the handler: a middleware answers by the `Answer` that it returns",
                    "",
                    "",
                ]),
                _ => fault(RULES, &params, index),
            })
            .collect();
        match params.iter().filter(|param| next(param)).count() {
            0 => faults.push([
                "it has no parameter `next: Next`, without which no event passes it",
                "",
                "",
                "",
                "",
            ]),
            1 => {}
            _ => faults.push([
                "it has two parameters `Next`: one event passes once",
                "",
                "",
                "",
                "",
            ]),
        }
        faults
    }

    /// Runs it. It takes as many of the event's arguments as it has parameters for.
    ///
    /// # Errors
    ///
    /// The arguments do not fit.
    pub(in crate::route) fn call(
        &self,
        invocation: &mut Invocation<'_>,
    ) -> Result<HandlerFuture, Error> {
        self.callee.call(None, RULES, invocation)
    }
}

/// The kind of handlers whose rules its parameters follow: the one that may leave arguments to others.
const RULES: Kind = Kind::CatchAll;

impl fmt::Debug for Middleware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Middleware").field(&self.name).finish()
    }
}
