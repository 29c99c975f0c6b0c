//! WebSocket frames as a client meets them: bare coming in, masked going out.

use std::io;
use std::ops::Range;

/// First byte of a whole text frame.
pub(crate) const TEXT: u8 = 0x81;
/// First byte of a whole text frame that is compressed.
pub(crate) const TEXT_DEFLATED: u8 = 0xc1;
/// First byte of a whole binary frame.
pub(crate) const BINARY: u8 = 0x82;
/// First byte of a close frame.
pub(crate) const CLOSE: u8 = 0x88;
/// First byte of a ping frame.
pub(crate) const PING: u8 = 0x89;
/// First byte of a pong frame.
pub(crate) const PONG: u8 = 0x8a;

/// Any key will do, but not zero: the server shall have its work.
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// Where a frame stands in the buffer it was found in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// First byte: the FIN bit and the opcode.
    pub(crate) head: u8,
    pub(crate) payload: Range<usize>,
}

/// The frame at the head of `buffer`, or `None` while part of it is missing.
pub(crate) fn read(buffer: &[u8]) -> io::Result<Option<Frame>> {
    let [head, short, ..] = *buffer else {
        return Ok(None);
    };
    if short & 0x80 != 0 {
        return Err(io::Error::other("the server masked a frame"));
    }
    let (len, start) = match short {
        126 => match buffer[2..].first_chunk() {
            Some(bytes) => (u64::from(u16::from_be_bytes(*bytes)), 4),
            None => return Ok(None),
        },
        127 => match buffer[2..].first_chunk() {
            Some(bytes) => (u64::from_be_bytes(*bytes), 10),
            None => return Ok(None),
        },
        len => (u64::from(len), 2),
    };
    let end = start + len as usize;
    Ok((buffer.len() >= end).then_some(Frame {
        head,
        payload: start..end,
    }))
}

/// Appends a masked frame whose payload is the parts, one behind the other.
pub(crate) fn write(out: &mut Vec<u8>, head: u8, parts: &[&[u8]]) {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    out.push(head);
    if len < 126 {
        out.push(0x80 | len as u8);
    } else if let Ok(len) = u16::try_from(len) {
        out.push(0x80 | 126);
        out.extend(len.to_be_bytes());
    } else {
        out.push(0x80 | 127);
        out.extend((len as u64).to_be_bytes());
    }
    out.extend(MASK);
    let start = out.len();
    for part in parts {
        out.extend_from_slice(part);
    }
    for chunk in out[start..].chunks_mut(MASK.len()) {
        for (byte, mask) in chunk.iter_mut().zip(MASK) {
            *byte ^= mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_found_once_it_is_whole() {
        let mut bytes = vec![TEXT, 126, 0, 200];
        bytes.resize(204, b'x');

        assert_eq!(read(&bytes[..203]).unwrap(), None);
        assert_eq!(
            read(&bytes).unwrap(),
            Some(Frame {
                head: TEXT,
                payload: 4..204
            })
        );
    }

    #[test]
    fn parts_are_masked_as_one_payload() {
        let mut out = Vec::new();

        write(&mut out, TEXT, &[b"H", b"el", b"lo"]);

        // The example of RFC 6455, section 5.7.
        assert_eq!(
            out,
            [
                0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58
            ]
        );
    }
}
