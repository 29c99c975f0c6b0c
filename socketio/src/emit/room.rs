//! RoomChange: join, leave and close, for the caller or for others.

use std::future::{self, IntoFuture, Ready};

use super::{error::TargetError, origin::Origin};
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
        if self.change == Change::Close {
            rooms.iter().for_each(|room| adapter.close(room.as_str()));
            return Ok(());
        }
        for member in self.origin.members(&adapter, self.who)? {
            for room in rooms {
                match self.change {
                    Change::Join => adapter.join(member.sid(), room.as_str()),
                    Change::Leave | Change::Close => adapter.leave(member.sid(), room.as_str()),
                }
            }
        }
        Ok(())
    }
}

impl IntoFuture for RoomChange<'_> {
    type Output = Result<(), TargetError>;
    type IntoFuture = Ready<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        future::ready(self.apply())
    }
}
