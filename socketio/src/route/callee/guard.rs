//! Guard: an async fn that is asked before a handler is called, and may refuse the event.

use std::{any::type_name, fmt, future::Future};

use super::{
    function::{self, Arguments, Function},
    shim::Callee,
};
use crate::route::{
    Error, Invocation, Kind, ParamInfo, Takes,
    arg::{Fault, fault},
    reply::GuardReturn,
};

/// A guard, as a table of handlers keeps it.
#[derive(Clone)]
pub struct Guard {
    name: &'static str,
    callee: Callee,
}

/// An async fn or closure that can be a guard.
///
/// `A` are its parameters; they follow from the fn. Sealed: it is implemented for the fns and closures that have the right
/// form.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a guard",
    label = "not an async fn or closure of the right form",
    note = "the allowed form is `async |first: T, second: U, ..| ..` with up to 8 arguments, each read from the event \
            or taken from the context, and a return value that is `bool` or a `Result<(), E>`",
    note = "the future must be `Send`, and the closure `Send`, `Sync` and `'static`"
)]
pub trait GuardFn<A>: sealed::Sealed<A> + Send + Sync + 'static {}

mod sealed {
    use super::Guard;

    pub trait Sealed<A> {
        /// The guard as a table of handlers keeps it.
        fn guard(self) -> Guard;
    }
}

impl<A: Arguments, F: Function<A, Output: GuardReturn>> sealed::Sealed<A> for F {
    fn guard(self) -> Guard {
        guard(self)
    }
}

#[diagnostic::do_not_recommend]
impl<A: Arguments, F: Function<A, Output: GuardReturn>> GuardFn<A> for F {}

/// The guard that this fn is.
pub(in crate::route) fn guard_of<A>(guard: impl GuardFn<A>) -> Guard {
    guard.guard()
}

/// The guard that this fn is.
pub fn guard<A: Arguments, F: Function<A, Output: GuardReturn>>(guard: F) -> Guard {
    Guard {
        name: type_name::<F>(),
        callee: function::callee(guard, |_, returned, _| returned.outcome()),
    }
}

impl Guard {
    /// The path of the user's fn.
    pub(in crate::route) fn name(&self) -> &'static str {
        self.name
    }

    pub(in crate::route) fn params(&self) -> Vec<ParamInfo> {
        self.callee.params()
    }

    /// The mistakes in its parameters, if it guards handlers of this kind.
    pub(in crate::route) fn faults(&self, kind: Kind) -> Vec<Fault<'static>> {
        let params = self.params();
        let faults = (0..params.len()).map(|index| match params[index].takes() {
            Takes::Ack => Some([
                "`",
                params[index].name(),
                "` is for the handler, which answers the event: a guard refuses it with an `Err`",
                "",
                "",
            ]),
            _ => fault(rules(kind), &params, index),
        });
        faults.flatten().collect()
    }

    /// Asks the guard about an event. It takes as many of the event's arguments as it has parameters for.
    ///
    /// # Errors
    ///
    /// It refuses the event, or the arguments do not fit.
    pub(in crate::route) fn ask(
        &self,
        kind: Kind,
        invocation: &mut Invocation<'_>,
    ) -> Result<impl Future<Output = Result<(), Error>> + Send + use<>, Error> {
        let asked = self.callee.call(None, rules(kind), invocation)?;
        Ok(async move { asked.await.map(drop) })
    }
}

/// The kind of handlers whose rules the parameters of a guard follow: for events the one that may leave arguments to others.
const fn rules(kind: Kind) -> Kind {
    match kind {
        Kind::Connect => Kind::Connect,
        _ => Kind::CatchAll,
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guard").field(&self.name).finish()
    }
}
