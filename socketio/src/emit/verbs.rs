//! What an `Io` can say and ask, from anywhere.

use serde::Serialize;

use super::{
    builder::Emit,
    disconnect::Disconnect,
    io::Io,
    issuer::Issuer,
    kind::{MissingOf, Unnamed},
    question::Question,
    room::{CloseRoom, JoinOrLeave, RoomChange},
    sids::Sids,
};
use crate::{ack::FromAnswer, adapter::IntoRooms};

impl Io {
    /// An event to everybody in the namespace, unless rooms or sids are named.
    pub fn emit<'a, D: Serialize>(&self, event: &'a str, data: D) -> Emit<'a, D> {
        Emit::new(self.issuer(), event, data)
    }

    /// An event `message`, or `json`, to everybody in the namespace, unless rooms or sids are named.
    pub fn send<'a, D: Serialize>(&self, data: D) -> Emit<'a, D, Unnamed> {
        Emit::unnamed(self.issuer(), data)
    }

    /// A question to the client that [`to`](Question::to) names. Without it everybody in the namespace is asked, and the
    /// first answer counts.
    pub fn call<'a, T: FromAnswer>(
        &self,
        event: &'a str,
        data: impl Serialize + Send + Sync + 'a,
    ) -> Question<'a, T> {
        Question::new(self.issuer(), event, data)
    }

    /// Puts clients into rooms: those that [`of`](RoomChange::of) names.
    ///
    /// ```
    /// # async fn example(io: socketio::Io, sid: socketio::Sid) -> socketio::Result {
    /// io.join_room("vip").of(sid).await?;
    /// io.join_room(["red", "blue"]).of("everybody in this room").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn join_room<'a>(&self, rooms: impl IntoRooms<'a>) -> RoomChange<'a, MissingOf> {
        RoomChange::unassigned(self.issuer(), JoinOrLeave::Join, rooms)
    }

    /// Takes clients out of rooms: those that [`of`](RoomChange::of) names.
    pub fn leave_room<'a>(&self, rooms: impl IntoRooms<'a>) -> RoomChange<'a, MissingOf> {
        RoomChange::unassigned(self.issuer(), JoinOrLeave::Leave, rooms)
    }

    /// Takes everybody out of rooms.
    pub fn close_room<'a>(&self, rooms: impl IntoRooms<'a>) -> CloseRoom<'a> {
        CloseRoom::new(self.issuer(), rooms)
    }

    /// Disconnects clients from the namespace: those with these sids, or in these rooms.
    pub fn disconnect<'a>(&self, who: impl IntoRooms<'a>) -> Disconnect<'a> {
        Disconnect::new(self.issuer()).of(who)
    }

    /// The sids of the connected clients: all of the namespace, unless rooms are named. In a [`Cluster`](crate::Cluster) they
    /// are those of all nodes.
    pub fn sids<'a>(&self) -> Sids<'a> {
        Sids::new(self.issuer())
    }

    pub(crate) fn issuer(&self) -> Issuer {
        Issuer::Io(self.clone())
    }
}
