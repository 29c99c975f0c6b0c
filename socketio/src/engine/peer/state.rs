//! What a peer's lock guards: the queue, who may write it, and how far the session is from its end.

use std::task::Waker;

use bytes::Bytes;
use tokio::net::tcp::OwnedWriteHalf;

use crate::{
    engine::{
        outbox::{Item, Outbox},
        request::Mailbox,
    },
    observe::{Reason, TransportKind},
};

/// What is guarded by the peer's lock. It is held for a few instructions, never while writing.
#[derive(Debug)]
pub(in crate::engine) struct State {
    pub(in crate::engine) outbox: Outbox,
    pub(in crate::engine) writer: Writer,
    pub(in crate::engine) transport: TransportKind,
    /// Where polling requests meet the session's task, until it has left for a WebSocket.
    pub(in crate::engine) polling: Option<Box<Mailbox>>,
    /// Why the session is to end, once somebody wants it to. The first reason wins.
    pub(in crate::engine) closing: Option<Reason>,
    pub(in crate::engine) life: Life,
    /// Somebody has been told that there is something to write.
    pub(in crate::engine) noted: bool,
    /// The connection's task.
    pub(in crate::engine) task: Option<Waker>,
}

/// How far a session is from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Life {
    Open,
    /// What is queued is written; nothing more is taken.
    Finishing,
    /// The transport is gone, and what was queued with it.
    Lost,
}

/// Who may write to the client.
#[derive(Debug)]
pub(in crate::engine) enum Writer {
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
pub(in crate::engine) struct Attention {
    /// The task is another than before.
    pub(in crate::engine) moved: bool,
    /// The client does not take what is sent to it.
    pub(in crate::engine) congested: bool,
    /// The session has another transport.
    pub(in crate::engine) upgraded: bool,
    pub(in crate::engine) closing: Option<Reason>,
}

/// How a push reaches the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Delivery {
    /// Somebody takes care already.
    Noted,
    /// At the end of the turn, or by the connection's task.
    Turn,
    /// By the connection's task.
    Task,
}

impl State {
    pub(in crate::engine) fn delivery(&mut self) -> Delivery {
        let noted = std::mem::replace(&mut self.noted, true);
        match &self.writer {
            _ if noted => Delivery::Noted,
            Writer::Busy | Writer::Blocked(_) => Delivery::Noted,
            Writer::Anyone(_) | Writer::Poll => Delivery::Turn,
            Writer::Task => Delivery::Task,
        }
    }

    pub(in crate::engine) fn queue_replies(&mut self, replies: &mut Vec<u8>) {
        if !replies.is_empty() && self.life != Life::Lost {
            self.outbox
                .push(Item::Frames(Bytes::copy_from_slice(replies)));
        }
        replies.clear();
    }

    pub(in crate::engine) fn take_writer(&mut self) -> Option<OwnedWriteHalf> {
        match std::mem::replace(&mut self.writer, Writer::Busy) {
            Writer::Anyone(half) => Some(half),
            other => {
                self.writer = other;
                None
            }
        }
    }

    /// Whoever may write is told that there is something; `false` if the socket has no room for it.
    pub(in crate::engine) fn leave_to_others(&mut self) -> bool {
        if matches!(self.writer, Writer::Poll) {
            self.wake_get();
        }
        !matches!(self.writer, Writer::Blocked(_))
    }

    /// The transport is gone, or has to go at once: nothing that waits can be delivered.
    pub(in crate::engine) fn end(&mut self, reason: Reason) {
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

    pub(in crate::engine) fn wake_get(&mut self) {
        if let Some(mailbox) = &mut self.polling {
            mailbox.wake_get();
        }
    }

    /// Whom to wake so that a GET is answered.
    pub(in crate::engine) fn take_get(&mut self) -> Option<Waker> {
        self.polling.as_mut()?.take_get()
    }

    pub(in crate::engine) fn wake_task(&self) {
        if let Some(task) = &self.task {
            task.wake_by_ref();
        }
    }
}
