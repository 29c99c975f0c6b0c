//! Member: one client in one namespace, as the rooms and the adapter see it: its id, where its messages go, and
//! whether they may go there. What is remembered about the client goes along, unread. Knows nothing of rooms.

mod gate;
mod phase;
mod profile;

use std::sync::Arc;

use tokio::time::Instant;

use self::gate::Gate;
pub(super) use self::gate::PhaseChange;
pub(crate) use self::{
    gate::{Allowance, Scope},
    phase::Phase,
    profile::Profile,
};
use super::recovery::{Identity, Pid};
use crate::{
    engine::{Message, Peer, Untaken},
    observe::Reason,
    sid::Sid,
};

/// One client in one namespace.
#[derive(Debug)]
pub(crate) struct Member {
    sid: Sid,
    peer: Arc<Peer>,
    gate: Gate,
    profile: Profile,
    /// Where clients are recovered, how this one is recognised.
    identity: Option<Box<Identity>>,
}

impl Member {
    /// `sid` is chosen by whoever admits the client. `phase` is the first one: `Connecting`, `Admitted` or `Connected`.
    /// While it is connecting, messages are held back for it, as many as the allowance says.
    pub(super) fn new(
        sid: Sid,
        peer: Arc<Peer>,
        profile: Profile,
        phase: Phase,
        allowance: Allowance,
    ) -> Self {
        Self {
            sid,
            peer,
            gate: Gate::new(phase, allowance),
            profile,
            identity: None,
        }
    }

    /// Makes it one that is recognised when it comes back.
    pub(super) fn with_identity(mut self, identity: Identity) -> Self {
        self.identity = Some(Box::new(identity));
        self
    }

    /// Has it got what it has missed first: at once, or behind its CONNECT if it is still connecting.
    pub(super) fn begin_with(&self, messages: Vec<Message>) {
        for message in messages {
            self.push(message, false);
        }
    }

    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_deref()
    }

    /// Whether the client has come back after it had lost its connection.
    pub(crate) fn is_recovered(&self) -> bool {
        let identity = self.identity();
        identity.is_some_and(|identity| identity.away.is_some())
    }

    /// Since when the client had been away, if it has come back.
    pub(super) fn away_since(&self) -> Option<Instant> {
        self.identity()?.away
    }

    /// The private id by which the client is recognised when it comes back.
    pub(crate) fn pid(&self) -> Option<Pid> {
        Some(self.identity()?.pid)
    }

    /// Whether the client may come back, if it leaves now for this reason. One that has never got CONNECT has nothing to
    /// come back with.
    pub(super) fn may_come_back(&self, reason: Reason) -> bool {
        let phase = self.phase();
        self.identity.is_some()
            && is_recoverable(reason)
            && (phase.is_open() || phase.takes_messages() && self.is_recovered())
    }

    /// Whether its sid and its sessions outlive this connection.
    pub(crate) fn outlives_connection(&self) -> bool {
        self.identity().is_some_and(Identity::is_released)
    }

    pub(crate) fn sid(&self) -> Sid {
        self.sid
    }

    pub(crate) fn peer(&self) -> &Arc<Peer> {
        &self.peer
    }

    #[inline]
    pub(crate) fn phase(&self) -> Phase {
        self.gate.phase()
    }

    /// Why the client has left; `None` as long as it has not.
    pub(crate) fn reason(&self) -> Option<Reason> {
        self.gate.reason()
    }

    /// Waits until the client has left.
    pub(crate) async fn left(&self) -> Reason {
        self.gate.left().await
    }

    /// Whether the client was asked to leave all namespaces.
    pub(crate) fn is_asked_to_close(&self) -> bool {
        self.gate.is_asked_to_close()
    }

    /// What the client sent to join, and what handlers keep about it.
    pub(crate) fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Queues a message of the application, or holds it back. Whether it was taken.
    #[inline]
    pub(super) fn push(&self, message: Message, volatile: bool) -> bool {
        self.gate.pass(&self.peer, message, volatile)
    }

    /// Queues a message of the application if there is room for it, or holds it back.
    #[inline]
    pub(super) fn offer(&self, message: Message) -> Result<(), Untaken> {
        self.gate.offer(&self.peer, message)
    }

    /// The connect handler lets the client in: what was held back is queued.
    pub(super) fn accept(&self) -> Option<PhaseChange> {
        self.gate.accept(&self.peer)
    }

    /// The connect handler turns the client away.
    pub(super) fn refuse(&self) -> Option<PhaseChange> {
        self.gate.refuse()
    }

    /// Asks the client's connection, which alone ends things, to leave.
    pub(super) fn ask_to_leave(&self, scope: Scope) -> Option<PhaseChange> {
        let change = self.gate.ask(scope);
        self.peer.wake();
        change
    }

    pub(super) fn leave(&self, reason: Reason) -> Option<PhaseChange> {
        self.gate.leave(reason)
    }

    pub(super) fn finish(&self) -> Option<PhaseChange> {
        self.gate.finish()
    }

    pub(super) fn remove(&self) -> Option<PhaseChange> {
        self.gate.remove()
    }
}

/// Whether clients come back from this: from a loss of the connection, and from what the official server counts as one.
fn is_recoverable(reason: Reason) -> bool {
    match reason {
        Reason::TransportClose
        | Reason::TransportError
        | Reason::PingTimeout
        | Reason::SlowConsumer
        | Reason::ForcedClose
        | Reason::ForcedServerClose => true,
        Reason::ParseError
        // There is nobody to come back to.
        | Reason::ServerShuttingDown
        | Reason::ClientNamespaceDisconnect
        | Reason::ServerNamespaceDisconnect => false,
    }
}
