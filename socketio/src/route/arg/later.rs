//! Later: how the value of a parameter is made that has to be waited for.

use std::{any::Any, future::Future, pin::Pin};

use http::request::Parts;

use crate::route::Error;

/// A value on its way.
pub(in crate::route) type Making<'a> =
    Pin<Box<dyn Future<Output = Result<Box<dyn Any + Send>, Error>> + Send + 'a>>;

/// Makes a parameter's value of the request that opened the session; the name is the parameter's.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Later(pub(in crate::route) for<'a> fn(&'a mut Parts, &'static str) -> Making<'a>);
