//! Peer: the shared half of a connection. Whoever has something for a client holds one of these; `push`
//! queues and never waits.

pub(crate) mod budget;
mod delivery;
pub(in crate::engine) mod link;
pub(in crate::engine) mod manner;
pub(in crate::engine) mod push;
pub(in crate::engine) mod state;
pub(in crate::engine) mod turn;

use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use parking_lot::Mutex;

use self::{
    link::{Handover, Link},
    manner::Manner,
    state::{Noted, Notice, PeerState},
};
use crate::{
    config::Config,
    engine::{
        format::{
            deflate::{Deflate, Window},
            revision::{BytesForm, Revision},
        },
        handshake::Handshake,
        outbox::Outbox,
        transport::polling::mailbox::ProbeStage,
        walk,
    },
    observe::{Limit, Observation, Reason, Topics, TransportKind},
    sid::Sid,
};

/// A client that leaves this much untaken, in bytes, is not read from until it takes some.
const CONGESTED: usize = 1 << 20;

/// The shared half of a connection.
#[derive(Debug)]
pub(crate) struct Peer {
    sid: Sid,
    config: Arc<Config>,
    handshake: Handshake,
    revision: Revision,
    pub(in crate::engine) state: Mutex<PeerState>,
}

impl Peer {
    pub(in crate::engine) fn new(
        sid: Sid,
        config: Arc<Config>,
        handshake: Handshake,
        link: Link,
        revision: Revision,
        manner: Manner,
    ) -> Self {
        let state = PeerState {
            outbox: Outbox::default(),
            link,
            open: true,
            leaving: false,
            noted: Noted::BY_NOBODY,
            manner,
            closing: None,
            task: None,
            waiting: None,
        };
        Self {
            sid,
            config,
            handshake,
            revision,
            state: Mutex::new(state),
        }
    }

    /// The revision of Engine.IO that the client speaks.
    #[inline]
    pub(crate) fn revision(&self) -> Revision {
        self.revision
    }

    /// The id of the session.
    pub(crate) fn sid(&self) -> Sid {
        self.sid
    }

    pub(crate) fn handshake(&self) -> &Handshake {
        &self.handshake
    }

    /// How long a message for this client alone may wait for room.
    pub(crate) fn patience(&self) -> Duration {
        self.config.outbound_timeout
    }

    pub(in crate::engine) fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// Which messages are compressed for a client with this window.
    #[inline]
    pub(in crate::engine) fn deflate(&self, window: Option<Window>) -> Option<Deflate> {
        let (window, threshold) = (window?, self.config.deflate?);
        Some(Deflate { window, threshold })
    }

    /// The transport in use, or the last one.
    pub(crate) fn transport(&self) -> TransportKind {
        self.state.lock().link.kind()
    }

    /// Whether the session is over, or asked to end.
    #[cfg(test)]
    pub(crate) fn is_closed(&self) -> bool {
        let state = self.state.lock();
        !state.open || state.closing.is_some()
    }

    /// Asks the session to end. What is queued is still written, within bounds.
    pub(crate) fn close(&self, reason: Reason) {
        let mut state = self.state.lock();
        state.closing.get_or_insert(reason);
        let task = state.task.clone();
        drop(state);
        wake(task);
    }

    /// Asks the session to end as soon as nothing is at work for it.
    pub(crate) fn leave(&self) {
        let mut state = self.state.lock();
        state.leaving = true;
        let task = state.task.clone();
        drop(state);
        wake(task);
    }

    /// Bytes that wait to be written.
    pub(in crate::engine) fn queued_bytes(&self) -> usize {
        self.state.lock().outbox.bytes()
    }

    /// Wakes the session's task.
    pub(crate) fn wake(&self) {
        let task = self.state.lock().task.clone();
        wake(task);
    }

    /// A turn of the session's task begins: remembers how to wake it, and tells what it must know.
    pub(in crate::engine) fn begin_turn(&self, cx: &Context<'_>) -> Notice {
        let mut state = self.state.lock();
        let new_task = !state
            .task
            .as_ref()
            .is_some_and(|task| task.will_wake(cx.waker()));
        if new_task {
            state.task = Some(cx.waker().clone());
        }
        let stuck = matches!(state.link, Link::Blocked(_) | Link::Task(_));
        Notice {
            new_task,
            congested: stuck && state.outbox.bytes() > CONGESTED,
            moving: matches!(state.link, Link::Moving(..)),
            lost: state.link.is_lost(),
            leaving: state.leaving,
            closing: state.closing,
        }
    }

    /// Tells observers that the client has reached a bound.
    #[cold]
    pub(in crate::engine) fn tell_limit(&self, limit: Limit) {
        let observers = &self.config.observers;
        observers.tell_of(Topics::LIMITS, || Observation::LimitReached {
            session: self.sid,
            limit,
        });
    }

    /// The transport that the client has moved to, if it has, and what it POSTed before.
    pub(in crate::engine) fn take_over(&self) -> Option<(Handover, Option<Bytes>)> {
        let mut state = self.state.lock();
        let (mut mailbox, handover) = state.link.take_over()?;
        state.manner = Manner {
            bytes: BytesForm::of(self.revision, handover.text_only),
            window: handover.transport.window(),
        };
        Some((handover, mailbox.take_body()))
    }

    /// The body that a POST has brought.
    pub(in crate::engine) fn take_body(&self) -> Option<Bytes> {
        self.state.lock().link.mailbox()?.take_body()
    }

    /// The session is to end at once.
    pub(in crate::engine) fn end(&self, reason: Reason) {
        self.state.lock().end(reason);
    }

    /// Nothing can be written to the client any more.
    pub(in crate::engine) fn lose(&self) {
        self.state.lock().lose();
    }

    pub(in crate::engine) fn is_lost(&self) -> bool {
        self.state.lock().link.is_lost()
    }

    /// Whether the client tries a WebSocket, to which it may move at any moment.
    pub(in crate::engine) fn is_probed(&self) -> bool {
        let mut state = self.state.lock();
        let mailbox = state.link.mailbox();
        mailbox.is_some_and(|mailbox| mailbox.probe != ProbeStage::None)
    }

    /// Refuses all that is pushed or POSTed from now on.
    pub(in crate::engine) fn finish(&self) {
        let mut state = self.state.lock();
        if let Some(mailbox) = state.link.mailbox() {
            mailbox.refuse_body();
            // A POST whose body is still coming need not wait for the rest.
            mailbox.post.wake();
        }
        state.open = false;
    }

    /// Ready once a GET has taken what was left, and another has told the client that the session is over.
    pub(in crate::engine) fn poll_told(&self) -> Poll<()> {
        let mut state = self.state.lock();
        match state.link.mailbox() {
            Some(mailbox) if !mailbox.told => {
                mailbox.get.wake();
                Poll::Pending
            }
            _ => Poll::Ready(()),
        }
    }

    /// Ready once all is written. The writing half is closed then if reading is to `linger`.
    pub(in crate::engine) fn poll_hang_up(&self, linger: bool) -> Poll<()> {
        let mut state = self.state.lock();
        if matches!(state.link, Link::Busy | Link::Blocked(_)) {
            return Poll::Pending;
        }
        if linger {
            state.link.hang_up();
        }
        Poll::Ready(())
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        walk::wake(waker);
    }
}
