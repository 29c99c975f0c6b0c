//! Steps: what happens between the arrival of an event and the call of its handler, in order.
//!
//! Each kind of step is a file in this folder, with a type that implements [`Step`]. A step looks at the invocation, and
//! then refuses it or calls the next step. Before that call it may hold the invocation and wait; after it, it may wrap the
//! future that it got. A handler without steps is called at once.

mod guard;
mod limits;
mod middleware;
mod next;
mod prepare;

use std::sync::Arc;

use super::{Error, HandlerFuture, Invocation, Kind, callee::Callable};

pub(super) use guard::AskGuards;
pub(super) use limits::KeepLimits;
pub(super) use middleware::RunMiddlewares;
pub use next::Next;
pub(super) use prepare::PrepareParams;

/// Something that happens before a handler is called.
pub(super) trait Step: Send + Sync {
    /// Takes the step, and calls `remaining` unless the step refuses or answers the event itself.
    ///
    /// # Errors
    ///
    /// The step refuses, a later step refuses, or the arguments do not fit the handler.
    fn call(
        &self,
        invocation: &mut Invocation<'_>,
        remaining: Remaining,
    ) -> Result<HandlerFuture, Error>;
}

/// The steps of a handler, in order, and the handler that is called after the last.
pub(super) struct Steps {
    steps: Vec<Box<dyn Step>>,
    kind: Kind,
    callable: Callable,
}

impl Steps {
    /// None if there are no steps.
    pub(super) fn new(
        steps: Vec<Box<dyn Step>>,
        kind: Kind,
        callable: &Callable,
    ) -> Option<Arc<Self>> {
        let callable = callable.clone();
        (!steps.is_empty()).then(|| {
            Arc::new(Self {
                steps,
                kind,
                callable,
            })
        })
    }

    /// Calls the first step.
    pub(super) fn call(
        self: &Arc<Self>,
        invocation: &mut Invocation<'_>,
    ) -> Result<HandlerFuture, Error> {
        let steps = Arc::clone(self);
        Remaining { steps, step: 0 }.call(invocation)
    }
}

/// What remains behind a step: the next step, or the handler.
pub(super) struct Remaining {
    steps: Arc<Steps>,
    step: usize,
}

impl Remaining {
    /// Calls the next step, or the handler if no step is left.
    ///
    /// # Errors
    ///
    /// A step refuses, or the arguments do not fit the handler.
    pub(super) fn call(self, invocation: &mut Invocation<'_>) -> Result<HandlerFuture, Error> {
        let Self { steps, step } = self;
        match steps.steps.get(step) {
            None => steps.callable.call(steps.kind, invocation),
            Some(this) => {
                let (steps, step) = (Arc::clone(&steps), step + 1);
                this.call(invocation, Self { steps, step })
            }
        }
    }
}
