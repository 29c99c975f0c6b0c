//! What a peer's lock guards: the queue, the link to the client, and how far the session is from its end.

use std::task::Waker;

use bytes::Bytes;

use super::{link::Link, manner::Manner};
use crate::{
    config::Config,
    engine::{
        format::revision::BytesForm,
        outbox::{Item, Outbox, overflow},
        walk,
    },
    observe::Reason,
};

/// What is guarded by the peer's lock. It is held for a few instructions, never while writing.
#[derive(Debug)]
pub(in crate::engine) struct PeerState {
    pub(in crate::engine) outbox: Outbox,
    pub(in crate::engine) link: Link,
    /// More may be queued: the session has not begun to end.
    pub(in crate::engine) open: bool,
    /// The session is to end as soon as nothing is at work for it.
    pub(in crate::engine) leaving: bool,
    /// Who knows already that there is something to write.
    pub(in crate::engine) noted: Noted,
    pub(in crate::engine) manner: Manner,
    /// Why the session is to end, once somebody wants it to. The first reason wins.
    pub(in crate::engine) closing: Option<Reason>,
    /// The session's task.
    pub(in crate::engine) task: Option<Waker>,
    /// Those who wait until less is queued.
    pub(in crate::engine) waiting: Option<Box<WaitingTasks>>,
}

/// Tasks that have something to send and found the queue full.
#[derive(Debug, Default)]
pub(in crate::engine) struct WaitingTasks(Vec<Waker>);

impl WaitingTasks {
    pub(in crate::engine) fn add(&mut self, waker: &Waker) {
        if !self.0.iter().any(|other| other.will_wake(waker)) {
            self.0.push(waker.clone());
        }
    }
}

/// What a session's task learns at the beginning of its turn.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Notice {
    /// The task is another than before.
    pub(in crate::engine) new_task: bool,
    /// The client does not take what is sent to it.
    pub(in crate::engine) congested: bool,
    /// The client has moved to another transport, which is to be taken over.
    pub(in crate::engine) moving: bool,
    /// Writing has failed: what has come is still read, and then the session ends.
    pub(in crate::engine) lost: bool,
    /// The session is to end as soon as nothing is at work for it.
    pub(in crate::engine) leaving: bool,
    pub(in crate::engine) closing: Option<Reason>,
}

/// Who knows that something is queued, and will write it. A turn writes when it ends, which may take as long as the code of
/// the program takes: so it relieves nobody else of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Noted(usize);

impl Noted {
    pub(in crate::engine) const BY_NOBODY: Self = Self(0);
    /// The session's task, or the GET that waits: it was woken.
    pub(in crate::engine) const BY_TASK: Self = Self(1);

    /// The turn of the connection whose peer has this address. No peer has an odd one.
    pub(in crate::engine) const fn by_turn(own: usize) -> Self {
        Self(own)
    }
}

/// Who sees to it that a push is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Delivery {
    /// Somebody does already.
    Noted,
    /// The turn that this thread is in, at its end; outside of turns, the session's task or the GET that waits.
    Turn,
    /// The session's task.
    Task,
}

impl PeerState {
    /// Who sees to it that a push which is noted `by` somebody is written.
    #[inline]
    pub(in crate::engine) fn delivery(&mut self, by: Noted) -> Delivery {
        let before = std::mem::replace(&mut self.noted, by);
        match &self.link {
            _ if before == by => Delivery::Noted,
            Link::Busy | Link::Blocked(_) => Delivery::Noted,
            Link::Idle(_) | Link::Polling(_) => Delivery::Turn,
            // Whoever was the first has woken the task.
            Link::Task(_) | Link::Moving(..) | Link::Lost(_) if before != Noted::BY_NOBODY => {
                Delivery::Noted
            }
            Link::Task(_) | Link::Moving(..) | Link::Lost(_) => Delivery::Task,
        }
    }

    pub(in crate::engine) fn queue_replies(&mut self, replies: &mut Vec<u8>) {
        if !replies.is_empty() && !self.link.is_lost() {
            self.outbox
                .push(Item::Frames(Bytes::copy_from_slice(replies)));
        }
        replies.clear();
    }

    /// Takes out what is queued, as it is to be written to a WebSocket.
    pub(in crate::engine) fn take_queued(&mut self) -> Outbox {
        let mut batch = self.outbox.take();
        if self.manner.bytes != BytesForm::Raw {
            batch.encode_bytes(self.manner.bytes);
        }
        batch
    }

    /// Wakes those who wait for room, if there is some.
    #[inline]
    pub(in crate::engine) fn tell_room(&mut self, config: &Config) {
        if self.waiting.is_some() && overflow::has_room(&self.outbox, config) {
            self.wake_waiting();
        }
    }

    #[cold]
    fn wake_waiting(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            waiting.0.into_iter().for_each(walk::wake);
        }
    }

    /// Tells whoever may write that there is something; `false` if the socket has no room for it.
    pub(in crate::engine) fn leave_to_others(&mut self) -> bool {
        if let Some(mailbox) = self.link.mailbox() {
            mailbox.get.wake();
        }
        !matches!(self.link, Link::Blocked(_))
    }

    /// The session is to end at once, for `reason`; what is queued is thrown away.
    pub(in crate::engine) fn end(&mut self, reason: Reason) {
        self.closing.get_or_insert(reason);
        self.lose();
    }

    /// The session ends at once, and its task learns of it.
    pub(in crate::engine) fn fail(&mut self, reason: Reason) {
        self.end(reason);
        self.wake_task();
    }

    /// Nothing can be written any more: what is queued is thrown away.
    pub(in crate::engine) fn lose(&mut self) {
        self.open = false;
        self.outbox = Outbox::default();
        self.link.lose();
        self.wake_waiting();
    }

    pub(in crate::engine) fn wake_task(&self) {
        if let Some(task) = &self.task {
            task.wake_by_ref();
        }
    }
}
