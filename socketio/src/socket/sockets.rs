//! Sockets: the question who is connected, answered with what is known of each client.

use std::future::{IntoFuture, Ready};

use super::Socket;
use crate::{
    adapter::IntoRooms,
    emit::{Caller, Io, Performed, Sids, TargetError, Verb, VerbFuture},
};

/// The connected clients of this node: what [`Io::sockets`] begins.
///
/// # Errors
///
/// See [`TargetError`].
#[derive(Clone, Debug)]
#[must_use = "nothing is asked until it is awaited"]
pub struct Sockets<'a> {
    io: Io,
    sids: Sids<'a>,
}

impl Io {
    /// The connected clients of this node: all of the namespace, unless rooms are named.
    ///
    /// Each [`Socket`] tells its sid and rooms, its session data, and the handshake of its client. With `fetchSockets` of Node's
    /// server these are copies; a `Socket` says how it is now.
    ///
    /// ```
    /// # #[derive(Default)]
    /// # struct Player { name: String }
    /// # async fn example(io: socketio::Io) -> socketio::Result {
    /// for socket in io.sockets().in_room("table 7").await? {
    ///     let name = socket.session::<Player>().with(|player| player.name.clone());
    ///     println!("{} is {name}, from {:?}, in {:?}", socket.sid(), socket.addr(), socket.rooms());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn sockets<'a>(&self) -> Sockets<'a> {
        Sockets {
            io: self.clone(),
            sids: self.sids(),
        }
    }
}

impl<'a> Sockets<'a> {
    /// Only those in one of these rooms, or with one of these sids.
    pub fn in_room(self, rooms: impl IntoRooms<'a>) -> Self {
        Self {
            sids: self.sids.in_room(rooms),
            ..self
        }
    }

    /// Without those in one of these rooms, or with one of these sids.
    pub fn except(self, rooms: impl IntoRooms<'a>) -> Self {
        Self {
            sids: self.sids.except(rooms),
            ..self
        }
    }

    /// In another namespace.
    pub fn namespace(self, namespace: &'a str) -> Self {
        Self {
            sids: self.sids.namespace(namespace),
            ..self
        }
    }

    fn sockets(self) -> Result<Vec<Socket>, TargetError> {
        let Self { io, sids } = self;
        let (adapter, members) = sids.members()?;
        let socket = |member| {
            Socket::new(Caller {
                member,
                adapter: adapter.clone(),
                io: io.clone(),
            })
        };
        Ok(members.into_iter().map(socket).collect())
    }
}

impl IntoFuture for Sockets<'_> {
    type Output = Result<Vec<Socket>, TargetError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl Verb for Sockets<'_> {
    type Output = Result<Vec<Socket>, TargetError>;
    type Rest = Ready<Self::Output>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        Performed::Done(self.sockets())
    }
}
