//! The part of writing that the connection's own task does: waiting for room, streams that only the task may
//! write to, and the end.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWriteExt as _, ReadBuf},
    net::tcp::OwnedWriteHalf,
};

use super::{WebSocket, Wire};
use crate::engine::{outbox, peer::Peer};

/// How often one turn reads what nobody will look at.
const DISCARDS: usize = 16;

impl WebSocket {
    /// Writes what is queued and then `replies`. Pending while the client has no room for it.
    pub(in crate::engine) fn poll_flush(
        &mut self,
        cx: &mut Context<'_>,
        peer: &Peer,
        replies: &mut Vec<u8>,
    ) -> Poll<io::Result<()>> {
        match &mut self.wire {
            Wire::Tcp(_) => {
                while !peer.write(replies) {
                    ready!(peer.poll_unblock(cx));
                }
                Poll::Ready(Ok(()))
            }
            Wire::Other(stream) => {
                let mut batch = {
                    let mut state = peer.state.lock();
                    state.noted = false;
                    state.queue_replies(replies);
                    state.outbox.take()
                };
                let written = outbox::with_scratch(|scratch| {
                    loop {
                        let stretch = batch.stretch(scratch);
                        if stretch.is_empty() {
                            return Pin::new(&mut **stream).poll_flush(cx);
                        }
                        let count = ready!(Pin::new(&mut **stream).poll_write(cx, stretch))?;
                        if count == 0 {
                            return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
                        }
                        batch.written(count);
                    }
                });
                peer.state.lock().outbox.put_back(batch);
                written
            }
        }
    }

    /// Writes one frame before the session has a peer for it; `half` is the writing half of plain TCP.
    pub(in crate::engine) async fn send(
        &mut self,
        half: Option<&mut OwnedWriteHalf>,
        frame: &[u8],
    ) -> io::Result<()> {
        match (&mut self.wire, half) {
            (Wire::Other(stream), _) => {
                stream.write_all(frame).await?;
                stream.flush().await
            }
            (Wire::Tcp(_), Some(half)) => half.write_all(frame).await,
            (Wire::Tcp(_), None) => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    /// All is written: tells the client that nothing more comes.
    pub(in crate::engine) fn poll_shutdown(
        &mut self,
        cx: &mut Context<'_>,
        peer: &Peer,
        linger: bool,
    ) -> Poll<()> {
        match &mut self.wire {
            Wire::Tcp(_) => peer.poll_hang_up(linger),
            // An error means that the client is gone already.
            Wire::Other(stream) => Pin::new(&mut **stream).poll_shutdown(cx).map(drop),
        }
    }

    /// Reads and forgets until the client has nothing more to say.
    pub(in crate::engine) fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        outbox::with_scratch(|scratch| {
            scratch.resize(16 << 10, 0);
            for _ in 0..DISCARDS {
                let mut space = ReadBuf::new(scratch);
                let read = ready!(match &mut self.wire {
                    Wire::Tcp(read) => Pin::new(read).poll_read(cx, &mut space),
                    Wire::Other(stream) => Pin::new(&mut **stream).poll_read(cx, &mut space),
                });
                if read.is_err() || space.filled().is_empty() {
                    return Poll::Ready(());
                }
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        })
    }
}
