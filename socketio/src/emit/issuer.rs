//! Issuer: what a verb was called on: a handler's caller, a handle to the server, or nothing. It decides which namespace
//! and which client a verb is for if the program chooses none.

use std::{ops::Deref, sync::Arc};

use super::{
    caller::Caller,
    error::{NoContext, TargetError},
    io::Io,
};
use crate::adapter::{Adapter, RoomList, Target};

/// What a verb is called on.
#[derive(Clone, Debug)]
pub(crate) enum Issuer {
    Caller(Arc<Caller>),
    Io(Io),
    /// A free fn was called outside of a handler.
    Nobody,
}

/// The namespace that a verb is for.
pub(super) enum Destination {
    /// The caller's own namespace. The caller counts the reference, so that no count changes that other connections share.
    Own(Arc<Caller>),
    Other(Arc<Adapter>),
}

impl Deref for Destination {
    type Target = Arc<Adapter>;

    fn deref(&self) -> &Arc<Adapter> {
        match self {
            Self::Own(caller) => &caller.adapter,
            Self::Other(adapter) => adapter,
        }
    }
}

impl Issuer {
    /// The namespace of this name, or without a name the issuer's own.
    pub(super) fn destination(&self, namespace: Option<&str>) -> Result<Destination, TargetError> {
        let other = match (self, namespace) {
            (Self::Caller(caller), None) => return Ok(Destination::Own(Arc::clone(caller))),
            (Self::Caller(caller), Some(name)) if **caller.namespace() == *name => {
                return Ok(Destination::Own(Arc::clone(caller)));
            }
            (Self::Caller(caller), name) => caller.io.adapter(name),
            (Self::Io(io), name) => io.adapter(name),
            (Self::Nobody, _) => Err(NoContext.into()),
        };
        other.map(Destination::Other)
    }

    /// The clients with these sids, or in these rooms; without any, the caller.
    pub(super) fn target<'a>(
        &self,
        adapter: &Arc<Adapter>,
        named: Option<RoomList<'a>>,
    ) -> Result<Target<'a>, TargetError> {
        match named {
            Some(rooms) => Ok(Target::rooms(rooms)),
            None => Ok(Target::member(self.caller_in(adapter)?.sid())),
        }
    }

    /// The caller, if it belongs to this adapter's namespace.
    pub(super) fn caller_in(&self, adapter: &Arc<Adapter>) -> Result<&Arc<Caller>, TargetError> {
        match self {
            Self::Caller(caller) if Arc::ptr_eq(&caller.adapter, adapter) => Ok(caller),
            Self::Caller(_) => Err(TargetError::NoCaller {
                namespace: adapter.namespace().as_ref().to_owned(),
            }),
            Self::Io(_) => Err(TargetError::NoSelf),
            Self::Nobody => Err(NoContext.into()),
        }
    }
}
