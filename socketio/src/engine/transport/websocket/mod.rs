//! A WebSocket, above all its reading half: bytes come in, and complete messages go out, decoded in place. Knows nothing
//! of Engine.IO.

pub(crate) mod handshake;
mod write;

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use tokio::{
    io::AsyncRead,
    net::tcp::{OwnedReadHalf, OwnedWriteHalf},
};

use super::{
    inbox::{Inbox, Span},
    received::Received,
    stream::{Duplex, Io, Stream},
};
pub(crate) use crate::engine::format::frame;
use crate::engine::format::{
    deflate::{self, Window},
    frame::{Header, Opcode, Violation},
};

/// A connection that speaks WebSocket.
pub(in crate::engine) struct WebSocket {
    halves: Halves,
    /// Bytes of a frame that is not complete.
    leftover: Vec<u8>,
    fragments: Option<Box<Fragments>>,
    /// How far back the client looks when it decompresses, if messages may be compressed.
    window: Option<Window>,
}

/// The halves of the stream that the WebSocket has itself.
enum Halves {
    /// The reading half of plain TCP. The writing half is with the peer, for whoever has something to write.
    Reading(OwnedReadHalf),
    Both(Box<dyn Duplex>),
}

/// A message that arrives in pieces.
#[derive(Debug)]
struct Fragments {
    text: bool,
    compressed: bool,
    bytes: Vec<u8>,
}

impl WebSocket {
    /// A WebSocket over `stream`, and the writing half if anybody may write to it.
    pub(in crate::engine) fn new(stream: Stream) -> (Self, Option<OwnedWriteHalf>) {
        let (halves, write) = match stream.io {
            Io::Tcp(stream) => {
                let (read, write) = stream.into_split();
                (Halves::Reading(read), Some(write))
            }
            Io::Other(stream) => (Halves::Both(stream), None),
        };
        (
            Self {
                halves,
                leftover: stream.prefix.to_vec(),
                fragments: None,
                window: stream.window,
            },
            write,
        )
    }

    /// How far back the client looks when it decompresses, if messages may be compressed.
    #[inline]
    pub(in crate::engine) fn window(&self) -> Option<Window> {
        self.window
    }

    /// Whether the writing half is elsewhere: with the peer.
    #[inline]
    pub(in crate::engine) fn is_shared(&self) -> bool {
        matches!(self.halves, Halves::Reading(_))
    }

    pub(in crate::engine) fn take_inbox(&mut self) -> Box<Inbox> {
        Inbox::take(self.take_leftover())
    }

    /// Takes what was read and is not decoded yet.
    pub(in crate::engine) fn take_leftover(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.leftover)
    }

    pub(in crate::engine) fn stash(&mut self, inbox: Box<Inbox>) {
        self.leftover = inbox.put();
    }

    /// Reads what is there; `false` at the end of the stream.
    pub(in crate::engine) fn poll_fill(
        &mut self,
        cx: &mut Context<'_>,
        inbox: &mut Inbox,
    ) -> Poll<std::io::Result<bool>> {
        if let Halves::Reading(read) = &self.halves
            && inbox.is_drained()
        {
            ready!(read.as_ref().poll_read_ready(cx))?;
        }
        let mut space = inbox.space();
        ready!(match &mut self.halves {
            Halves::Reading(read) => Pin::new(read).poll_read(cx, &mut space),
            Halves::Both(stream) => Pin::new(&mut **stream).poll_read(cx, &mut space),
        })?;
        let count = space.filled().len();
        inbox.filled(count);
        Poll::Ready(Ok(count > 0))
    }

    /// The next message in the inbox, unmasked; `None` while it is not complete.
    #[inline]
    pub(in crate::engine) fn next(
        &mut self,
        inbox: &mut Inbox,
        max: usize,
    ) -> Result<Option<Received>, Violation> {
        if inbox.unread().is_empty() {
            return Ok(None);
        }
        self.next_message(inbox, max)
    }

    fn next_message(
        &mut self,
        inbox: &mut Inbox,
        max: usize,
    ) -> Result<Option<Received>, Violation> {
        loop {
            let compression = self.window.is_some();
            let Some(header) = Header::parse(inbox.unread(), max, compression)? else {
                return Ok(None);
            };
            if inbox.unread().len() - header.size < header.length {
                return Ok(None);
            }
            let range = inbox.consume(header.size, header.length);
            let payload = inbox.at(range.clone());
            frame::unmask(payload, header.mask);
            let received = match header.opcode {
                Opcode::Text | Opcode::Binary if self.fragments.is_some() => {
                    return Err(Violation::Protocol);
                }
                opcode @ (Opcode::Text | Opcode::Binary) if header.fin && header.compressed => {
                    let message = deflate::decompress(payload, max)?;
                    received(opcode == Opcode::Text, inbox.assemble(message))
                }
                Opcode::Text if header.fin => Received::Text(Span::Buffer(range)),
                Opcode::Binary if header.fin => Received::Binary(Span::Buffer(range)),
                Opcode::Text | Opcode::Binary => {
                    let text = header.opcode == Opcode::Text;
                    self.fragments = Some(Box::new(Fragments {
                        text,
                        compressed: header.compressed,
                        bytes: payload.to_vec(),
                    }));
                    continue;
                }
                Opcode::Continuation => match self.extend(payload, header.fin, max)? {
                    Some(message) if message.compressed => {
                        let bytes = deflate::decompress(&message.bytes, max)?;
                        received(message.text, inbox.assemble(bytes))
                    }
                    Some(message) => received(message.text, inbox.assemble(message.bytes)),
                    None => continue,
                },
                Opcode::Close => Received::Close(close_code(payload)?),
                Opcode::Ping => Received::Ping(Span::Buffer(range)),
                Opcode::Pong => Received::Pong,
            };
            return Ok(Some(received));
        }
    }

    /// Adds a fragment; gives the complete message when it was the last.
    fn extend(
        &mut self,
        payload: &[u8],
        fin: bool,
        max: usize,
    ) -> Result<Option<Fragments>, Violation> {
        let mut fragments = self.fragments.take().ok_or(Violation::Protocol)?;
        if fragments.bytes.len() + payload.len() > max {
            return Err(Violation::TooBig);
        }
        fragments.bytes.extend_from_slice(payload);
        if fin {
            return Ok(Some(*fragments));
        }
        self.fragments = Some(fragments);
        Ok(None)
    }
}

impl std::fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebSocket")
            .field("leftover", &self.leftover.len())
            .finish_non_exhaustive()
    }
}

fn received(text: bool, span: Span) -> Received {
    if text {
        Received::Text(span)
    } else {
        Received::Binary(span)
    }
}

/// A close frame carries nothing, or a code that may be sent and a reason in UTF-8 (section 7.4).
fn close_code(payload: &[u8]) -> Result<Option<u16>, Violation> {
    let Some((code, reason)) = payload.split_first_chunk() else {
        return if payload.is_empty() {
            Ok(None)
        } else {
            Err(Violation::Protocol)
        };
    };
    let code = u16::from_be_bytes(*code);
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(Violation::Protocol);
    }
    match std::str::from_utf8(reason) {
        Ok(_) => Ok(Some(code)),
        Err(_) => Err(Violation::Text),
    }
}

/// A finished close frame.
pub(in crate::engine) fn close_frame(code: u16) -> Bytes {
    frame_of(Opcode::Close, &code.to_be_bytes())
}

/// A finished pong frame.
pub(in crate::engine) fn pong_frame(payload: &[u8]) -> Bytes {
    frame_of(Opcode::Pong, payload)
}

/// A finished frame of any kind, in an allocation of its own.
pub(in crate::engine) fn frame_of(opcode: Opcode, payload: &[u8]) -> Bytes {
    let (header, size) = frame::header(opcode, payload.len());
    [&header[..size], payload].concat().into()
}

#[cfg(test)]
mod tests;
