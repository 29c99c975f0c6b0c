//! What a peer's lock guards: the queue, who may write it, and how far the session is from its end.

use std::task::Waker;

use bytes::Bytes;
use tokio::net::tcp::OwnedWriteHalf;

use super::{
    outbox::{Item, Outbox},
    polling::Mailbox,
};
use crate::observe::{Reason, TransportKind};

/// What is guarded by the peer's lock. It is held for a few instructions, never while writing.
#[derive(Debug)]
pub(super) struct State {
    pub(super) outbox: Outbox,
    pub(super) writer: Writer,
    pub(super) transport: TransportKind,
    /// Where polling requests meet the session's task, until it has left for a WebSocket.
    pub(super) polling: Option<Box<Mailbox>>,
    /// Why the session is to end, once somebody wants it to. The first reason wins.
    pub(super) closing: Option<Reason>,
    pub(super) life: Life,
    /// Somebody has been told that there is something to write.
    pub(super) noted: bool,
    /// The connection's task.
    pub(super) task: Option<Waker>,
}

/// How far a session is from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    Open,
    /// What is queued is written; nothing more is taken.
    Finishing,
    /// The transport is gone, and what was queued with it.
    Lost,
}

/// Who may write to the client.
#[derive(Debug)]
pub(super) enum Writer {
    /// Whoever has something.
    Anyone(OwnedWriteHalf),
    /// Somebody does just now, and looks again before it stops.
    Busy,
    /// Nobody until the socket has room again; the connection's task waits for that.
    Blocked(OwnedWriteHalf),
    /// Only the connection's task.
    Task,
    /// Only the GET that waits, or the next one.
    Poll,
}

/// What a connection's task learns at the begin of its turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attention {
    /// The task is another than before.
    pub(super) moved: bool,
    /// The client does not take what is sent to it.
    pub(super) congested: bool,
    /// The session has another transport.
    pub(super) upgraded: bool,
    pub(super) closing: Option<Reason>,
}

/// How a push reaches the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// Somebody takes care already.
    Noted,
    /// At the end of the turn, or by the connection's task.
    Turn,
    /// By the connection's task.
    Task,
}

impl State {
    pub(super) fn delivery(&mut self) -> Delivery {
        let noted = std::mem::replace(&mut self.noted, true);
        match &self.writer {
            _ if noted => Delivery::Noted,
            Writer::Busy | Writer::Blocked(_) => Delivery::Noted,
            Writer::Anyone(_) | Writer::Poll => Delivery::Turn,
            Writer::Task => Delivery::Task,
        }
    }

    pub(super) fn queue_replies(&mut self, replies: &mut Vec<u8>) {
        if !replies.is_empty() && self.life != Life::Lost {
            self.outbox
                .push(Item::Frames(Bytes::copy_from_slice(replies)));
        }
        replies.clear();
    }

    pub(super) fn take_writer(&mut self) -> Option<OwnedWriteHalf> {
        match std::mem::replace(&mut self.writer, Writer::Busy) {
            Writer::Anyone(half) => Some(half),
            other => {
                self.writer = other;
                None
            }
        }
    }

    /// Whoever may write is told that there is something; `false` if the socket has no room for it.
    pub(super) fn leave_to_others(&mut self) -> bool {
        if matches!(self.writer, Writer::Poll) {
            self.wake_get();
        }
        !matches!(self.writer, Writer::Blocked(_))
    }

    /// The transport is gone, or has to go at once: nothing that waits can be delivered.
    pub(super) fn end(&mut self, reason: Reason) {
        self.closing.get_or_insert(reason);
        self.life = Life::Lost;
        self.outbox = Outbox::default();
        // The descriptor goes with it, however many lists still hold the peer; when the reading half does, too. That
        // ends both directions, and spares the call to end one.
        match std::mem::replace(&mut self.writer, Writer::Task) {
            Writer::Anyone(half) | Writer::Blocked(half) => half.forget(),
            Writer::Busy | Writer::Task | Writer::Poll => {}
        }
        if let Some(mailbox) = &mut self.polling {
            mailbox.wake_all();
        }
    }

    pub(super) fn wake_get(&mut self) {
        if let Some(mailbox) = &mut self.polling {
            mailbox.wake_get();
        }
    }

    /// Whom to wake so that a GET is answered.
    pub(super) fn take_get(&mut self) -> Option<Waker> {
        self.polling.as_mut()?.take_get()
    }

    pub(super) fn wake_task(&self) {
        if let Some(task) = &self.task {
            task.wake_by_ref();
        }
    }
}
