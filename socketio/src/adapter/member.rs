//! Member: one client's place in one namespace: who it is, where its messages go, and whether they may
//! go there already, or still. Knows nothing of rooms.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU8, Ordering},
};

use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::{
    engine::{Message, Peer},
    observe::Reason,
    session::Sessions,
    sid::Sid,
};

/// How far a member has come. It only ever moves downward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Phase {
    /// Its connect handler runs: what is sent to it is held back.
    Connecting,
    Connected,
    /// It was asked to go, and its connection has still to say so: only answers are sent to it.
    Going,
    /// It is leaving or gone: nothing is sent to it any more.
    Closed,
}

/// What somebody has asked the member's connection to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Wish {
    Stay,
    /// Leave this namespace.
    Leave,
    /// Leave every namespace and close the session.
    Close,
}

/// One client in one namespace.
#[derive(Debug)]
pub(crate) struct Member {
    sid: Sid,
    phase: AtomicU8,
    wish: AtomicU8,
    peer: Arc<Peer>,
    gate: Mutex<Gate>,
    /// What it sent to be let in, as JSON; empty for nothing.
    auth: Box<str>,
    /// What most members never need.
    extra: OnceLock<Box<Extra>>,
}

/// Made by the first who asks for any of it.
#[derive(Debug, Default)]
struct Extra {
    gone: Notify,
    sessions: Sessions,
}

#[derive(Debug, Default)]
struct Gate {
    reason: Option<Reason>,
    /// There while the member is connecting.
    held: Option<Box<Held>>,
}

/// What was sent to a member whose CONNECT has not left yet.
#[derive(Debug)]
struct Held {
    messages: Vec<Message>,
    /// How many more bytes may be held.
    room: usize,
}

impl Member {
    /// A member that gets what is sent to it at once.
    pub(super) fn connected(sid: Sid, peer: Arc<Peer>, auth: &str) -> Self {
        Self::new(sid, peer, auth, Phase::Connected, Gate::default())
    }

    /// A member for which up to `room` bytes are held back until it is [opened](Self::open).
    pub(super) fn connecting(sid: Sid, peer: Arc<Peer>, auth: &str, room: usize) -> Self {
        let held = Some(Box::new(Held {
            messages: Vec::new(),
            room,
        }));
        Self::new(
            sid,
            peer,
            auth,
            Phase::Connecting,
            Gate { reason: None, held },
        )
    }

    fn new(sid: Sid, peer: Arc<Peer>, auth: &str, phase: Phase, gate: Gate) -> Self {
        Self {
            sid,
            phase: AtomicU8::new(phase as u8),
            wish: AtomicU8::new(Wish::Stay as u8),
            peer,
            gate: Mutex::new(gate),
            auth: auth.into(),
            extra: OnceLock::new(),
        }
    }

    pub(crate) fn sid(&self) -> Sid {
        self.sid
    }

    pub(crate) fn peer(&self) -> &Arc<Peer> {
        &self.peer
    }

    pub(crate) fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Acquire) {
            0 => Phase::Connecting,
            1 => Phase::Connected,
            2 => Phase::Going,
            _ => Phase::Closed,
        }
    }

    /// Why it is closed.
    pub(crate) fn reason(&self) -> Option<Reason> {
        self.gate.lock().reason
    }

    /// What it sent to be let in, as JSON; empty for nothing.
    pub(crate) fn auth(&self) -> &str {
        &self.auth
    }

    /// What handlers keep about it.
    pub(crate) fn sessions(&self) -> &Sessions {
        &self.extra().sessions
    }

    fn extra(&self) -> &Extra {
        self.extra.get_or_init(Box::default)
    }

    /// Forgets what handlers kept about it: it was taken out.
    pub(super) fn forget(&self) {
        if let Some(extra) = self.extra.get() {
            extra.sessions.end();
        }
    }

    /// Queues a message for it, or holds it back. Whether it was taken.
    pub(crate) fn push(&self, message: Message, volatile: bool) -> bool {
        match self.phase() {
            Phase::Connected => self.pass(message, volatile),
            Phase::Connecting => self.hold(message, volatile),
            Phase::Going | Phase::Closed => false,
        }
    }

    /// Whether it was asked to go, or is gone.
    pub(crate) fn is_leaving(&self) -> bool {
        self.phase() >= Phase::Going
    }

    /// Whether what a handler answers still reaches it.
    pub(crate) fn takes_answers(&self) -> bool {
        matches!(self.phase(), Phase::Connected | Phase::Going)
    }

    fn pass(&self, message: Message, volatile: bool) -> bool {
        if volatile {
            return self.peer.push_volatile(message);
        }
        self.peer.push(message);
        true
    }

    #[cold]
    fn hold(&self, message: Message, volatile: bool) -> bool {
        let mut gate = self.gate.lock();
        let Some(held) = &mut gate.held else {
            // It was opened or shut since we looked.
            drop(gate);
            return self.phase() == Phase::Connected && self.pass(message, volatile);
        };
        if volatile || self.wish() != Wish::Stay {
            return false;
        }
        match held.room.checked_sub(message.size()) {
            Some(room) => {
                held.room = room;
                held.messages.push(message);
                true
            }
            None => {
                self.peer.close(Reason::SlowConsumer);
                false
            }
        }
    }

    /// Lets out what was held, in order, and from now on everything at once, unless it was asked to go. Whether
    /// it is plainly connected now.
    pub(super) fn open(&self) -> bool {
        let mut gate = self.gate.lock();
        let Some(held) = gate.held.take() else {
            return false;
        };
        for message in held.messages {
            self.peer.push(message);
        }
        let stays = self.wish() == Wish::Stay;
        self.advance(if stays {
            Phase::Connected
        } else {
            Phase::Going
        });
        stays
    }

    /// Stops everything that is sent to it. The phase it was in; `None` if somebody shut it before, whose
    /// reason stays. One that was asked to go has the reason for that.
    pub(super) fn shut(&self, reason: Reason) -> Option<Phase> {
        let mut gate = self.gate.lock();
        if gate.reason.is_some() {
            return None;
        }
        let before = self.phase();
        let reason = match before {
            Phase::Going => Reason::ServerNamespaceDisconnect,
            _ => reason,
        };
        *gate = Gate {
            reason: Some(reason),
            held: None,
        };
        self.advance(Phase::Closed);
        drop(gate);
        if let Some(extra) = self.extra.get() {
            extra.gone.notify_waiters();
        }
        Some(before)
    }

    /// Written under the gate's lock, so that `hold` and the phase agree.
    fn advance(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Release);
    }

    /// Resolves once the member is closed.
    pub(crate) async fn closed(&self) -> Reason {
        loop {
            // Listen before looking, or the end could slip in between.
            let notified = self.extra().gone.notified();
            if let Some(reason) = self.reason() {
                return reason;
            }
            notified.await;
        }
    }

    /// Asks the connection's own task, which alone ends things, to do so. From now on only answers are sent to
    /// it. Whether it was plainly connected.
    pub(super) fn ask_to_go(&self, wish: Wish) -> bool {
        let gate = self.gate.lock();
        self.wish.fetch_max(wish as u8, Ordering::AcqRel);
        let connected = self.phase() == Phase::Connected;
        if connected {
            self.advance(Phase::Going);
        }
        drop(gate);
        self.peer.wake();
        connected
    }

    pub(crate) fn wish(&self) -> Wish {
        match self.wish.load(Ordering::Acquire) {
            0 => Wish::Stay,
            1 => Wish::Leave,
            _ => Wish::Close,
        }
    }
}
