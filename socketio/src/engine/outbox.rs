//! The outbound queue of one connection. Knows nothing of rooms or JSON. `push` never waits.

use std::collections::VecDeque;

use bytes::Bytes;

use super::{
    message::Message,
    spare,
    websocket::frame::{self, Opcode},
};

/// Pieces from this size on are written where they are; smaller ones are gathered first.
const LARGE: usize = 8 << 10;
/// How much is gathered for one write.
const GATHER: usize = 32 << 10;
/// A queue that has grown beyond this many places is given back once it is empty.
const KEEP: usize = 8;

/// Something to be written, in order.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// A Socket.IO packet.
    Message(Message),
    /// An Engine.IO packet of the engine's own: `2`, `6`, `0{..}`.
    Packet(Bytes),
    /// Finished WebSocket frames.
    Frames(Bytes),
}

/// What waits to be written, and how many bytes of its first item are out already.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    items: VecDeque<Item>,
    bytes: usize,
    offset: usize,
}

/// A piece of an item on the wire.
enum Piece<'a> {
    Bytes(&'a [u8]),
    Header([u8; frame::MAX_HEADER], usize),
}

impl Piece<'_> {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Header(bytes, size) => &bytes[..*size],
        }
    }
}

impl Item {
    /// What the limits count.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Message(message) => message.size(),
            Self::Packet(bytes) | Self::Frames(bytes) => bytes.len(),
        }
    }

    /// Its bytes on a WebSocket.
    fn frame_size(&self) -> usize {
        match self {
            Self::Message(message) => {
                let attachments = message.attachments().iter().map(|bytes| framed(bytes));
                message.frame().len() + attachments.sum::<usize>()
            }
            Self::Packet(bytes) => framed(bytes),
            Self::Frames(bytes) => bytes.len(),
        }
    }

    fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let (first, text, binary): (_, _, &[Bytes]) = match self {
            Self::Message(message) => (Some(message.frame()), None, message.attachments()),
            Self::Packet(bytes) => (None, Some(bytes), &[]),
            Self::Frames(bytes) => (Some(bytes), None, &[]),
        };
        let text = text.into_iter().map(|bytes| (Opcode::Text, bytes));
        let binary = binary.iter().map(|bytes| (Opcode::Binary, bytes));
        first
            .into_iter()
            .map(|bytes| Piece::Bytes(bytes))
            .chain(text.chain(binary).flat_map(|(opcode, bytes)| {
                let (header, size) = frame::header(opcode, bytes.len());
                [Piece::Header(header, size), Piece::Bytes(bytes)]
            }))
    }
}

fn framed(bytes: &[u8]) -> usize {
    frame::header_size(bytes.len()) + bytes.len()
}

impl Outbox {
    #[inline]
    pub(super) fn push(&mut self, item: Item) {
        self.bytes += item.size();
        self.items.push_back(item);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Messages that wait.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Bytes that wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn front(&self) -> Option<&Item> {
        self.items.front()
    }

    pub(super) fn pop(&mut self) -> Option<Item> {
        let item = self.items.pop_front()?;
        self.bytes -= item.size();
        self.offset = 0;
        Some(item)
    }

    /// Takes out the one item there is, if it is nothing but one frame.
    pub(super) fn pop_only_frame(&mut self) -> Option<Bytes> {
        match self.items.front() {
            Some(Item::Message(message))
                if self.items.len() == 1
                    && self.offset == 0
                    && message.attachments().is_empty() =>
            {
                match self.pop() {
                    Some(Item::Message(message)) => Some(message.into_frame()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Takes everything out, to be written without a lock.
    pub(super) fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Puts back what [`take`](Self::take) took, or what is left of it, before all that has come since.
    #[inline]
    pub(super) fn put_back(&mut self, mut taken: Self) {
        if taken.items.capacity() == 0 {
            return;
        }
        if taken.items.is_empty() && taken.items.capacity() > KEEP {
            return;
        }
        taken.bytes += self.bytes;
        taken.items.append(&mut self.items);
        *self = taken;
    }

    /// The next stretch to write to a WebSocket, gathered in `scratch` if it is of many pieces. Empty: nothing waits.
    pub(super) fn stretch<'a>(&'a self, scratch: &'a mut Vec<u8>) -> &'a [u8] {
        scratch.clear();
        if self.items.len() == 1
            && let Some(Item::Message(message)) = self.items.front()
            && message.attachments().is_empty()
        {
            // The common case needs no gathering: one frame, written where it is.
            return &message.frame()[self.offset..];
        }
        let mut skip = self.offset;
        for item in &self.items {
            for piece in item.pieces() {
                let bytes = piece.as_slice();
                if skip >= bytes.len() {
                    skip -= bytes.len();
                    continue;
                }
                if let Piece::Bytes(bytes) = piece
                    && bytes.len() - skip >= LARGE
                {
                    return if scratch.is_empty() {
                        &bytes[skip..]
                    } else {
                        scratch
                    };
                }
                scratch.extend_from_slice(&bytes[skip..]);
                skip = 0;
            }
            if scratch.len() >= GATHER {
                break;
            }
        }
        scratch
    }

    /// `count` bytes of the stretch are out.
    pub(super) fn written(&mut self, count: usize) {
        self.offset += count;
        while let Some(item) = self.items.front() {
            let size = item.frame_size();
            if self.offset < size {
                break;
            }
            self.offset -= size;
            self.bytes -= item.size();
            self.items.pop_front();
        }
    }
}

/// Lends a buffer to gather in.
pub(super) fn with_scratch<R>(run: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    let mut scratch = spare::take();
    let result = run(&mut scratch);
    spare::give(scratch);
    result
}

#[cfg(test)]
mod tests;
