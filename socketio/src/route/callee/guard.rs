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

/// A guard, as a table keeps it.
#[derive(Clone)]
pub struct Guard {
    name: &'static str,
    callee: Callee,
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

    /// What is wrong with its parameters.
    pub(in crate::route) fn faults(&self) -> Vec<Fault<'static>> {
        let params = self.params();
        let faults = (0..params.len()).map(|index| match params[index].takes() {
            Takes::Ack => Some([
                "`",
                params[index].name(),
                "` is for the handler, which answers the event: a guard refuses it with an `Err`",
                "",
                "",
            ]),
            _ => fault(KIND, &params, index),
        });
        faults.flatten().collect()
    }

    /// Asks it about the event. It takes as many of the event's arguments as it has parameters for.
    ///
    /// # Errors
    ///
    /// It refuses the event, or the arguments do not fit.
    pub(in crate::route) fn ask(
        &self,
        invocation: &mut Invocation<'_>,
    ) -> Result<impl Future<Output = Result<(), Error>> + Send + use<>, Error> {
        let asked = self.callee.call(None, KIND, invocation)?;
        Ok(async move { asked.await.map(drop) })
    }
}

/// Its parameters follow the rules of those handlers that may leave arguments of the event to others.
const KIND: Kind = Kind::CatchAll;

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guard").field(&self.name).finish()
    }
}
