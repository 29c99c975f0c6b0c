//! The end of a session, step by step: what is queued is written, the client is told, and its end is waited for.

use std::{
    future::Future,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::time::Instant;

use super::{Closing, Connection};
use crate::{
    engine::{
        outbox::Item,
        transport::{Output, websocket},
    },
    observe::Reason,
};

/// How long a session that ends may take to write what is queued and to see the client's end.
const TIME_TO_CLOSE: Duration = Duration::from_secs(2);

impl Connection {
    /// Ends a session that is over for `reason`: tells the client, if it is still there, and closes the connection.
    pub(crate) fn poll_close(&mut self, cx: &mut Context<'_>, reason: Reason) -> Poll<()> {
        loop {
            match self.closing {
                Closing::NotBegun if self.peer.is_lost() => return Poll::Ready(()),
                // A client that has been silent too long is not told: it most likely does not read any more.
                Closing::NotBegun
                    if reason == Reason::PingTimeout
                        && self.transport.output() == Output::Fetched =>
                {
                    self.peer.end(reason);
                    return Poll::Ready(());
                }
                Closing::NotBegun if self.transport.output() != Output::Fetched => {
                    self.closing = Closing::Announce(close_code(reason));
                }
                Closing::NotBegun => self.closing = Closing::Begin { linger: false },
                Closing::Announce(code) => {
                    // The close frame is queued even if the queue is full: the client has `TIME_TO_CLOSE` to read all of it.
                    self.peer
                        .enqueue_last(Item::Frames(websocket::close_frame(code)));
                    self.closing = Closing::Begin { linger: true };
                }
                Closing::Begin { linger } => {
                    self.peer.finish();
                    self.timer.as_mut().reset(Instant::now() + TIME_TO_CLOSE);
                    self.closing = Closing::Flush { linger };
                }
                Closing::Flush { linger } => {
                    if self.take_over() {
                        // The client has moved to a WebSocket meanwhile: the queue and the close frame go over that.
                        let frame = websocket::close_frame(close_code(reason));
                        self.peer.enqueue_last(Item::Frames(frame));
                        self.closing = Closing::Begin { linger: true };
                        continue;
                    }
                    if self.poll_finish(cx, linger).is_pending() {
                        return self.poll_patience(cx);
                    }
                    if !linger {
                        return Poll::Ready(());
                    }
                    self.closing = Closing::Linger;
                }
                // Closing while the client still sends would reset the connection, and the close frame be lost.
                Closing::Linger => {
                    return match self.transport.poll_discard(cx) {
                        Poll::Ready(()) => Poll::Ready(()),
                        Poll::Pending => self.timer.as_mut().poll(cx),
                    };
                }
            }
        }
    }

    /// Ready when `TIME_TO_CLOSE` has passed.
    fn poll_patience(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        ready!(self.timer.as_mut().poll(cx));
        // A client that tries a WebSocket does not poll: it moves, or its probe ends, which wakes this task.
        if self.transport.output() == Output::Fetched && self.peer.is_probed() {
            return Poll::Pending;
        }
        Poll::Ready(())
    }
}

/// RFC 6455 section 7.4.1.
fn close_code(reason: Reason) -> u16 {
    match reason {
        Reason::ServerShuttingDown => 1001,
        Reason::ParseError
        | Reason::ForcedClose
        | Reason::ForcedServerClose
        | Reason::TransportError => 1002,
        _ => 1000,
    }
}
