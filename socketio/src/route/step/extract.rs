//! Parameters that have to be waited for: the handler's arguments are set aside, what is waited for is made, and only then
//! is the handler called as any other. Handlers without such parameters never come here.

use std::{any::Any, collections::VecDeque, future::Future, pin::Pin, sync::Arc};

use http::request::Parts;

use crate::route::{Call, Error, HandlerFuture, Kind, Param, table::Target};

/// What was made beforehand, in the order of the parameters.
pub(in crate::route) type Made = VecDeque<Box<dyn Any + Send>>;

/// A value on its way.
pub(in crate::route) type Making<'a> =
    Pin<Box<dyn Future<Output = Result<Box<dyn Any + Send>, Error>> + Send + 'a>>;

/// Makes a parameter's value of the request that opened the session; the name is the parameter's.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Later(pub(in crate::route) for<'a> fn(&'a mut Parts, &'static str) -> Making<'a>);

/// Calls a handler that has such parameters.
///
/// # Errors
///
/// The arguments of the event are not JSON.
pub(in crate::route) fn call(
    kind: Kind,
    target: Target,
    params: Arc<[Param]>,
    call: &Call<'_>,
) -> Result<HandlerFuture, Error> {
    let held = call.hold()?;
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
