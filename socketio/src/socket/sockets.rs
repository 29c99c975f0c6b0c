//! Sockets: the question who is connected, answered with what is known of each client.

use std::{
    future::{IntoFuture, Ready},
    time::Duration,
};

use super::Socket;
use crate::{
    adapter::{Adapter, IntoRooms, RemoteSocket},
    emit::{Asking, Caller, Found, Io, Performed, Sids, TargetError, Verb, VerbFuture},
};

/// The connected clients of all nodes: what [`Io::sockets`] begins.
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
    /// The connected clients: all of the namespace, unless rooms are named. In a [`Cluster`](crate::Cluster) they are those of
    /// all nodes; nodes that do not answer in time are [`missing`](Found::missing).
    ///
    /// Each [`RemoteSocket`] tells the sid and rooms of a client, the data that the program has
    /// [attached](Socket::attach) to it, and its handshake, as they were a moment ago. With [`local`](Sockets::local) it is
    /// the clients of this node alone, as [`Socket`]s, which say how they are now.
    ///
    /// ```
    /// # #[derive(serde::Deserialize)]
    /// # struct Player { name: String }
    /// # async fn example(io: socketio::Io) -> socketio::Result {
    /// let table = io.sockets().in_room("table 7").await?;
    /// for socket in &table {
    ///     let player: Player = socket.data()?;
    ///     println!("{} is {}, in {:?}", socket.sid(), player.name, socket.rooms());
    /// }
    /// println!("without those of {:?}", table.missing());
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "fetch_sockets")]
    pub fn sockets<'a>(&self) -> Sockets<'a> {
        Sockets {
            io: self.clone(),
            sids: self.sids(),
        }
    }
}

impl<'a> Sockets<'a> {
    /// Asks only for those in one of these rooms, or with one of these sids.
    pub fn in_room(self, rooms: impl IntoRooms<'a>) -> Self {
        Self {
            sids: self.sids.in_room(rooms),
            ..self
        }
    }

    /// Leaves out those in one of these rooms, or with one of these sids.
    pub fn except(self, rooms: impl IntoRooms<'a>) -> Self {
        Self {
            sids: self.sids.except(rooms),
            ..self
        }
    }

    /// Asks about another namespace.
    pub fn namespace(self, namespace: &'a str) -> Self {
        Self {
            sids: self.sids.namespace(namespace),
            ..self
        }
    }

    /// How long the other nodes are waited for: 5 seconds, unless [`Cluster::ask_timeout`](crate::Cluster::ask_timeout) says
    /// otherwise.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self {
            sids: self.sids.timeout(timeout),
            ..self
        }
    }

    /// The clients of this node alone, as [`Socket`]s.
    ///
    /// ```
    /// # #[derive(Default)]
    /// # struct Player { name: String }
    /// # async fn example(io: socketio::Io) -> socketio::Result {
    /// for socket in io.sockets().in_room("table 7").local().await? {
    ///     let name = socket.session::<Player>().with(|player| player.name.clone());
    ///     println!("{} is {name}, from {:?}, in {:?}", socket.sid(), socket.addr(), socket.rooms());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn local(self) -> LocalSockets<'a> {
        LocalSockets(self)
    }
}

impl IntoFuture for Sockets<'_> {
    type Output = Result<Found<RemoteSocket>, TargetError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl Verb for Sockets<'_> {
    type Output = Result<Found<RemoteSocket>, TargetError>;
    type Rest = Asking<RemoteSocket>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        self.sids.ask(Adapter::described, |socket| socket)
    }
}

/// The connected clients of this node: what [`Sockets::local`] begins.
///
/// # Errors
///
/// See [`TargetError`].
#[derive(Clone, Debug)]
#[must_use = "nothing is asked until it is awaited"]
pub struct LocalSockets<'a>(Sockets<'a>);

impl LocalSockets<'_> {
    fn sockets(self) -> Result<Vec<Socket>, TargetError> {
        let Sockets { io, sids } = self.0;
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

impl IntoFuture for LocalSockets<'_> {
    type Output = Result<Vec<Socket>, TargetError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl Verb for LocalSockets<'_> {
    type Output = Result<Vec<Socket>, TargetError>;
    type Rest = Ready<Self::Output>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        Performed::Done(self.sockets())
    }
}
