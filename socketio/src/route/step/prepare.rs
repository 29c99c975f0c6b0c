//! PrepareParams: the step that waits for the values of parameters that are `Prepare`.

use std::{any::Any, collections::VecDeque, sync::Arc};

use super::{Remaining, Step};
use crate::route::{
    Error, HandlerFuture, Invocation, ParamInfo, Takes, invocation::HeldInvocation,
};

/// Holds the arguments of the event, prepares the parameters one after the other, and then calls the next step.
pub(in crate::route) struct PrepareParams(Arc<[ParamInfo]>);

impl PrepareParams {
    /// None if no parameter has to be waited for.
    pub(in crate::route) fn of(params: &Arc<[ParamInfo]>) -> Option<Self> {
        let waits = params.iter().any(|param| param.preparation().is_some());
        waits.then(|| Self(Arc::clone(params)))
    }
}

impl Step for PrepareParams {
    fn call(
        &self,
        invocation: &mut Invocation<'_>,
        remaining: Remaining,
    ) -> Result<HandlerFuture, Error> {
        let mut held = invocation.hold()?;
        let params = Arc::clone(&self.0);
        Ok(Box::pin(async move {
            prepare(&mut held, &params, None).await?;
            let future = remaining.call(&mut held.resume())?;
            future.await
        }))
    }
}

/// Prepares the parameters that have to be waited for, one after the other, and adds their values to the invocation. The
/// value of a middleware's [`Next`](super::Next) is passed in `next`.
pub(super) async fn prepare(
    held: &mut HeldInvocation,
    params: &[ParamInfo],
    mut next: Option<Box<dyn Any + Send>>,
) -> Result<(), Error> {
    let mut values = VecDeque::new();
    let mut invocation = held.without_args();
    for param in params {
        if param.takes() == Takes::Next
            && let Some(next) = next.take()
        {
            values.push_back(next);
        } else if let Some(preparation) = param.preparation() {
            invocation.set_param(param.name(), false);
            values.push_back(preparation.start(&mut invocation).await?);
        }
    }
    drop(invocation);
    if !values.is_empty() {
        held.set_values(values);
    }
    Ok(())
}
