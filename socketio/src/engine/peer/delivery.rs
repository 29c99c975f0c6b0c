//! Delivery: how what is queued for a peer gets onto its socket, by whoever's turn it is. One thread writes
//! at a time and never under the peer's lock; the others leave what they have in the queue.

use std::{
    io,
    task::{Context, Poll},
};

use bytes::Bytes;
use parking_lot::MutexGuard;
use tokio::net::tcp::OwnedWriteHalf;

use super::{
    Peer,
    state::{Life, State, Writer},
};
use crate::{
    engine::outbox::{self, Item, Outbox},
    observe::Reason,
};

/// How often one flush goes on because more has come meanwhile; then the peer's own task takes over.
const ROUNDS: usize = 8;

impl Peer {
    /// Writes what is queued, if anyone may write. `false` if nothing is queued.
    pub(in crate::engine) fn flush(&self) -> bool {
        let mut state = self.state.lock();
        state.noted = false;
        if state.outbox.is_empty() {
            return false;
        }
        match state.take_writer() {
            Some(half) => self.write_queued(half, state),
            None => state.leave_to_others(),
        };
        true
    }

    /// Writes what is queued and then `replies`, which must be sent last. What can't be written is queued;
    /// `false` if the socket has no room for it.
    pub(in crate::engine) fn write(&self, replies: &mut Vec<u8>) -> bool {
        let mut state = self.state.lock();
        state.noted = false;
        if state.outbox.is_empty() && replies.is_empty() {
            return !matches!(state.writer, Writer::Blocked(_));
        }
        let Some(half) = state.take_writer() else {
            state.queue_replies(replies);
            return state.leave_to_others();
        };
        if !state.outbox.is_empty() {
            state.queue_replies(replies);
            return self.write_queued(half, state);
        }
        drop(state);
        let room = self.write_bytes(half, replies);
        replies.clear();
        room
    }

    /// Mostly one frame waits: it is written as it is.
    #[inline(always)] // the half would move from fn to fn
    fn write_queued(&self, half: OwnedWriteHalf, mut state: MutexGuard<'_, State>) -> bool {
        let only = state.outbox.take_only_frame();
        drop(state);
        match only {
            Some(message) => self.write_bytes(half, message.frame()),
            None => self.write_on(half, Outbox::default()),
        }
    }

    #[inline(always)]
    fn write_bytes(&self, half: OwnedWriteHalf, bytes: &[u8]) -> bool {
        let count = half.try_write(bytes).unwrap_or(0); // an error comes again, where it counts
        if count < bytes.len() {
            let mut batch = Outbox::default();
            batch.push(Item::Frames(Bytes::copy_from_slice(&bytes[count..])));
            return self.write_on(half, batch);
        }
        let mut state = self.state.lock();
        if !state.outbox.is_empty() || state.life != Life::Open {
            drop(state);
            return self.write_on(half, Outbox::default());
        }
        state.noted = false;
        state.writer = Writer::Anyone(half);
        true
    }

    /// Writes `batch`, and what is queued behind it until there is nothing more.
    fn write_on(&self, half: OwnedWriteHalf, mut batch: Outbox) -> bool {
        for _ in 0..ROUNDS {
            let mut state = self.state.lock();
            if state.life == Life::Lost {
                return true;
            }
            // What came meanwhile told nobody: it is this loop's.
            state.noted = false;
            if batch.is_empty() && state.outbox.is_empty() {
                state.outbox.put_back(batch);
                state.writer = Writer::Anyone(half);
                if state.life == Life::Finishing {
                    state.wake_task();
                }
                return true;
            }
            state.outbox.put_back(batch);
            batch = state.outbox.take();
            drop(state);

            match write_out(&half, &mut batch) {
                Ok(true) => {}
                Ok(false) => return self.rest(Writer::Blocked(half), batch),
                Err(_) => {
                    let mut state = self.state.lock();
                    state.end(Reason::TransportClose);
                    state.wake_task();
                    return true;
                }
            }
        }
        self.rest(Writer::Anyone(half), batch)
    }

    /// Leaves what could not be written to the peer's own task. Whether the socket has room.
    #[cold]
    fn rest(&self, writer: Writer, batch: Outbox) -> bool {
        let mut state = self.state.lock();
        let room = matches!(writer, Writer::Anyone(_));
        if state.life != Life::Lost {
            state.outbox.put_back(batch);
            state.writer = writer;
            state.wake_task();
        }
        room
    }

    /// The task's own part of writing: waits until a blocked socket has room.
    pub(in crate::engine) fn poll_unblock(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state.lock();
        let Writer::Blocked(half) = &state.writer else {
            return Poll::Ready(());
        };
        match half.as_ref().poll_write_ready(cx) {
            Poll::Pending => Poll::Pending,
            // An error shows when it is written to.
            Poll::Ready(_) => {
                if let Writer::Blocked(half) = std::mem::replace(&mut state.writer, Writer::Busy) {
                    state.writer = Writer::Anyone(half);
                }
                Poll::Ready(())
            }
        }
    }
}

/// Writes until all is out (`true`) or the socket is full (`false`).
fn write_out(half: &OwnedWriteHalf, batch: &mut Outbox) -> io::Result<bool> {
    outbox::with_scratch(|scratch| {
        loop {
            let stretch = batch.stretch(scratch);
            if stretch.is_empty() {
                return Ok(true);
            }
            match half.try_write(stretch) {
                Ok(count) => batch.written(count),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
    })
}
