//! Sids: the question who is connected.

use std::{
    future::{IntoFuture, Ready},
    sync::Arc,
};

use super::{
    error::TargetError,
    future::{Performed, Verb, VerbFuture},
    issuer::Issuer,
};
use crate::{
    adapter::{Adapter, IntoRooms, Member, Target},
    sid::Sid,
};

/// The question who is connected: what [`Io::sids`](super::Io::sids) begins.
///
/// # Errors
///
/// See [`TargetError`].
#[derive(Clone, Debug)]
#[must_use = "nothing is asked until it is awaited"]
pub struct Sids<'a> {
    issuer: Issuer,
    target: Target<'a>,
    namespace: Option<&'a str>,
}

impl<'a> Sids<'a> {
    pub(super) fn new(issuer: Issuer) -> Self {
        Self {
            issuer,
            target: Target::default(),
            namespace: None,
        }
    }

    /// Only those in one of these rooms, or with one of these sids.
    pub fn in_room(mut self, rooms: impl IntoRooms<'a>) -> Self {
        self.target.to.add(rooms);
        self
    }

    /// Without those in one of these rooms, or with one of these sids.
    pub fn except(mut self, rooms: impl IntoRooms<'a>) -> Self {
        rooms.add_to(&mut self.target.except);
        self
    }

    /// In another namespace.
    pub fn namespace(mut self, namespace: &'a str) -> Self {
        self.namespace = Some(namespace);
        self
    }

    /// The connected members it is about, and where they are.
    pub(crate) fn members(self) -> Result<(Arc<Adapter>, Vec<Arc<Member>>), TargetError> {
        let adapter = self.issuer.destination(self.namespace)?;
        let members = adapter.connected(&self.target);
        Ok((Arc::clone(&adapter), members))
    }

    fn sids(self) -> Result<Vec<Sid>, TargetError> {
        Ok(self.issuer.destination(self.namespace)?.sids(&self.target))
    }
}

impl IntoFuture for Sids<'_> {
    type Output = Result<Vec<Sid>, TargetError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl Verb for Sids<'_> {
    type Output = Result<Vec<Sid>, TargetError>;
    type Rest = Ready<Self::Output>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        Performed::Done(self.sids())
    }
}
