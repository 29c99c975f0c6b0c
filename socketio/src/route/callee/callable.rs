//! Callable: a callee, with its object if it is a method.

use super::shim::{Callee, Instance};
use crate::route::{Error, HandlerFuture, Invocation, Kind, ParamInfo};

/// What a handler calls: a fn, or a method of an object.
#[derive(Clone)]
pub(in crate::route) enum Callable {
    /// A free fn, or what `on_event` was given.
    Fn(Callee),
    /// A method of this object.
    Method(Callee, Instance),
}

impl Callable {
    pub(in crate::route) fn params(&self) -> Vec<ParamInfo> {
        match self {
            Self::Fn(callee) | Self::Method(callee, _) => callee.params(),
        }
    }

    /// Decodes the arguments and makes the handler's future.
    pub(in crate::route) fn call(
        &self,
        kind: Kind,
        invocation: &mut Invocation<'_>,
    ) -> Result<HandlerFuture, Error> {
        match self {
            Self::Fn(callee) => callee.call(None, kind, invocation),
            Self::Method(callee, instance) => callee.call(Some(instance), kind, invocation),
        }
    }
}
