//! RFC 6455 frames (section 5.2): headers both ways, and the mask. Knows no sockets and no messages.

use std::fmt;

/// The longest header a server writes: two bytes and a 64-bit length.
pub(crate) const MAX_HEADER: usize = 10;
/// The most a control frame may carry (section 5.5).
pub(in crate::engine) const MAX_CONTROL: usize = 125;

const FIN: u8 = 0x80;
const RESERVED: u8 = 0x70;
/// The reserved bit that marks a compressed message (RFC 7692, section 6).
pub(in crate::engine) const COMPRESSED: u8 = 0x40;
const OPCODE: u8 = 0x0f;
pub(crate) const MASKED: u8 = 0x80;
const LENGTH: u8 = 0x7f;
const LENGTH_16: u8 = 126;
const LENGTH_64: u8 = 127;

/// What a frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opcode {
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

impl Opcode {
    pub(crate) fn of(bits: u8) -> Option<Self> {
        Some(match bits {
            0 => Self::Continuation,
            1 => Self::Text,
            2 => Self::Binary,
            8 => Self::Close,
            9 => Self::Ping,
            10 => Self::Pong,
            _ => return None,
        })
    }

    pub(in crate::engine) fn is_control(self) -> bool {
        self as u8 >= 8
    }
}

/// Why a session must end: what the close codes of section 7.4.1 are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Violation {
    /// The frames are against the protocol.
    Protocol,
    /// A text is not UTF-8.
    Text,
    /// A message is larger than the server takes.
    TooBig,
    /// A message is no compressed data, though it says so.
    Compression,
}

impl Violation {
    pub(in crate::engine) fn code(self) -> u16 {
        match self {
            Self::Protocol => 1002,
            Self::Text | Self::Compression => 1007,
            Self::TooBig => 1009,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Protocol => "frames against the protocol",
            Self::Text => "text that is not UTF-8",
            Self::TooBig => "a message larger than the server takes",
            Self::Compression => "a compressed message that cannot be decompressed",
        })
    }
}

/// The header of a frame that a client sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Header {
    pub(in crate::engine) fin: bool,
    /// The message that begins here is compressed.
    pub(in crate::engine) compressed: bool,
    pub(in crate::engine) opcode: Opcode,
    pub(in crate::engine) mask: [u8; 4],
    /// Bytes of the header itself.
    pub(in crate::engine) size: usize,
    /// Bytes of the payload behind it.
    pub(in crate::engine) length: usize,
}

impl Header {
    /// Reads a client's header; `None` while it is not complete. The payload may be at most `max` bytes.
    /// `compression`: the client may compress messages.
    #[inline]
    pub(in crate::engine) fn parse(
        bytes: &[u8],
        max: usize,
        compression: bool,
    ) -> Result<Option<Self>, Violation> {
        let [first, second, rest @ ..] = bytes else {
            return Ok(None);
        };
        let (fin, opcode) = (
            first & FIN != 0,
            Opcode::of(first & OPCODE).ok_or(Violation::Protocol)?,
        );
        let compressed = match first & RESERVED {
            0 => false,
            COMPRESSED if compression && matches!(opcode, Opcode::Text | Opcode::Binary) => true,
            _ => return Err(Violation::Protocol),
        };
        if second & MASKED == 0 {
            return Err(Violation::Protocol);
        }
        let (length, extended) = match second & LENGTH {
            LENGTH_16 => match rest.first_chunk() {
                Some(bytes) => (u64::from(u16::from_be_bytes(*bytes)), 2),
                None => return Ok(None),
            },
            LENGTH_64 => match rest.first_chunk() {
                Some(bytes) => (u64::from_be_bytes(*bytes), 8),
                None => return Ok(None),
            },
            length => (u64::from(length), 0),
        };
        if opcode.is_control() && (!fin || length > MAX_CONTROL as u64) {
            return Err(Violation::Protocol);
        }
        // The announced length is enough to refuse it: a payload that is too big is never read.
        let length = usize::try_from(length)
            .ok()
            .filter(|length| *length <= max)
            .ok_or(Violation::TooBig)?;
        let Some(mask) = rest.get(extended..).and_then(<[u8]>::first_chunk) else {
            return Ok(None);
        };
        Ok(Some(Self {
            fin,
            compressed,
            opcode,
            mask: *mask,
            size: 2 + extended + 4,
            length,
        }))
    }
}

/// The header a server writes before `length` bytes: unmasked and final.
pub(crate) fn header(opcode: Opcode, length: usize) -> ([u8; MAX_HEADER], usize) {
    let mut header = [0; MAX_HEADER];
    header[0] = FIN | opcode as u8;
    let size = if let Ok(short) = u8::try_from(length)
        && short < LENGTH_16
    {
        header[1] = short;
        2
    } else if let Ok(length) = u16::try_from(length) {
        header[1] = LENGTH_16;
        header[2..4].copy_from_slice(&length.to_be_bytes());
        4
    } else {
        header[1] = LENGTH_64;
        header[2..].copy_from_slice(&(length as u64).to_be_bytes());
        MAX_HEADER
    };
    (header, size)
}

/// How many bytes a server's header has, by its second byte.
pub(in crate::engine) fn size_of_header(second: u8) -> usize {
    match second {
        LENGTH_64 => MAX_HEADER,
        LENGTH_16 => 4,
        _ => 2,
    }
}

/// A finished frame as a client sends it: masked, with a mask that changes nothing.
pub(crate) fn masked(opcode: Opcode, payload: &[u8]) -> Vec<u8> {
    let (mut header, size) = header(opcode, payload.len());
    header[1] |= MASKED;
    [&header[..size], &[0; 4], payload].concat()
}

/// The opcode and payload of the first of these finished frames of ours.
pub(in crate::engine) fn split_own(frames: &[u8]) -> Option<(Opcode, &[u8])> {
    let [first, second, ..] = frames else {
        return None;
    };
    let size = size_of_header(*second);
    let header = frames.get(2..size)?;
    let length = match size {
        2 => usize::from(*second),
        4 => usize::from(u16::from_be_bytes(header.try_into().ok()?)),
        _ => usize::try_from(u64::from_be_bytes(header.try_into().ok()?)).ok()?,
    };
    let payload = frames.get(size..)?.get(..length)?;
    Some((Opcode::of(first & OPCODE)?, payload))
}

/// Bytes of the header a server writes before `length` bytes.
pub(in crate::engine) fn header_size(length: usize) -> usize {
    match length {
        0..=125 => 2,
        126..=0xffff => 4,
        _ => MAX_HEADER,
    }
}

/// Removes the client's mask from a payload, in place (section 5.3).
pub(crate) fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    let narrow = u32::from_ne_bytes(mask);
    let wide = u64::from(narrow) << 32 | u64::from(narrow);
    let (chunks, rest) = payload.as_chunks_mut::<8>();
    for chunk in chunks {
        *chunk = (u64::from_ne_bytes(*chunk) ^ wide).to_ne_bytes();
    }
    let (chunks, rest) = rest.as_chunks_mut::<4>();
    for chunk in chunks {
        *chunk = (u32::from_ne_bytes(*chunk) ^ narrow).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

    #[test]
    fn headers_are_what_the_rfc_shows() {
        // RFC 6455 section 5.7: a single-frame masked text message, "Hello".
        let bytes = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d];

        let header = Header::parse(&bytes, 1000, false).unwrap().unwrap();

        assert_eq!(
            header,
            Header {
                fin: true,
                compressed: false,
                opcode: Opcode::Text,
                mask: MASK,
                size: 6,
                length: 5
            }
        );
    }

    #[test]
    fn lengths_are_written_as_they_are_read() {
        for length in [0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20] {
            let (bytes, size) = header(Opcode::Binary, length);
            assert_eq!(size, header_size(length));
            let mut masked = bytes[..size].to_vec();
            masked[1] |= MASKED;
            masked.extend(MASK);

            let read = Header::parse(&masked, usize::MAX, false).unwrap().unwrap();

            assert_eq!(
                (read.length, read.size, read.opcode),
                (length, size + 4, Opcode::Binary)
            );
            for cut in 0..masked.len() {
                assert_eq!(
                    Header::parse(&masked[..cut], usize::MAX, false),
                    Ok(None),
                    "{length} cut at {cut}"
                );
            }
        }
    }

    #[test]
    fn frames_against_the_protocol_are_refused() {
        let cases: [(&str, &[u8], Violation); 9] = [
            ("unmasked", &[0x81, 0x05, 0, 0, 0, 0], Violation::Protocol),
            ("rsv1", &[0xc1, 0x85, 0, 0, 0, 0], Violation::Protocol),
            ("rsv3", &[0x91, 0x85, 0, 0, 0, 0], Violation::Protocol),
            ("opcode 3", &[0x83, 0x85, 0, 0, 0, 0], Violation::Protocol),
            ("opcode 11", &[0x8b, 0x85, 0, 0, 0, 0], Violation::Protocol),
            (
                "fragmented ping",
                &[0x09, 0x80, 0, 0, 0, 0],
                Violation::Protocol,
            ),
            (
                "ping of 126 bytes",
                &[0x89, 0xfe, 0, 126, 0, 0, 0, 0],
                Violation::Protocol,
            ),
            (
                "2^63 bytes",
                &[0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0],
                Violation::TooBig,
            ),
            (
                "one byte too many",
                &[0x82, 0xfe, 3, 233, 0, 0, 0, 0],
                Violation::TooBig,
            ),
        ];
        for (name, bytes, violation) in cases {
            assert_eq!(Header::parse(bytes, 1000, false), Err(violation), "{name}");
        }
    }

    #[test]
    fn only_the_first_frame_of_a_message_says_that_it_is_compressed() {
        for (first, expected) in [
            (0xc1, Ok(true)),
            (0x42, Ok(true)),
            (0x81, Ok(false)),
            (0xc0, Err(Violation::Protocol)),
            (0xc9, Err(Violation::Protocol)),
            (0xa1, Err(Violation::Protocol)),
            (0xe1, Err(Violation::Protocol)),
        ] {
            let header = Header::parse(&[first, 0x80, 0, 0, 0, 0], 1000, true);
            assert_eq!(
                header.map(|header| header.unwrap().compressed),
                expected,
                "{first:x}"
            );
        }
    }

    #[test]
    fn the_mask_is_its_own_inverse_at_any_length() {
        for length in 0..40 {
            let plain: Vec<u8> = (0..length).collect();
            let mut bytes = plain.clone();

            unmask(&mut bytes, MASK);
            let expected: Vec<u8> = plain
                .iter()
                .enumerate()
                .map(|(i, byte)| byte ^ MASK[i % 4])
                .collect();
            assert_eq!(bytes, expected);

            unmask(&mut bytes, MASK);
            assert_eq!(bytes, plain);
        }
    }
}
