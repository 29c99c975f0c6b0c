//! Transports: how packets of a session come in and bytes go out. [`Transport`] has one arm for each, and what an arm
//! needs is in the folder of its name. Knows nothing of sessions: a connection asks, and passes on what comes.

pub(in crate::engine) mod inbox;
pub(in crate::engine) mod polling;
pub(in crate::engine) mod received;
pub(in crate::engine) mod stream;
pub(crate) mod websocket;

use std::{
    io, mem,
    task::{Context, Poll},
};

use bytes::Bytes;

use self::{
    inbox::Inbox,
    polling::bodies::Bodies,
    received::{Malformed, Received},
    websocket::WebSocket,
};
use super::{format::deflate::Window, outbox::Outbox};

/// What the task of a session reads from and, unless others do it, writes to.
#[derive(Debug)]
pub(in crate::engine) enum Transport {
    /// POSTs bring bodies, and GETs take what is queued.
    Polling(Bodies),
    /// The client has left polling. What it POSTed before is read first; all that is written goes the new way.
    Moved(Box<Moved>),
    WebSocket(WebSocket),
}

#[derive(Debug)]
pub(in crate::engine) struct Moved {
    bodies: Bodies,
    next: Transport,
}

/// How what is queued leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Output {
    /// The client fetches it.
    Fetched,
    /// Any task that has something to send writes it: the writing half is with the peer.
    Shared,
    /// The session's task writes it to the transport.
    Owned,
}

impl Transport {
    pub(in crate::engine) fn polling() -> Self {
        Self::Polling(Bodies::default())
    }

    /// Adds what is read as if the client had POSTed it.
    pub(in crate::engine) fn push_body(&mut self, body: &[u8]) {
        if let Self::Polling(bodies) = self {
            bodies.push(body);
        }
    }

    /// Goes on with `next`. `body` was POSTed and has not been read.
    pub(in crate::engine) fn move_to(&mut self, next: Self, body: Option<&Bytes>) {
        if let Self::Polling(bodies) = self {
            let mut bodies = mem::take(bodies);
            body.into_iter().for_each(|body| bodies.push(body));
            *self = Self::Moved(Box::new(Moved { bodies, next }));
        }
    }

    #[inline]
    pub(in crate::engine) fn output(&self) -> Output {
        match self {
            Self::WebSocket(websocket) if websocket.is_shared() => Output::Shared,
            Self::WebSocket(_) => Output::Owned,
            Self::Polling(_) => Output::Fetched,
            Self::Moved(moved) => moved.next.output(),
        }
    }

    /// How far back the client looks when it decompresses, if messages may be compressed.
    pub(in crate::engine) fn window(&self) -> Option<Window> {
        match self {
            Self::WebSocket(websocket) => websocket.window(),
            Self::Moved(moved) => moved.next.window(),
            Self::Polling(_) => None,
        }
    }

    /// An inbox with what the last turn left unread.
    pub(in crate::engine) fn take_inbox(&mut self) -> Box<Inbox> {
        match self {
            Self::WebSocket(websocket) => websocket.take_inbox(),
            // What is POSTed stays in its bodies until a packet of it is read.
            Self::Polling(_) | Self::Moved(_) => Inbox::take(Vec::new()),
        }
    }

    /// Keeps what the turn leaves unread.
    pub(in crate::engine) fn stash(&mut self, inbox: Box<Inbox>) {
        match self {
            Self::WebSocket(websocket) => websocket.stash(inbox),
            Self::Polling(_) | Self::Moved(_) => drop(inbox.put()),
        }
    }

    /// Reads what is there; `false` at the end of the stream. `fetch` gives the body that a POST has brought.
    pub(in crate::engine) fn poll_fill(
        &mut self,
        cx: &mut Context<'_>,
        inbox: &mut Inbox,
        fetch: impl FnOnce() -> Option<Bytes>,
    ) -> Poll<io::Result<bool>> {
        match self {
            Self::WebSocket(websocket) => websocket.poll_fill(cx, inbox),
            Self::Polling(bodies) => {
                if !bodies.is_empty() {
                    return Poll::Ready(Ok(true));
                }
                // The POST that brings a body wakes the task, whose waker the peer has since the beginning of the turn.
                let Some(body) = fetch() else {
                    return Poll::Pending;
                };
                bodies.push(&body);
                Poll::Ready(Ok(true))
            }
            // `next` has more: bodies, or what was read ahead of the new transport.
            Self::Moved(_) => Poll::Ready(Ok(true)),
        }
    }

    /// The next packet in the inbox; `None` while it is not all there.
    #[inline(always)] // or what it returns would be copied once more
    pub(in crate::engine) fn next(
        &mut self,
        inbox: &mut Inbox,
        max: usize,
    ) -> Result<Option<Received>, Malformed> {
        match self {
            Self::WebSocket(websocket) => websocket.next(inbox, max).map_err(Malformed::Frame),
            _ => self.next_polled(inbox, max),
        }
    }

    fn next_polled(
        &mut self,
        inbox: &mut Inbox,
        max: usize,
    ) -> Result<Option<Received>, Malformed> {
        let received = match self {
            Self::Polling(bodies) => return bodies.next(inbox).map_err(Malformed::Packet),
            Self::Moved(moved) => moved.bodies.next(inbox).map_err(Malformed::Packet)?,
            Self::WebSocket(_) => None,
        };
        if received.is_some() {
            return Ok(received);
        }
        // All that was POSTed is read.
        if let Self::Moved(moved) = mem::replace(self, Self::polling()) {
            *self = moved.next;
        }
        match self {
            Self::WebSocket(websocket) => {
                inbox.push(&websocket.take_leftover());
                websocket.next(inbox, max).map_err(Malformed::Frame)
            }
            Self::Polling(_) | Self::Moved(_) => Ok(None),
        }
    }

    /// Writes what is in `batch`, unless it is fetched.
    pub(in crate::engine) fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        batch: &mut Outbox,
    ) -> Poll<io::Result<()>> {
        match self {
            Self::WebSocket(websocket) => websocket.poll_write(cx, batch),
            Self::Moved(moved) => moved.next.poll_write(cx, batch),
            Self::Polling(_) => Poll::Ready(Ok(())),
        }
    }

    /// All is written: tells the client that nothing more comes.
    pub(in crate::engine) fn poll_shutdown(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match self {
            Self::WebSocket(websocket) => websocket.poll_shutdown(cx),
            Self::Moved(moved) => moved.next.poll_shutdown(cx),
            Self::Polling(_) => Poll::Ready(()),
        }
    }

    /// Ready when the client has nothing more to say; what it says until then is not looked at.
    pub(in crate::engine) fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match self {
            Self::WebSocket(websocket) => websocket.poll_discard(cx),
            Self::Moved(moved) => moved.next.poll_discard(cx),
            Self::Polling(_) => Poll::Ready(()),
        }
    }
}
