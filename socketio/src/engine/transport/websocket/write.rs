//! The part of writing that the session's own task does: streams that only the task may write to, and the end.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWriteExt as _, ReadBuf},
    net::tcp::OwnedWriteHalf,
};

use super::{Halves, WebSocket};
use crate::engine::outbox::{self, Outbox};

/// How often one turn reads what nobody will look at.
const DISCARDS: usize = 16;

impl WebSocket {
    /// Writes what is in `batch`. Ready at once if the writing half is elsewhere.
    pub(in crate::engine) fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        batch: &mut Outbox,
    ) -> Poll<io::Result<()>> {
        let Halves::Both(stream) = &mut self.halves else {
            return Poll::Ready(Ok(()));
        };
        outbox::with_scratch(|scratch| {
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
        })
    }

    /// Writes one frame before a session uses the stream; `half` is the writing half of plain TCP.
    pub(in crate::engine) async fn send(
        &mut self,
        half: Option<&mut OwnedWriteHalf>,
        frame: &[u8],
    ) -> io::Result<()> {
        match (&mut self.halves, half) {
            (Halves::Both(stream), _) => {
                stream.write_all(frame).await?;
                stream.flush().await
            }
            (Halves::Reading(_), Some(half)) => half.write_all(frame).await,
            (Halves::Reading(_), None) => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    /// Tells the client that nothing more comes. Ready at once if the writing half is elsewhere.
    pub(in crate::engine) fn poll_shutdown(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match &mut self.halves {
            Halves::Reading(_) => Poll::Ready(()),
            // An error means that the client is gone already.
            Halves::Both(stream) => Pin::new(&mut **stream).poll_shutdown(cx).map(drop),
        }
    }

    /// Reads and forgets until the client has nothing more to say.
    pub(in crate::engine) fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        outbox::with_scratch(|scratch| {
            scratch.resize(16 << 10, 0);
            for _ in 0..DISCARDS {
                let mut space = ReadBuf::new(scratch);
                let read = ready!(match &mut self.halves {
                    Halves::Reading(read) => Pin::new(read).poll_read(cx, &mut space),
                    Halves::Both(stream) => Pin::new(&mut **stream).poll_read(cx, &mut space),
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
