//! permessage-deflate (RFC 7692): messages that are compressed one by one, each without knowledge of the one before.
//! So a message is compressed once for all its clients, and an idle connection holds nothing for it: compressor and
//! decompressor belong to the thread.

#[cfg(feature = "compression")]
mod coder;
#[cfg(not(feature = "compression"))]
mod no_coder;

use std::num::NonZeroU8;

#[cfg(not(feature = "compression"))]
use no_coder as coder;

use self::coder::compress;
pub(in crate::engine) use self::coder::decompress;
use super::frame::{self, Opcode};

/// The window of the format itself, as a power of two (section 7.1.2.1).
const WIDEST: u8 = 15;

/// How far back a client can look while it decompresses, as a power of two of bytes. That of the format, unless the
/// client has asked for less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window(NonZeroU8);

impl Window {
    /// The whole window of the format: 32 KiB.
    pub(crate) fn widest() -> Self {
        Self::of(WIDEST).expect("15 is in range")
    }

    /// A window of 2^`bits` bytes; `None` if the RFC has no such window.
    pub(crate) fn of(bits: u8) -> Option<Self> {
        NonZeroU8::new(bits)
            .filter(|bits| (8..=WIDEST).contains(&bits.get()))
            .map(Self)
    }

    pub(crate) fn is_widest(self) -> bool {
        self.bits() == WIDEST
    }

    pub(crate) fn bits(self) -> u8 {
        self.0.get()
    }

    /// Whether `length` bytes can be compressed for this window. Within fewer bytes than the window has, nothing
    /// refers back beyond it, whatever the compressor's own window is.
    fn has_room_for(self, length: usize) -> bool {
        self.is_widest() || length <= 1 << self.bits()
    }
}

/// Which messages are compressed for a client: those of at least `threshold` bytes that the client's window has room for.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Deflate {
    pub(in crate::engine) window: Window,
    pub(in crate::engine) threshold: usize,
}

impl Deflate {
    /// Whether a message of `length` bytes is compressed.
    pub(in crate::engine) fn applies_to(self, length: usize) -> bool {
        length >= self.threshold && self.window.has_room_for(length)
    }

    /// Appends the frame of a message: compressed, if it is to be and gets shorter by it.
    pub(in crate::engine) fn push_frame(self, out: &mut Vec<u8>, opcode: Opcode, payload: &[u8]) {
        let compressed = self
            .applies_to(payload.len())
            .then(|| compress(payload))
            .flatten();
        let start = out.len();
        let payload = compressed.as_deref().unwrap_or(payload);
        let (header, size) = frame::header(opcode, payload.len());
        out.extend_from_slice(&header[..size]);
        out.extend_from_slice(payload);
        if compressed.is_some() {
            out[start] |= frame::COMPRESSED;
        }
    }

    /// Compresses the finished frame of ours that begins at `start` and ends `out`, if it is to be compressed.
    pub(in crate::engine) fn compress_last(self, out: &mut Vec<u8>, start: usize) {
        let Some((opcode, payload)) = frame::split_own(&out[start..]) else {
            return;
        };
        if self.applies_to(payload.len()) {
            let payload = payload.to_vec();
            out.truncate(start);
            self.push_frame(out, opcode, &payload);
        }
    }
}

#[cfg(all(test, feature = "compression"))]
mod tests;
