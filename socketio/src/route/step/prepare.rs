//! PrepareParams: the step that waits for the values of parameters that are `Prepare`.

use std::{collections::VecDeque, sync::Arc};

use super::{Next, Step};
use crate::route::{Error, HandlerFuture, Invocation, ParamInfo, invocation::HeldInvocation};

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
    fn call(&self, invocation: &mut Invocation<'_>, next: Next) -> Result<HandlerFuture, Error> {
        let mut held = invocation.hold()?;
        let params = Arc::clone(&self.0);
        Ok(Box::pin(async move {
            prepare(&mut held, &params).await?;
            let future = next.call(&mut held.resume())?;
            future.await
        }))
    }
}

/// Prepares the parameters that have to be waited for, one after the other, and adds their values to the invocation.
pub(super) async fn prepare(held: &mut HeldInvocation, params: &[ParamInfo]) -> Result<(), Error> {
    let mut values = VecDeque::new();
    let mut invocation = held.without_args();
    for param in params {
        if let Some(preparation) = param.preparation() {
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
