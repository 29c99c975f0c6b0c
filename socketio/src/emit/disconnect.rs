//! Disconnect: clients are asked to go. Their own connections do it.

use std::future::{IntoFuture, Ready};

use super::{
    error::TargetError,
    future::{Performed, Verb, VerbFuture},
    issuer::Issuer,
};
use crate::adapter::{IntoRooms, RoomList, Scope};

/// Clients to be disconnected: what `disconnect()` begins.
///
/// They leave one namespace, and their sessions live on, unless [`close`](Self::close) is called. What was
/// sent to them before still arrives; what is sent to them from now on does not, apart from the answer of a
/// handler that returns before it waits again. Their disconnect handlers run soon after, not before this returns.
///
/// # Errors
///
/// See [`TargetError`]. A sid or room that does not exist is no error.
#[derive(Clone, Debug)]
#[must_use = "nothing happens until it is awaited"]
pub struct Disconnect<'a> {
    issuer: Issuer,
    who: Option<RoomList<'a>>,
    namespace: Option<&'a str>,
    scope: Scope,
}

impl<'a> Disconnect<'a> {
    pub(crate) fn new(issuer: Issuer) -> Self {
        Self {
            issuer,
            who: None,
            namespace: None,
            scope: Scope::Namespace,
        }
    }

    /// Disconnects these clients instead of the caller: those with these sids, or in these rooms.
    pub fn of(mut self, who: impl IntoRooms<'a>) -> Self {
        who.add_to(self.who.get_or_insert_default());
        self
    }

    /// Disconnects from another namespace.
    pub fn namespace(mut self, namespace: &'a str) -> Self {
        self.namespace = Some(namespace);
        self
    }

    /// Disconnects from all namespaces, and closes the session.
    pub fn close(mut self) -> Self {
        self.scope = Scope::Session;
        self
    }

    fn apply(self) -> Result<(), TargetError> {
        let adapter = self.issuer.destination(self.namespace)?;
        let target = self.issuer.target(&adapter, self.who)?;
        Ok(adapter.disconnect(&target, self.scope)?)
    }
}

impl IntoFuture for Disconnect<'_> {
    type Output = Result<(), TargetError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl Verb for Disconnect<'_> {
    type Output = Result<(), TargetError>;
    type Rest = Ready<Self::Output>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        Performed::Done(self.apply())
    }
}
