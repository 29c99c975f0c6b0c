//! What a connection writes, whichever way its transport takes.

use std::{
    io,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;

use super::Connection;
use crate::engine::{
    Draft, Form, append_frame,
    outbox::Item,
    peer::{Peer, turn},
    spare,
    transport::{Output, Transport},
};

impl Connection {
    /// One message of about so many bytes to this connection's own client; it leaves at the end of the turn.
    pub(crate) fn reply(&mut self, form: Form, about: usize, write: impl FnOnce(&mut Vec<u8>)) {
        if let Transport::WebSocket(websocket) = &self.transport {
            let deflate = self.peer.deflate(websocket.window());
            return turn::reply(|replies| {
                let start = replies.len();
                append_frame(replies, form, about, write);
                if let Some(deflate) = deflate {
                    deflate.compress_last(replies, start);
                }
            });
        }
        if form == Form::Binary {
            let mut draft = Draft::new(form);
            write(draft.buffer());
            return self.peer.enqueue(Item::Message(draft.finish(Vec::new())));
        }
        let mut packet = spare::take();
        packet.push(b'4');
        write(&mut packet);
        self.peer
            .enqueue(Item::Packet(Bytes::copy_from_slice(&packet)));
        spare::give(packet);
    }

    /// Writes what this connection's client is to get. Pending when the client has no room for it.
    pub(crate) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let flushed = flush(&mut self.transport, cx, &self.peer);
        if self.congested && flushed.is_ready() {
            // This turn has not read, for want of room. The next one can.
            cx.waker().wake_by_ref();
        }
        flushed.map(|written| {
            if written.is_err() && !self.lost {
                // The session ends when the next turn has read what came before the connection broke.
                self.peer.lose();
                cx.waker().wake_by_ref();
            }
        })
    }

    /// Refuses what is queued from now on. Ready when the rest is written and the client has been told that the session is
    /// over. With `linger` the writing half is closed, and the reading half stays open for what the client still sends.
    pub(super) fn poll_finish(&mut self, cx: &mut Context<'_>, linger: bool) -> Poll<()> {
        if self.transport.output() == Output::Fetched {
            return self.peer.poll_told();
        }
        // An error means that the client is gone: there is nobody to wait for.
        let _ = ready!(flush(&mut self.transport, cx, &self.peer));
        match self.transport.output() {
            Output::Shared => self.peer.poll_hang_up(linger),
            _ => self.transport.poll_shutdown(cx),
        }
    }
}

/// Writes what is queued and what the turn has to reply. Pending while the client has no room for it.
fn flush(
    transport: &mut Transport,
    cx: &mut Context<'_>,
    peer: &Arc<Peer>,
) -> Poll<io::Result<()>> {
    match transport.output() {
        Output::Shared => turn::with_replies(|replies| {
            while !peer.write(replies) {
                ready!(peer.poll_unblock(cx));
            }
            Poll::Ready(Ok(()))
        }),
        Output::Owned => {
            let mut batch = turn::with_replies(|replies| peer.take_queued(replies));
            let written = transport.poll_write(cx, &mut batch);
            peer.put_back(batch);
            written
        }
        Output::Fetched => {
            peer.flush();
            Poll::Ready(Ok(()))
        }
    }
}
