//! AskGuards: the step that asks the guards of a handler.

use std::sync::Arc;

use super::{Remaining, Step, prepare::prepare};
use crate::route::{Error, HandlerFuture, Invocation, Kind, callee::Guard};

/// Holds the arguments of the event, asks the guards one after the other, and then calls the next step. The first guard
/// that refuses is the last that is asked.
pub(in crate::route) struct AskGuards {
    kind: Kind,
    guards: Arc<[Guard]>,
}

impl AskGuards {
    /// None if there are no guards.
    pub(in crate::route) fn of(kind: Kind, guards: &Arc<[Guard]>) -> Option<Self> {
        (!guards.is_empty()).then(|| Self {
            kind,
            guards: Arc::clone(guards),
        })
    }
}

impl Step for AskGuards {
    fn call(
        &self,
        invocation: &mut Invocation<'_>,
        remaining: Remaining,
    ) -> Result<HandlerFuture, Error> {
        let mut held = invocation.hold()?;
        let (kind, guards) = (self.kind, Arc::clone(&self.guards));
        Ok(Box::pin(async move {
            for guard in guards.iter() {
                prepare(&mut held, &guard.params(), None).await?;
                let asked = guard.ask(kind, &mut held.resume())?;
                asked.await?;
            }
            let future = remaining.call(&mut held.resume())?;
            future.await
        }))
    }
}
