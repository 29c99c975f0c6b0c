//! Origin: where something sent comes from: a handler's caller, the server as such, or nowhere.

use std::sync::Arc;

use super::{
    caller::Caller,
    error::{NoContext, TargetError},
    io::Io,
};
use crate::adapter::Adapter;

/// What a builder begins with: who asks, and for which namespace.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    Caller(Arc<Caller>),
    Io(Io),
    /// A free fn was called outside of a handler.
    Nowhere,
}

/// The namespace of clients and servers that name none.
const DEFAULT: &str = "/";

impl Origin {
    /// The adapter of the named namespace, or of the origin's own.
    pub(super) fn adapter(&self, namespace: Option<&str>) -> Result<Arc<Adapter>, TargetError> {
        match (self, namespace) {
            (Self::Caller(caller), None) => Ok(Arc::clone(&caller.adapter)),
            (Self::Caller(caller), Some(name)) if **caller.namespace() == *name => {
                Ok(Arc::clone(&caller.adapter))
            }
            (Self::Caller(caller), Some(name)) => caller.io.adapter(name),
            (Self::Io(io), name) => io.adapter(name.unwrap_or(DEFAULT)),
            (Self::Nowhere, _) => Err(NoContext.into()),
        }
    }

    /// The caller, if it belongs to this adapter's namespace.
    pub(super) fn caller_in(&self, adapter: &Arc<Adapter>) -> Result<&Arc<Caller>, TargetError> {
        match self {
            Self::Caller(caller) if Arc::ptr_eq(&caller.adapter, adapter) => Ok(caller),
            Self::Caller(_) => Err(TargetError::NoCaller {
                namespace: adapter.namespace().as_ref().to_owned(),
            }),
            Self::Io(_) | Self::Nowhere => Err(NoContext.into()),
        }
    }
}
