//! Preparation: a pointer to the fn that prepares a parameter's value, without the type of the parameter.

use std::{any::Any, fmt, future::Future, pin::Pin};

use crate::route::{Error, Invocation};

/// How the value of a parameter is prepared: the value of [`FromArg::PREPARE`](crate::FromArg::PREPARE) for a type that is
/// [`Prepare`](crate::Prepare).
#[derive(Clone, Copy)]
pub struct Preparation(pub(super) for<'a> fn(&'a mut Invocation<'_>) -> Preparing<'a>);

/// A value that is being prepared.
pub(in crate::route) type Preparing<'a> =
    Pin<Box<dyn Future<Output = Result<Box<dyn Any + Send>, Error>> + Send + 'a>>;

impl Preparation {
    /// Makes the value of the invocation's current parameter.
    pub(in crate::route) fn start<'a>(self, invocation: &'a mut Invocation<'_>) -> Preparing<'a> {
        (self.0)(invocation)
    }
}

impl fmt::Debug for Preparation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Preparation")
    }
}
