//! Delivery: writes the queue of a peer to its socket, on the thread of the session or on that of a sender. One thread writes
//! at a time, never under the peer's lock; other threads leave their messages in the queue.

use std::{
    io,
    task::{Context, Poll},
};

use bytes::Bytes;
use parking_lot::MutexGuard;
use tokio::net::tcp::OwnedWriteHalf;

use super::{
    Peer,
    link::Link,
    state::{Noted, PeerState},
};
use crate::engine::{
    format::revision::BytesForm,
    outbox::{self, Item, Outbox},
};

/// How often one flush goes on because more has been queued meanwhile. Then the session's task goes on.
const ROUNDS: usize = 8;

impl Peer {
    /// Writes what is queued, if anyone may write. Returns how many bytes were queued.
    pub(in crate::engine) fn flush(&self) -> usize {
        let mut state = self.state.lock();
        state.noted = Noted::BY_NOBODY;
        let bytes = state.outbox.bytes();
        if state.outbox.is_empty() {
            return 0;
        }
        match state.link.take_half() {
            Some(half) => self.write_queued(half, state),
            None => state.leave_to_others(),
        };
        bytes
    }

    /// Writes what is queued and then `replies`, which must be sent last. What cannot be written is queued;
    /// `false` if the socket has no room for it.
    pub(in crate::engine) fn write(&self, replies: &mut Vec<u8>) -> bool {
        let mut state = self.state.lock();
        state.noted = Noted::BY_NOBODY;
        if state.outbox.is_empty() && replies.is_empty() {
            return !matches!(state.link, Link::Blocked(_));
        }
        let Some(half) = state.link.take_half() else {
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

    /// Writes what is queued. Usually that is one frame, which is written without a copy.
    #[inline(always)] // otherwise the half is copied from fn to fn
    fn write_queued(&self, half: OwnedWriteHalf, mut state: MutexGuard<'_, PeerState>) -> bool {
        // What is to be compressed is no finished frame, nor is binary data that gets another form.
        let finished =
            self.deflate(state.manner.window).is_none() && state.manner.bytes == BytesForm::Raw;
        let only = if finished {
            state.outbox.take_only_frame()
        } else {
            None
        };
        drop(state);
        match only {
            Some(message) => self.write_bytes(half, message.frame()),
            None => self.write_on(half, Outbox::default()),
        }
    }

    #[inline(always)]
    fn write_bytes(&self, half: OwnedWriteHalf, bytes: &[u8]) -> bool {
        // An error counts as nothing written: `write_on` tries again, and handles it.
        let count = half.try_write(bytes).unwrap_or(0);
        if count < bytes.len() {
            let mut batch = Outbox::default();
            batch.push(Item::Frames(Bytes::copy_from_slice(&bytes[count..])));
            return self.write_on(half, batch);
        }
        let mut state = self.state.lock();
        if !state.outbox.is_empty() || !state.open {
            drop(state);
            return self.write_on(half, Outbox::default());
        }
        state.noted = Noted::BY_NOBODY;
        state.link.put_half(half);
        state.tell_room(&self.config);
        true
    }

    /// Writes `batch`, and what is queued behind it until there is nothing more.
    fn write_on(&self, half: OwnedWriteHalf, mut batch: Outbox) -> bool {
        for _ in 0..ROUNDS {
            let mut state = self.state.lock();
            if state.link.is_lost() {
                half.forget();
                return true;
            }
            // Pushes that found `noted` set have woken nobody: this loop has to write them.
            state.noted = Noted::BY_NOBODY;
            if batch.is_empty() && state.outbox.is_empty() {
                state.outbox.put_back(batch);
                state.link.put_half(half);
                state.tell_room(&self.config);
                if !state.open {
                    state.wake_task();
                }
                return true;
            }
            state.outbox.put_back(batch);
            batch = state.take_queued();
            let deflate = self.deflate(state.manner.window);
            drop(state);
            if let Some(deflate) = deflate {
                batch.deflate(deflate);
            }

            match write_out(&half, &mut batch) {
                Ok(true) => {}
                Ok(false) => return self.stop_writing(half, false, batch),
                Err(_) => {
                    half.forget();
                    // The session goes on until its task has read what came before the connection broke.
                    let mut state = self.state.lock();
                    state.lose();
                    state.wake_task();
                    return true;
                }
            }
        }
        self.stop_writing(half, true, batch)
    }

    /// Leaves what could not be written to the session's task. `room`: the socket takes more; gives it back.
    #[cold]
    fn stop_writing(&self, half: OwnedWriteHalf, room: bool, batch: Outbox) -> bool {
        let mut state = self.state.lock();
        if state.link.is_lost() {
            half.forget();
            return room;
        }
        state.outbox.put_back(batch);
        state.tell_room(&self.config);
        if room {
            state.link.put_half(half);
        } else {
            state.link.block(half);
        }
        state.wake_task();
        room
    }

    /// Waits until a full socket has room. Called by the session's task.
    pub(in crate::engine) fn poll_unblock(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state.lock();
        let Link::Blocked(half) = &state.link else {
            return Poll::Ready(());
        };
        // An error shows when it is written to.
        let ready = half.as_ref().poll_write_ready(cx).map(drop);
        if ready.is_ready() {
            state.link.unblock();
        }
        ready
    }

    /// Takes out what is queued, and `replies` behind it, for the session's task to write.
    pub(in crate::engine) fn take_queued(&self, replies: &mut Vec<u8>) -> Outbox {
        let mut state = self.state.lock();
        state.noted = Noted::BY_NOBODY;
        state.queue_replies(replies);
        let mut batch = state.take_queued();
        let deflate = self.deflate(state.manner.window);
        drop(state);
        if let Some(deflate) = deflate {
            batch.deflate(deflate);
        }
        batch
    }

    /// Puts back what the session's task could not write.
    pub(in crate::engine) fn put_back(&self, batch: Outbox) {
        let mut state = self.state.lock();
        if !state.link.is_lost() {
            state.outbox.put_back(batch);
            state.tell_room(&self.config);
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
