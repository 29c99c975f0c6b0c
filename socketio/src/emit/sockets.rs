//! Sockets: the question who is there.

use std::future::{self, IntoFuture, Ready};

use super::{error::TargetError, origin::Origin};
use crate::{
    adapter::{IntoRooms, Phase, Target},
    sid::Sid,
};

/// The question who is connected: what [`Io::sockets`](super::Io::sockets) begins.
///
/// # Errors
///
/// See [`TargetError`].
#[derive(Clone, Debug)]
#[must_use = "nothing is asked until it is awaited"]
pub struct Sockets<'a> {
    origin: Origin,
    target: Target<'a>,
    namespace: Option<&'a str>,
}

impl<'a> Sockets<'a> {
    pub(super) fn new(origin: Origin) -> Self {
        Self {
            origin,
            target: Target::default(),
            namespace: None,
        }
    }

    /// Only those in one of these rooms, or with one of these sids.
    pub fn in_room(mut self, rooms: impl IntoRooms<'a>) -> Self {
        rooms.add_to(self.target.to.get_or_insert_default());
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

    fn sids(self) -> Result<Vec<Sid>, TargetError> {
        let members = self.origin.place(self.namespace)?.members(&self.target);
        let connected = members
            .iter()
            .filter(|member| member.phase() == Phase::Connected);
        Ok(connected.map(|member| member.sid()).collect())
    }
}

impl IntoFuture for Sockets<'_> {
    type Output = Result<Vec<Sid>, TargetError>;
    type IntoFuture = Ready<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        future::ready(self.sids())
    }
}
