//! RunMiddlewares: the step that runs the middlewares of a handler, each around the one behind it.

use std::sync::Arc;

use super::{Next, Remaining, Step};
use crate::route::{Error, HandlerFuture, Invocation, callee::Middleware};

/// Holds the arguments of the event and runs the first middleware. Each decides whether what follows it is called.
pub(in crate::route) struct RunMiddlewares(Arc<[Middleware]>);

impl RunMiddlewares {
    /// None if there are no middlewares.
    pub(in crate::route) fn of(middlewares: &Arc<[Middleware]>) -> Option<Self> {
        (!middlewares.is_empty()).then(|| Self(Arc::clone(middlewares)))
    }
}

impl Step for RunMiddlewares {
    fn call(
        &self,
        invocation: &mut Invocation<'_>,
        remaining: Remaining,
    ) -> Result<HandlerFuture, Error> {
        let held = invocation.hold()?;
        Ok(Next::new(Arc::clone(&self.0), held, remaining).start())
    }
}
