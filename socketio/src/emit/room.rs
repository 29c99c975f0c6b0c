//! RoomChange: join, leave and close, for the caller or for others.

use std::future::IntoFuture;

use super::{
    error::TargetError,
    future::{Verb, VerbFuture},
    origin::Origin,
};
use crate::adapter::{IntoRooms, RoomList};

/// What happens to the rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Join,
    Leave,
    /// Everybody leaves.
    Close,
}

/// Rooms to be joined, left or closed: what `join_room(..)`, `leave_room(..)` and `close_room(..)` begin.
///
/// # Errors
///
/// See [`TargetError`]. A sid or room that does not exist is no error.
#[derive(Clone, Debug)]
#[must_use = "nothing happens until it is awaited"]
pub struct RoomChange<'a> {
    origin: Origin,
    change: Change,
    rooms: RoomList<'a>,
    who: Option<RoomList<'a>>,
    namespace: Option<&'a str>,
}

impl<'a> RoomChange<'a> {
    pub(crate) fn new(origin: Origin, change: Change, rooms: impl IntoRooms<'a>) -> Self {
        let mut list = RoomList::default();
        rooms.add_to(&mut list);
        Self {
            origin,
            change,
            rooms: list,
            who: None,
            namespace: None,
        }
    }

    /// For these clients instead of the caller: those with these sids, or in these rooms. Closing a room is for
    /// everybody in it, whoever is named here.
    pub fn of(mut self, who: impl IntoRooms<'a>) -> Self {
        who.add_to(self.who.get_or_insert_default());
        self
    }

    /// In another namespace.
    pub fn namespace(mut self, namespace: &'a str) -> Self {
        self.namespace = Some(namespace);
        self
    }

    fn apply(self) -> Result<(), TargetError> {
        let adapter = self.origin.place(self.namespace)?;
        let rooms = self.rooms.as_slice();
        let target = |who| self.origin.target(&adapter, who);
        match self.change {
            Change::Join => adapter.join(&target(self.who)?, rooms),
            Change::Leave => adapter.leave(&target(self.who)?, rooms),
            Change::Close => adapter.close(rooms),
        }
        Ok(())
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

    fn perform(self) -> Self::Output {
        self.apply()
    }
}
