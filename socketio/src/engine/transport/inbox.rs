//! Inbox: the buffer that a connection reads into during one turn. Each thread has one for all its connections, so an
//! idle connection has none. What a turn leaves over is kept by its connection.

use std::{cell::Cell, ops::Range};

use tokio::io::ReadBuf;

/// How much is read at once: as much as a socket buffer commonly has.
const SIZE: usize = 64 << 10;
/// Leftovers up to this size are copied back into the thread's buffer. Larger ones stay in a buffer of their own.
const SMALL: usize = SIZE / 4;

thread_local! {
    static SPARE: Cell<Option<Box<Inbox>>> = const { Cell::new(None) };
}

/// Bytes that were read and are not decoded yet.
#[derive(Debug)]
pub(crate) struct Inbox {
    buffer: Vec<u8>,
    unread: Range<usize>,
    /// The last read has left room, so the socket had no more.
    drained: bool,
    /// A message that came in fragments, put together.
    assembled: Vec<u8>,
}

/// The part of an inbox that is one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Span {
    Buffer(Range<usize>),
    Assembled,
}

impl Inbox {
    fn new(buffer: Vec<u8>) -> Box<Self> {
        Box::new(Self {
            buffer,
            unread: 0..0,
            drained: false,
            assembled: Vec::new(),
        })
    }

    /// The thread's inbox, with `leftover` in front; or `leftover` itself when it is large.
    pub(in crate::engine) fn take(leftover: Vec<u8>) -> Box<Self> {
        let unread = 0..leftover.len();
        let mut inbox = if leftover.len() > SMALL {
            Self::new(leftover)
        } else {
            // The thread has none before its first use, and while a handler polls another connection.
            let mut inbox = SPARE.take().unwrap_or_else(|| Self::new(vec![0; SIZE]));
            if !leftover.is_empty() {
                inbox.buffer[unread.clone()].copy_from_slice(&leftover);
            }
            inbox
        };
        inbox.unread = unread;
        inbox.drained = false;
        inbox
    }

    /// Gives the thread its inbox back, and returns what was not decoded.
    pub(in crate::engine) fn put(mut self: Box<Self>) -> Vec<u8> {
        if self.unread.len() > SMALL {
            self.buffer.truncate(self.unread.end);
            self.buffer.drain(..self.unread.start);
            return self.buffer;
        }
        let leftover = if self.unread.is_empty() {
            Vec::new()
        } else {
            self.unread().to_vec()
        };
        if self.buffer.len() == SIZE {
            self.assembled = Vec::new();
            SPARE.set(Some(self));
        }
        leftover
    }

    /// Room to read into: at least half a buffer of it.
    pub(in crate::engine) fn space(&mut self) -> ReadBuf<'_> {
        if self.unread.is_empty() {
            self.unread = 0..0;
        }
        if self.unread.start > 0 && self.buffer.len() - self.unread.end < SIZE / 2 {
            self.buffer.copy_within(self.unread.clone(), 0);
            self.unread = 0..self.unread.len();
        }
        let wanted = self.unread.end + SIZE / 2;
        if self.buffer.len() < wanted {
            // The buffer grows with what has come, not with what a header announces.
            self.buffer.resize(wanted, 0);
        }
        ReadBuf::new(&mut self.buffer[self.unread.end..])
    }

    /// `count` bytes were read into the space.
    pub(in crate::engine) fn filled(&mut self, count: usize) {
        self.unread.end += count;
        self.drained = self.unread.end < self.buffer.len();
    }

    /// Whether the last read has emptied the socket.
    pub(in crate::engine) fn is_drained(&self) -> bool {
        self.drained
    }

    /// Appends bytes. What was consumed before makes room for them if nothing else is left.
    pub(in crate::engine) fn push(&mut self, bytes: &[u8]) {
        if self.unread.is_empty() {
            self.unread = 0..0;
        }
        let end = self.unread.end + bytes.len();
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        self.buffer[self.unread.end..end].copy_from_slice(bytes);
        self.unread.end = end;
    }

    pub(in crate::engine) fn unread(&self) -> &[u8] {
        &self.buffer[self.unread.clone()]
    }

    /// Steps over `skip` bytes and takes the `length` behind them.
    pub(in crate::engine) fn consume(&mut self, skip: usize, length: usize) -> Range<usize> {
        let start = self.unread.start + skip;
        self.unread.start = start + length;
        start..start + length
    }

    pub(in crate::engine) fn at(&mut self, range: Range<usize>) -> &mut [u8] {
        &mut self.buffer[range]
    }

    pub(in crate::engine) fn assemble(&mut self, message: Vec<u8>) -> Span {
        self.assembled = message;
        Span::Assembled
    }

    pub(in crate::engine) fn get(&self, span: &Span) -> &[u8] {
        match span {
            Span::Buffer(range) => &self.buffer[range.clone()],
            Span::Assembled => &self.assembled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inbox: &mut Inbox, bytes: &[u8]) {
        inbox.space().put_slice(bytes);
        inbox.filled(bytes.len());
    }

    #[test]
    fn what_is_left_comes_back_in_front() {
        let mut inbox = Inbox::take(Vec::new());
        read(&mut inbox, b"one two");
        assert_eq!(inbox.consume(0, 4), 0..4);

        let leftover = inbox.put();
        let mut inbox = Inbox::take(leftover);
        read(&mut inbox, b" three");

        assert_eq!(inbox.unread(), b"two three");
    }

    #[test]
    fn a_read_that_leaves_room_has_emptied_the_socket() {
        let mut inbox = Inbox::take(Vec::new());
        assert!(!inbox.is_drained(), "nothing was read yet");

        let room = inbox.space().remaining();
        read(&mut inbox, &vec![0; room]);
        assert!(!inbox.is_drained());

        read(&mut inbox, b"the rest");
        assert!(inbox.is_drained());
    }

    #[test]
    fn nothing_left_means_nothing_held() {
        let mut inbox = Inbox::take(Vec::new());
        read(&mut inbox, b"all");
        inbox.consume(0, 3);

        assert_eq!(inbox.put().capacity(), 0);
    }

    #[test]
    fn a_large_message_grows_a_buffer_of_its_own() {
        let mut leftover = Vec::new();
        let bytes: Vec<u8> = (0..SIZE * 5).map(|i| (i % 251) as u8).collect();

        for chunk in bytes.chunks(10_000) {
            let mut inbox = Inbox::take(leftover);
            read(&mut inbox, chunk);
            leftover = inbox.put();
        }

        assert_eq!(leftover, bytes);
    }
}
