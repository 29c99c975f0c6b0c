//! Transport: how bytes of a session come in and go out, a closed enum with one arm each. A polling session may
//! have a successor, to which it turns once everything that was polled is read.

use std::{
    io, mem,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;

use crate::engine::{
    format::{frame::Violation, message::append_frame, packet::PacketError, payload},
    outbox::Item,
    peer::{Peer, turn},
    spare,
    transport::{
        inbox::{Inbox, Place},
        websocket::{Received, WebSocket},
    },
};

#[derive(Debug)]
pub(in crate::engine) enum Transport {
    Polling(Box<Polled>),
    WebSocket(WebSocket),
}

/// What POSTs have delivered, and what comes after them.
#[derive(Debug, Default)]
pub(in crate::engine) struct Polled {
    /// Bodies that are not understood yet, each with a separator behind it.
    unread: Vec<u8>,
    successor: Option<WebSocket>,
}

/// Why what came cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Malformed {
    Frame(Violation),
    Packet(PacketError),
}

impl Transport {
    pub(in crate::engine) fn polling() -> Self {
        Self::Polling(Box::default())
    }

    /// A client has moved to a WebSocket. What it has polled before is read first.
    pub(in crate::engine) fn upgrade(&mut self, peer: &Peer) {
        let Self::Polling(polled) = self else { return };
        let Some(mut mailbox) = peer.state.lock().polling.take() else {
            return;
        };
        if let Some(body) = mailbox.take_delivered() {
            polled.unread.extend_from_slice(&body);
            polled.unread.push(payload::SEPARATOR);
        }
        polled.successor = mailbox.successor.take();
    }

    pub(in crate::engine) fn take_inbox(&mut self) -> Box<Inbox> {
        match self {
            Self::Polling(polled) => Inbox::take(mem::take(&mut polled.unread)),
            Self::WebSocket(websocket) => websocket.take_inbox(),
        }
    }

    pub(in crate::engine) fn stash(&mut self, inbox: Box<Inbox>) {
        match self {
            Self::Polling(polled) => {
                let mut unread = inbox.put();
                unread.append(&mut polled.unread);
                polled.unread = unread;
            }
            Self::WebSocket(websocket) => websocket.stash(inbox),
        }
    }

    /// Reads what is there; `false` at the end of the stream.
    pub(in crate::engine) fn poll_fill(
        &mut self,
        cx: &mut Context<'_>,
        inbox: &mut Inbox,
        peer: &Peer,
    ) -> Poll<io::Result<bool>> {
        match self {
            Self::Polling(polled) => {
                if polled.successor.is_some() || !polled.unread.is_empty() {
                    return Poll::Ready(Ok(true));
                }
                // The task has told the peer how to wake it, at the begin of its turn.
                let Some(body) = peer.take_delivered() else {
                    return Poll::Pending;
                };
                inbox.push(&body);
                inbox.push(&[payload::SEPARATOR]);
                Poll::Ready(Ok(true))
            }
            Self::WebSocket(websocket) => websocket.poll_fill(cx, inbox),
        }
    }

    /// The next packet in the inbox; `None` while it is not all there.
    pub(in crate::engine) fn next(
        &mut self,
        inbox: &mut Inbox,
        max: usize,
    ) -> Result<Option<Received>, Malformed> {
        if let Self::Polling(polled) = self {
            if inbox.unread().is_empty() {
                inbox.push(&mem::take(&mut polled.unread));
            }
            if !inbox.unread().is_empty() {
                return next_polled(inbox).map(Some).map_err(Malformed::Packet);
            }
            let Some(mut successor) = polled.successor.take() else {
                return Ok(None);
            };
            inbox.push(&successor.take_leftover());
            *self = Self::WebSocket(successor);
        }
        match self {
            Self::WebSocket(websocket) => websocket.next(inbox, max).map_err(Malformed::Frame),
            Self::Polling(_) => Ok(None),
        }
    }

    /// One message to the client, as text of about so many bytes.
    pub(in crate::engine) fn reply(
        &self,
        peer: &Arc<Peer>,
        about: usize,
        write: impl FnOnce(&mut Vec<u8>),
    ) {
        match self {
            Self::WebSocket(_) => turn::reply(|replies| append_frame(replies, about, write)),
            Self::Polling(_) => {
                let mut packet = spare::take();
                packet.push(b'4');
                write(&mut packet);
                peer.enqueue(Item::Packet(Bytes::copy_from_slice(&packet)));
                spare::give(packet);
            }
        }
    }

    /// Writes what is queued and what the turn has to reply. Pending while the client has no room for it.
    pub(in crate::engine) fn poll_flush(
        &mut self,
        cx: &mut Context<'_>,
        peer: &Peer,
    ) -> Poll<io::Result<()>> {
        match self.websocket() {
            Some(websocket) => {
                turn::with_replies(|replies| websocket.poll_flush(cx, peer, replies))
            }
            None => {
                peer.flush();
                Poll::Ready(Ok(()))
            }
        }
    }

    /// Nothing more is queued from now on: ready when the client has got the rest and knows that it is over. If it
    /// is to `linger`, it will read the end of the stream as well; otherwise we let go of the whole at once.
    pub(in crate::engine) fn poll_finish(
        &mut self,
        cx: &mut Context<'_>,
        peer: &Peer,
        linger: bool,
    ) -> Poll<()> {
        let Some(websocket) = self.websocket() else {
            return peer.poll_dismissed();
        };
        // An error means that the client is gone, and so are all reasons to wait.
        let _ = ready!(turn::with_replies(
            |replies| websocket.poll_flush(cx, peer, replies)
        ));
        websocket.poll_shutdown(cx, peer, linger)
    }

    /// Ready when the client has nothing more to say; what it says until then is not read.
    pub(in crate::engine) fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match self.websocket() {
            Some(websocket) => websocket.poll_discard(cx),
            None => Poll::Ready(()),
        }
    }

    /// Where output goes, if that is a WebSocket.
    fn websocket(&mut self) -> Option<&mut WebSocket> {
        match self {
            Self::Polling(polled) => polled.successor.as_mut(),
            Self::WebSocket(websocket) => Some(websocket),
        }
    }

    /// Whether the end is announced by a frame.
    pub(in crate::engine) fn says_goodbye(&self) -> bool {
        match self {
            Self::Polling(polled) => polled.successor.is_some(),
            Self::WebSocket(_) => true,
        }
    }
}

/// The next packet of the bodies in the inbox.
fn next_polled(inbox: &mut Inbox) -> Result<Received, PacketError> {
    let (part, next) = payload::first(inbox.unread());
    let length = part.len();
    if let Some(bytes) = payload::binary(part) {
        inbox.consume(next, 0);
        return Ok(Received::Binary(inbox.assemble(bytes?)));
    }
    let place = Place::Buffer(inbox.consume(0, length));
    inbox.consume(next - length, 0);
    Ok(Received::Text(place))
}
