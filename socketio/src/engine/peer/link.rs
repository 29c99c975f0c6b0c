//! Link: the way between a session and its client, one state machine for all transports. Every change of a link is a
//! method here; `docs/architecture.md` has the table of its states, and `link/tests.rs` walks it.

use std::mem;

use tokio::net::tcp::OwnedWriteHalf;

use crate::{
    engine::transport::{
        Transport,
        polling::mailbox::{Mailbox, ProbeStage},
    },
    observe::TransportKind,
};

/// How a session and its client reach each other, and who may write just now.
#[derive(Debug)]
pub(in crate::engine) enum Link {
    /// The client polls: requests and the session's task meet in the mailbox.
    Polling(Box<Mailbox>),
    /// The client has moved to another transport, which the session's task has to take over. Until it has, what is
    /// sent waits in the queue.
    Moving(Box<Mailbox>, Box<Handover>),
    /// Any task that has something to send may write it.
    Idle(OwnedWriteHalf),
    /// Somebody writes just now, and looks again before it stops.
    Busy,
    /// The socket is full: nobody may write. The session's task waits until there is room.
    Blocked(OwnedWriteHalf),
    /// Only the session's task may write, to a transport of this kind.
    Task(TransportKind),
    /// The transport is gone, and with it what was queued.
    Lost(Loss),
}

/// A transport on its way to the session's task.
#[derive(Debug)]
pub(in crate::engine) struct Handover {
    pub(in crate::engine) transport: Transport,
    pub(in crate::engine) kind: TransportKind,
    /// The writing half, if anybody may write.
    pub(in crate::engine) half: Option<OwnedWriteHalf>,
    /// The client asks for text alone on the new transport.
    pub(in crate::engine) text_only: bool,
}

/// What is remembered of a link that is lost.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Loss {
    kind: TransportKind,
    /// A POST had brought a body that nobody will read.
    pub(in crate::engine) refused: bool,
}

impl Link {
    /// The client polls.
    pub(in crate::engine) fn polling() -> Self {
        Self::Polling(Box::default())
    }

    /// A stream, for anybody to write to who has `half`, or else for the session's task.
    pub(in crate::engine) fn stream(kind: TransportKind, half: Option<OwnedWriteHalf>) -> Self {
        half.map_or(Self::Task(kind), Self::Idle)
    }

    /// The transport that the client uses, or used last.
    pub(in crate::engine) fn kind(&self) -> TransportKind {
        match self {
            Self::Polling(_) => TransportKind::Polling,
            Self::Moving(_, handover) => handover.kind,
            // Only a WebSocket over plain TCP has a half to share.
            Self::Idle(_) | Self::Busy | Self::Blocked(_) => TransportKind::WebSocket,
            Self::Task(kind) => *kind,
            Self::Lost(loss) => loss.kind,
        }
    }

    /// The mailbox, while the client polls.
    pub(in crate::engine) fn mailbox(&mut self) -> Option<&mut Mailbox> {
        match self {
            Self::Polling(mailbox) => Some(mailbox),
            _ => None,
        }
    }

    pub(in crate::engine) fn is_lost(&self) -> bool {
        matches!(self, Self::Lost(_))
    }

    /// A WebSocket is open beside polling; `false` if there may be none.
    pub(in crate::engine) fn begin_probe(&mut self) -> bool {
        match self {
            Self::Polling(mailbox) if mailbox.probe == ProbeStage::None => {
                mailbox.probe = ProbeStage::Open;
                true
            }
            _ => false,
        }
    }

    /// The client may move: its GET is answered, so that no request is under way when it does.
    pub(in crate::engine) fn answer_probe(&mut self) {
        if let Self::Polling(mailbox) = self
            && mailbox.probe == ProbeStage::Open
        {
            mailbox.probe = ProbeStage::Answered;
            mailbox.get.wake();
        }
    }

    /// The WebSocket is closed, and the client has not moved to it.
    pub(in crate::engine) fn end_probe(&mut self) {
        if let Self::Polling(mailbox) = self {
            mailbox.probe = ProbeStage::None;
        }
    }

    /// The client moves to the WebSocket that it has tried; `false` if it does not poll any more.
    pub(in crate::engine) fn hand_over(&mut self, handover: Handover) -> bool {
        match mem::replace(self, Self::Busy) {
            Self::Polling(mut mailbox) if mailbox.probe != ProbeStage::None => {
                mailbox.get.wake();
                *self = Self::Moving(mailbox, Box::new(handover));
                true
            }
            other => {
                *self = other;
                false
            }
        }
    }

    /// The session's task takes over the transport that the client has moved to, if it has.
    pub(in crate::engine) fn take_over(&mut self) -> Option<(Box<Mailbox>, Handover)> {
        match mem::replace(self, Self::Busy) {
            Self::Moving(mailbox, mut handover) => {
                *self = Self::stream(handover.kind, handover.half.take());
                Some((mailbox, *handover))
            }
            other => {
                *self = other;
                None
            }
        }
    }

    /// A write begins, if anybody may write.
    pub(in crate::engine) fn take_half(&mut self) -> Option<OwnedWriteHalf> {
        match mem::replace(self, Self::Busy) {
            Self::Idle(half) => Some(half),
            other => {
                *self = other;
                None
            }
        }
    }

    /// A write ends.
    pub(in crate::engine) fn put_half(&mut self, half: OwnedWriteHalf) {
        debug_assert!(matches!(self, Self::Busy));
        *self = Self::Idle(half);
    }

    /// A write ends for want of room.
    pub(in crate::engine) fn block(&mut self, half: OwnedWriteHalf) {
        debug_assert!(matches!(self, Self::Busy));
        *self = Self::Blocked(half);
    }

    /// There is room again.
    pub(in crate::engine) fn unblock(&mut self) {
        match mem::replace(self, Self::Busy) {
            Self::Blocked(half) => *self = Self::Idle(half),
            other => *self = other,
        }
    }

    /// The writing half is closed, if it is here: the client reads the end of the stream.
    pub(in crate::engine) fn hang_up(&mut self) {
        if let Self::Idle(_) = self {
            *self = Self::Task(self.kind());
        }
    }

    /// The transport is gone.
    pub(in crate::engine) fn lose(&mut self) {
        let kind = self.kind();
        let refused = match mem::replace(self, Self::Busy) {
            Self::Polling(mut mailbox) | Self::Moving(mut mailbox, _) => {
                mailbox.refuse_body();
                mailbox.wake_all();
                mailbox.refused
            }
            // The socket is closed when the reading half is dropped as well. That ends both directions, so this half need
            // not be shut down by itself.
            Self::Idle(half) | Self::Blocked(half) => {
                half.forget();
                false
            }
            Self::Lost(loss) => loss.refused,
            Self::Busy | Self::Task(_) => false,
        };
        *self = Self::Lost(Loss { kind, refused });
    }
}

#[cfg(test)]
mod tests;
