//! Parameters that have to be waited for: the handler's arguments are set aside, what is waited for is made, and only then
//! is the handler called as any other. Handlers without such parameters never come here.

use std::sync::Arc;

use crate::route::{
    Error, HandlerFuture, Invocation, Kind, Param, arg::Later, callee::Target, invocation::Made,
};

/// Calls a handler that has such parameters.
///
/// # Errors
///
/// The arguments of the event are not JSON.
pub(in crate::route) fn call(
    kind: Kind,
    target: Target,
    params: Arc<[Param]>,
    invocation: &Invocation<'_>,
) -> Result<HandlerFuture, Error> {
    let held = invocation.hold()?;
    Ok(Box::pin(async move {
        let mut parts = held.context().socket().request_parts();
        let mut made = Made::new();
        for param in params.iter() {
            if let Some(Later(make)) = param.later() {
                made.push_back(make(&mut parts, param.name()).await?);
            }
        }
        let future = target.call(kind, &mut held.call(made))?;
        future.await
    }))
}
