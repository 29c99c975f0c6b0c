//! The outbound queue of one connection. Knows nothing of rooms or JSON. `push` never waits.

pub(in crate::engine) mod overflow;

use std::collections::VecDeque;

use bytes::Bytes;

use super::{
    format::{
        deflate::Deflate,
        frame::{self, Opcode},
        message::{Form, Message},
        payload,
        revision::BytesForm,
        revision3,
    },
    spare,
};

/// Pieces from this size on are written without a copy; smaller ones are gathered in a buffer first.
const LARGE: usize = 8 << 10;
/// How much is gathered for one write.
const GATHER: usize = 32 << 10;
/// A queue that has grown beyond this many places is given back once it is empty.
const KEEP: usize = 8;

/// Something to be written, in order.
#[derive(Clone, Debug)]
pub(in crate::engine) enum Item {
    /// A Socket.IO packet.
    Message(Message),
    /// An Engine.IO packet of the engine's own: `2`, `6`, `0{..}`.
    Packet(Bytes),
    /// Finished WebSocket frames.
    Frames(Bytes),
}

/// What waits to be written, and how many bytes of its first item have been written already.
#[derive(Debug, Default)]
pub(in crate::engine) struct Outbox {
    /// The first item. Mostly it is the only one, and needs no list.
    first: Option<Item>,
    /// What waits behind the first.
    more: VecDeque<Item>,
    bytes: usize,
    offset: usize,
}

/// Bytes of an item as they are written.
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
    /// The size that the limits of a queue count.
    pub(in crate::engine) fn size(&self) -> usize {
        match self {
            Self::Message(message) => message.size(),
            Self::Packet(bytes) | Self::Frames(bytes) => bytes.len(),
        }
    }

    /// How many bytes the item is on a WebSocket.
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
            .map(Piece::Bytes)
            .chain(text.chain(binary).flat_map(|(opcode, bytes)| {
                let (header, size) = frame::header(opcode, bytes.len());
                [Piece::Header(header, size), Piece::Bytes(bytes)]
            }))
    }
}

/// Appends a frame with binary data in the form in which the client reads it.
fn push_bytes(frames: &mut Vec<u8>, bytes: &[u8], form: BytesForm) {
    let (opcode, payload) = match form {
        BytesForm::Raw => (Opcode::Binary, bytes.to_vec()),
        BytesForm::Base64 => (Opcode::Text, payload::encode(bytes)),
        BytesForm::Typed => (Opcode::Binary, [&[revision3::MESSAGE], bytes].concat()),
        BytesForm::TypedBase64 => (Opcode::Text, revision3::base64_packet(bytes)),
    };
    let (header, size) = frame::header(opcode, payload.len());
    frames.extend_from_slice(&header[..size]);
    frames.extend_from_slice(&payload);
}

fn framed(bytes: &[u8]) -> usize {
    frame::header_size(bytes.len()) + bytes.len()
}

impl Outbox {
    #[inline]
    pub(in crate::engine) fn push(&mut self, item: Item) {
        self.bytes += item.size();
        match self.first {
            None => self.first = Some(item),
            Some(_) => self.more.push_back(item),
        }
    }

    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// Messages that wait.
    pub(in crate::engine) fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.len()
    }

    /// Bytes that wait.
    pub(in crate::engine) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(in crate::engine) fn front(&self) -> Option<&Item> {
        self.first.as_ref()
    }

    pub(in crate::engine) fn pop(&mut self) -> Option<Item> {
        let item = self.first.take()?;
        self.first = self.more.pop_front();
        self.bytes -= item.size();
        self.offset = 0;
        Some(item)
    }

    /// Takes out the first item, but no more of it than so many packets of a polling body: the rest of its attachments stays
    /// in front.
    pub(in crate::engine) fn pop_packets(&mut self, most: usize) -> Option<Item> {
        let item = self.pop()?;
        match &item {
            Item::Message(message) if message.attachments().len() >= most => {
                let (first, rest) = message.split(most - 1);
                self.push_front(Item::Message(rest));
                Some(Item::Message(first))
            }
            _ => Some(item),
        }
    }

    fn push_front(&mut self, item: Item) {
        self.bytes += item.size();
        if let Some(second) = self.first.replace(item) {
            self.more.push_front(second);
        }
    }

    /// Takes out the only item, if that is a message of one frame and none of it has been written.
    #[inline]
    pub(in crate::engine) fn take_only_frame(&mut self) -> Option<Message> {
        if !self.more.is_empty() || self.offset > 0 {
            return None;
        }
        let is_frame = |item: &mut Item| matches!(item, Item::Message(message) if message.attachments().is_empty());
        match self.first.take_if(is_frame) {
            Some(Item::Message(message)) => {
                self.bytes = 0;
                Some(message)
            }
            _ => None,
        }
    }

    /// Takes everything out, to be written without a lock.
    pub(in crate::engine) fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Puts back what [`take`](Self::take) took, or what is left of it, before all that has come since.
    pub(in crate::engine) fn put_back(&mut self, mut taken: Self) {
        if taken.is_empty() {
            if self.more.capacity() == 0 && taken.more.capacity() <= KEEP {
                self.more = taken.more;
            }
            return;
        }
        while let Some(item) = self.pop() {
            taken.push(item);
        }
        *self = taken;
    }

    /// Gives binary data the form in which the client reads it. Nothing of it may be written yet.
    #[cold]
    pub(in crate::engine) fn encode_bytes(&mut self, form: BytesForm) {
        for item in self.first.iter_mut().chain(&mut self.more) {
            let Item::Message(message) = item else {
                continue;
            };
            let binary = message.form() == Form::Binary;
            if message.attachments().is_empty() && !binary {
                continue;
            }
            let mut frames = Vec::new();
            if binary {
                push_bytes(&mut frames, message.packet(), form);
            } else {
                frames.extend_from_slice(message.frame());
            }
            for bytes in message.attachments() {
                push_bytes(&mut frames, bytes, form);
            }
            self.bytes = self.bytes - message.size() + frames.len();
            *item = Item::Frames(frames.into());
        }
    }

    /// Compresses what is to be compressed. An item that is partly written stays as it is: it was compressed before.
    #[cold]
    pub(in crate::engine) fn deflate(&mut self, deflate: Deflate) {
        let begun = usize::from(self.offset > 0);
        for item in self.first.iter_mut().chain(&mut self.more).skip(begun) {
            let Item::Message(message) = item else {
                continue;
            };
            let Some(frames) = message.deflated(deflate) else {
                continue;
            };
            self.bytes = self.bytes - message.size() + frames.len();
            *item = Item::Frames(frames);
        }
    }

    fn items(&self) -> impl Iterator<Item = &Item> {
        self.first.iter().chain(&self.more)
    }

    /// The next bytes to write to a WebSocket, gathered in `scratch` if they are of many pieces. Empty if nothing waits.
    pub(in crate::engine) fn stretch<'a>(&'a self, scratch: &'a mut Vec<u8>) -> &'a [u8] {
        scratch.clear();
        if self.more.is_empty()
            && let Some(Item::Message(message)) = &self.first
            && message.attachments().is_empty()
        {
            // The common case needs no gathering: one frame is written without a copy.
            return &message.frame()[self.offset..];
        }
        let mut skip = self.offset;
        for item in self.items() {
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

    /// `count` bytes of the stretch have been written.
    pub(in crate::engine) fn written(&mut self, count: usize) {
        self.offset += count;
        while let Some(item) = &self.first {
            let Some(beyond) = self.offset.checked_sub(item.frame_size()) else {
                break;
            };
            self.pop();
            self.offset = beyond;
        }
    }
}

/// Lends a buffer to gather in.
pub(in crate::engine) fn with_scratch<R>(run: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    let mut scratch = spare::take();
    let result = run(&mut scratch);
    spare::give(scratch);
    result
}

#[cfg(test)]
mod tests;
