//! Gate: whether the application's messages may go to a client already, or still. It keeps the client's phase, the
//! messages that are held back until CONNECT is sent, and the reason why the client has left.

use std::{
    mem,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use parking_lot::Mutex;
use tokio::sync::Notify;

use super::phase::{Phase, Transition};
use crate::{
    engine::{Message, Peer, Untaken},
    observe::Reason,
};

/// What a client is asked to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// This namespace.
    Namespace,
    /// All namespaces, and the session is closed.
    Session,
}

/// The phases of a member before and after a transition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PhaseChange {
    pub(crate) before: Phase,
    pub(crate) after: Phase,
}

#[derive(Debug)]
pub(super) struct Gate {
    /// Written under the lock, so that it agrees with what the lock protects. Read without it.
    phase: AtomicU8,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// There once the client has left.
    reason: Option<Reason>,
    /// Whether the client was asked to leave all namespaces.
    asked_to_close: bool,
    rare: Option<Box<Rare>>,
}

/// What most members do not need most of the time.
#[derive(Debug, Default)]
struct Rare {
    held: HeldBack,
    /// Tells those who wait for the client to leave.
    left: Option<Arc<Notify>>,
}

/// How much may be held back for a member until CONNECT is sent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Allowance {
    pub(crate) messages: usize,
    pub(crate) bytes: usize,
}

impl Allowance {
    /// What is left after one more message; `None` if it is too much.
    fn after(self, message: &Message) -> Option<Self> {
        Some(Self {
            messages: self.messages.checked_sub(1)?,
            bytes: self.bytes.checked_sub(message.size())?,
        })
    }
}

/// The messages that are held back until CONNECT is sent.
#[derive(Debug, Default)]
struct HeldBack {
    messages: Vec<Message>,
    /// How much more may be held.
    left: Allowance,
}

impl Gate {
    /// A gate in its first phase. If that holds messages back, it holds as many as the allowance says.
    pub(super) fn new(phase: Phase, allowance: Allowance) -> Self {
        let rare = phase.is_holding().then(|| {
            let held = HeldBack {
                messages: Vec::new(),
                left: allowance,
            };
            Box::new(Rare { held, left: None })
        });
        Self {
            phase: AtomicU8::new(phase as u8),
            inner: Mutex::new(Inner {
                rare,
                ..Inner::default()
            }),
        }
    }

    #[inline]
    pub(super) fn phase(&self) -> Phase {
        Phase::from_byte(self.phase.load(Ordering::Acquire))
    }

    pub(super) fn reason(&self) -> Option<Reason> {
        self.inner.lock().reason
    }

    pub(super) fn is_asked_to_close(&self) -> bool {
        self.inner.lock().asked_to_close
    }

    /// Gives the peer a message, or holds it back. Whether it was taken.
    #[inline]
    pub(super) fn pass(&self, peer: &Arc<Peer>, message: Message, volatile: bool) -> bool {
        match self.phase() {
            phase if phase.is_open() => push(peer, message, volatile),
            phase if phase.is_holding() => self.hold(peer, message, volatile),
            _ => false,
        }
    }

    /// Gives the peer a message if it has room for it, or holds it back.
    #[inline]
    pub(super) fn offer(&self, peer: &Arc<Peer>, message: Message) -> Result<(), Untaken> {
        match self.phase() {
            phase if phase.is_open() => peer.offer(message),
            phase if phase.is_holding() && self.hold(peer, message, false) => Ok(()),
            _ => Err(Untaken::Gone),
        }
    }

    #[cold]
    fn hold(&self, peer: &Arc<Peer>, message: Message, volatile: bool) -> bool {
        let mut inner = self.inner.lock();
        if !self.phase().is_holding() {
            // The phase has changed since it was read.
            drop(inner);
            return self.phase().is_open() && push(peer, message, volatile);
        }
        if volatile {
            return false;
        }
        let held = &mut inner.rare.get_or_insert_default().held;
        match held.left.after(&message) {
            Some(left) => {
                held.left = left;
                held.messages.push(message);
                true
            }
            None => {
                peer.close(Reason::SlowConsumer);
                false
            }
        }
    }

    /// Ends the connect handler's phase. What was held back is pushed in order, before anything newer can be.
    pub(super) fn accept(&self, peer: &Arc<Peer>) -> Option<PhaseChange> {
        let mut inner = self.inner.lock();
        let before = self.phase();
        let after = before.after(Transition::Accept)?;
        if before.is_connecting()
            && let Some(rare) = &mut inner.rare
        {
            let held = mem::take(&mut rare.held);
            held.messages
                .into_iter()
                .for_each(|message| peer.push(message));
        }
        if inner.rare.as_ref().is_some_and(|rare| rare.left.is_none()) {
            inner.rare = None;
        }
        Some(self.advance(before, after))
    }

    pub(super) fn ask(&self, scope: Scope) -> Option<PhaseChange> {
        let mut inner = self.inner.lock();
        let before = self.phase();
        let after = before.after(Transition::Ask)?;
        inner.asked_to_close |= scope == Scope::Session;
        Some(self.advance(before, after))
    }

    pub(super) fn finish(&self) -> Option<PhaseChange> {
        let _inner = self.inner.lock();
        let before = self.phase();
        Some(self.advance(before, before.after(Transition::Finish)?))
    }

    /// The client leaves. The first reason stays; if the application has asked for it, that is the reason.
    pub(super) fn leave(&self, reason: Reason) -> Option<PhaseChange> {
        self.end(Transition::Leave, reason)
    }

    /// The client is turned away by its connect handler.
    pub(super) fn refuse(&self) -> Option<PhaseChange> {
        self.end(Transition::Refuse, Reason::ServerNamespaceDisconnect)
    }

    pub(super) fn remove(&self) -> Option<PhaseChange> {
        self.end(Transition::Remove, Reason::ServerNamespaceDisconnect)
    }

    fn end(&self, transition: Transition, reason: Reason) -> Option<PhaseChange> {
        let mut inner = self.inner.lock();
        let before = self.phase();
        let after = before.after(transition)?;
        let reason = if before.is_asked() {
            Reason::ServerNamespaceDisconnect
        } else {
            reason
        };
        inner.reason.get_or_insert(reason);
        let rare = inner.rare.take();
        let change = self.advance(before, after);
        drop(inner);
        if let Some(left) = rare.and_then(|rare| rare.left) {
            left.notify_waiters();
        }
        Some(change)
    }

    fn advance(&self, before: Phase, after: Phase) -> PhaseChange {
        self.phase.store(after as u8, Ordering::Release);
        PhaseChange { before, after }
    }

    /// Waits until the client has left.
    pub(super) async fn left(&self) -> Reason {
        loop {
            let left = {
                let mut inner = self.inner.lock();
                if let Some(reason) = inner.reason {
                    return reason;
                }
                let rare = inner.rare.get_or_insert_default();
                Arc::clone(rare.left.get_or_insert_default())
            };
            let notified = left.notified();
            // The client may have left before the line above.
            if let Some(reason) = self.reason() {
                return reason;
            }
            notified.await;
        }
    }
}

#[inline]
fn push(peer: &Arc<Peer>, message: Message, volatile: bool) -> bool {
    if volatile {
        return peer.push_volatile(message);
    }
    peer.push(message);
    true
}
