//! Steps: what happens between the arrival of an event and the call of its handler, in order. Knows no single step.
//!
//! A step is a file here: a type that is a [`Step`]. It looks at the invocation and refuses, or calls what is next; it may
//! hold the invocation and wait first, or wrap the future of what is next. A handler without steps is called at once.

mod prepare;

use std::sync::Arc;

use super::{Error, HandlerFuture, Invocation, Kind, callee::Target};

pub(super) use prepare::PrepareParams;

/// Something that happens before a handler is called.
pub(super) trait Step: Send + Sync {
    /// Does it, and calls what is next, unless it refuses or answers itself.
    ///
    /// # Errors
    ///
    /// The step refuses, or what is next does: the arguments do not fit.
    fn call(&self, invocation: &mut Invocation<'_>, next: Next) -> Result<HandlerFuture, Error>;
}

/// The steps of a handler, in order, and what is called behind the last.
pub(super) struct Steps {
    steps: Vec<Box<dyn Step>>,
    kind: Kind,
    target: Target,
}

impl Steps {
    /// None if there are no steps.
    pub(super) fn new(steps: Vec<Box<dyn Step>>, kind: Kind, target: &Target) -> Option<Arc<Self>> {
        let target = target.clone();
        (!steps.is_empty()).then(|| {
            Arc::new(Self {
                steps,
                kind,
                target,
            })
        })
    }

    /// Calls the first step.
    pub(super) fn call(
        self: &Arc<Self>,
        invocation: &mut Invocation<'_>,
    ) -> Result<HandlerFuture, Error> {
        let steps = Arc::clone(self);
        Next { steps, step: 0 }.call(invocation)
    }
}

/// What is behind a step: the next one, or the handler.
pub(super) struct Next {
    steps: Arc<Steps>,
    step: usize,
}

impl Next {
    /// Calls it.
    ///
    /// # Errors
    ///
    /// It refuses, or the arguments do not fit.
    pub(super) fn call(self, invocation: &mut Invocation<'_>) -> Result<HandlerFuture, Error> {
        let Self { steps, step } = self;
        match steps.steps.get(step) {
            None => steps.target.call(steps.kind, invocation),
            Some(this) => {
                let (steps, step) = (Arc::clone(&steps), step + 1);
                this.call(invocation, Self { steps, step })
            }
        }
    }
}
