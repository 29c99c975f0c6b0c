//! RoomChange and CloseRoom: clients join or leave rooms, and rooms are closed.

use std::{
    future::{IntoFuture, Ready},
    marker::PhantomData,
};

use super::{
    error::TargetError,
    future::{Performed, Verb, VerbFuture},
    issuer::Issuer,
    kind::{MissingOf, OfClients},
};
use crate::adapter::{IntoRooms, RoomList};

/// What happens to the rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JoinOrLeave {
    Join,
    Leave,
}

/// Rooms that clients join or leave: what `join_room(..)` and `leave_room(..)` begin.
///
/// In a handler it is for the caller, and from a [`Socket`](crate::Socket) for its client, unless [`of`](Self::of) names
/// others. From an [`Io`](super::Io) there is nobody it could be for before `of` has been called, and it cannot be
/// awaited: `W` is then [`MissingOf`].
///
/// # Errors
///
/// See [`TargetError`]. A sid or room that does not exist is no error.
#[derive(Clone, Debug)]
#[must_use = "nothing happens until it is awaited"]
pub struct RoomChange<'a, W = OfClients> {
    issuer: Issuer,
    change: JoinOrLeave,
    rooms: RoomList<'a>,
    who: Option<RoomList<'a>>,
    namespace: Option<&'a str>,
    whose: PhantomData<W>,
}

impl<'a> RoomChange<'a> {
    /// For the client that the issuer speaks for.
    pub(crate) fn new(issuer: Issuer, change: JoinOrLeave, rooms: impl IntoRooms<'a>) -> Self {
        RoomChange::unassigned(issuer, change, rooms).into_whose(None)
    }
}

impl<'a> RoomChange<'a, MissingOf> {
    /// For those whom [`of`](Self::of) will name.
    pub(crate) fn unassigned(
        issuer: Issuer,
        change: JoinOrLeave,
        rooms: impl IntoRooms<'a>,
    ) -> Self {
        let mut list = RoomList::default();
        rooms.add_to(&mut list);
        Self {
            issuer,
            change,
            rooms: list,
            who: None,
            namespace: None,
            whose: PhantomData,
        }
    }
}

impl<'a, W> RoomChange<'a, W> {
    /// Moves these clients: those with these sids, or in these rooms. In a handler they take the place of the caller.
    pub fn of(mut self, who: impl IntoRooms<'a>) -> RoomChange<'a> {
        let mut named = self.who.take().unwrap_or_default();
        who.add_to(&mut named);
        self.into_whose(Some(named))
    }

    /// Moves them in another namespace.
    pub fn namespace(mut self, namespace: &'a str) -> Self {
        self.namespace = Some(namespace);
        self
    }

    fn into_whose(self, who: Option<RoomList<'a>>) -> RoomChange<'a> {
        RoomChange {
            issuer: self.issuer,
            change: self.change,
            rooms: self.rooms,
            who,
            namespace: self.namespace,
            whose: PhantomData,
        }
    }
}

impl IntoFuture for RoomChange<'_> {
    type Output = Result<(), TargetError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl Verb for RoomChange<'_> {
    type Output = Result<(), TargetError>;
    type Rest = Ready<Self::Output>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        Performed::Done(self.apply())
    }
}

impl RoomChange<'_> {
    fn apply(self) -> Result<(), TargetError> {
        let adapter = self.issuer.destination(self.namespace)?;
        let target = self.issuer.target(&adapter, self.who)?;
        match self.change {
            JoinOrLeave::Join => adapter.join(&target, self.rooms)?,
            JoinOrLeave::Leave => adapter.leave(&target, self.rooms)?,
        }
        Ok(())
    }
}

/// Rooms that everybody leaves: what `close_room(..)` begins.
///
/// # Errors
///
/// See [`TargetError`]. A room that nobody is in is no error.
#[derive(Clone, Debug)]
#[must_use = "nothing happens until it is awaited"]
pub struct CloseRoom<'a> {
    issuer: Issuer,
    rooms: RoomList<'a>,
    namespace: Option<&'a str>,
}

impl<'a> CloseRoom<'a> {
    pub(crate) fn new(issuer: Issuer, rooms: impl IntoRooms<'a>) -> Self {
        let mut list = RoomList::default();
        rooms.add_to(&mut list);
        Self {
            issuer,
            rooms: list,
            namespace: None,
        }
    }

    /// Closes the rooms of another namespace.
    pub fn namespace(mut self, namespace: &'a str) -> Self {
        self.namespace = Some(namespace);
        self
    }
}

impl IntoFuture for CloseRoom<'_> {
    type Output = Result<(), TargetError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl Verb for CloseRoom<'_> {
    type Output = Result<(), TargetError>;
    type Rest = Ready<Self::Output>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        Performed::Done(self.apply())
    }
}

impl CloseRoom<'_> {
    fn apply(self) -> Result<(), TargetError> {
        let adapter = self.issuer.destination(self.namespace)?;
        Ok(adapter.close(self.rooms)?)
    }
}
