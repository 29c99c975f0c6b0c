//! Sids: the question who is connected, on all nodes.

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use super::{
    error::TargetError,
    found::Found,
    future::{Performed, Verb, VerbFuture},
    issuer::Issuer,
};
use crate::{
    adapter::{Adapter, Gathered, Gathering, IntoRooms, Member, RemoteSocket, Reply, Target},
    sid::Sid,
};

/// The question who is connected: what [`Io::sids`](super::Io::sids) begins.
///
/// In a [`Cluster`](crate::Cluster) all nodes are asked. Those that do not answer in time are
/// [`missing`](Found::missing).
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
    timeout: Option<Duration>,
}

impl<'a> Sids<'a> {
    pub(super) fn new(issuer: Issuer) -> Self {
        Self {
            issuer,
            target: Target::default(),
            namespace: None,
            timeout: None,
        }
    }

    /// Asks only for those in one of these rooms, or with one of these sids.
    pub fn in_room(mut self, rooms: impl IntoRooms<'a>) -> Self {
        self.target.to.add(rooms);
        self
    }

    /// Leaves out those in one of these rooms, or with one of these sids.
    pub fn except(mut self, rooms: impl IntoRooms<'a>) -> Self {
        rooms.add_to(&mut self.target.except);
        self
    }

    /// Asks about another namespace.
    pub fn namespace(mut self, namespace: &'a str) -> Self {
        self.namespace = Some(namespace);
        self
    }

    /// Asks this node alone.
    pub fn local(mut self) -> Self {
        self.target.flags.local = true;
        self
    }

    /// How long the other nodes are waited for: 5 seconds, unless [`Cluster::ask_timeout`](crate::Cluster::ask_timeout) says
    /// otherwise.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The connected members of this node that it is about, and where they are.
    pub(crate) fn members(self) -> Result<(Arc<Adapter>, Vec<Arc<Member>>), TargetError> {
        let adapter = self.issuer.destination(self.namespace)?;
        let members = adapter.connected(&self.target);
        Ok((Arc::clone(&adapter), members))
    }

    /// Asks all nodes, and reads what `here` reads from this node's adapter, and `there` from a client of another node.
    pub(crate) fn ask<T>(
        self,
        here: impl FnOnce(&Adapter, &Target<'_>) -> Vec<T>,
        there: fn(RemoteSocket) -> T,
    ) -> Performed<Result<Found<T>, TargetError>, Asking<T>> {
        let adapter = match self.issuer.destination(self.namespace) {
            Ok(adapter) => adapter,
            Err(error) => return Performed::Done(Err(error)),
        };
        // The others are asked first, so that they answer while this node looks.
        match adapter.fetch(&self.target, self.timeout) {
            Err(error) => Performed::Done(Err(error.into())),
            Ok(None) => {
                let found = Found::new(here(&adapter, &self.target), Vec::new());
                Performed::Done(Ok(found))
            }
            Ok(Some(gathering)) => Performed::Waits(Asking {
                here: here(&adapter, &self.target),
                there,
                gathering: Box::new(gathering),
            }),
        }
    }
}

/// Other nodes that are asked who is connected to them.
pub struct Asking<T> {
    here: Vec<T>,
    there: fn(RemoteSocket) -> T,
    gathering: Box<Gathering>,
}

// What is pinned is in a box.
impl<T> Unpin for Asking<T> {}

impl<T> Future for Asking<T> {
    type Output = Result<Found<T>, TargetError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Gathered { replies, missing } = ready!(Pin::new(&mut *self.gathering).poll(cx));
        let mut found = std::mem::take(&mut self.here);
        for (_, reply) in replies {
            if let Reply::Sockets(sockets) = reply {
                found.extend(sockets.into_iter().map(self.there));
            }
        }
        Poll::Ready(Ok(Found::new(found, missing)))
    }
}

impl<T> fmt::Debug for Asking<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asking").finish_non_exhaustive()
    }
}

impl IntoFuture for Sids<'_> {
    type Output = Result<Found<Sid>, TargetError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl Verb for Sids<'_> {
    type Output = Result<Found<Sid>, TargetError>;
    type Rest = Asking<Sid>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        self.ask(Adapter::sids, |socket| socket.sid())
    }
}
