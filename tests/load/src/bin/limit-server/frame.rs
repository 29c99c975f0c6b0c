//! WebSocket frames as a server meets them: masked and whole coming in, bare going out.
//!
//! No fragments, no reserved bits: the load generator sends none.

/// First byte of a whole text frame.
pub(crate) const TEXT: u8 = 0x81;
/// First byte of a whole binary frame.
pub(crate) const BINARY: u8 = 0x82;
/// First byte of a close frame.
pub(crate) const CLOSE: u8 = 0x88;
/// First byte of a ping frame.
pub(crate) const PING: u8 = 0x89;
/// First byte of a pong frame.
pub(crate) const PONG: u8 = 0x8a;

/// One frame at the head of a buffer, its payload unmasked in place.
pub(crate) struct Frame<'a> {
    /// First byte: the FIN bit and the opcode.
    pub(crate) head: u8,
    pub(crate) payload: &'a [u8],
    /// Bytes the whole frame takes in the buffer.
    pub(crate) len: usize,
}

/// The frame at the head of `buffer`, or `None` while part of it is missing.
pub(crate) fn read(buffer: &mut [u8]) -> Option<Frame<'_>> {
    let [head, short, ..] = *buffer else {
        return None;
    };
    let (size, mask_at) = match short & 0x7f {
        126 => (
            u16::from_be_bytes(*buffer.get(2..)?.first_chunk()?).into(),
            4,
        ),
        127 => (u64::from_be_bytes(*buffer.get(2..)?.first_chunk()?), 10),
        size => (u64::from(size), 2),
    };
    let mask: [u8; 4] = *buffer.get(mask_at..)?.first_chunk()?;
    let start = mask_at + mask.len();
    let len = start.checked_add(usize::try_from(size).ok()?)?;
    let payload = buffer.get_mut(start..len)?;
    unmask(payload, mask);
    Some(Frame { head, payload, len })
}

/// Eight bytes at a time, then the rest.
fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    let [a, b, c, d] = mask;
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let mut chunks = payload.chunks_exact_mut(8);
    for chunk in &mut chunks {
        let word = u64::from_ne_bytes(*chunk.first_chunk().expect("a chunk has eight bytes"));
        chunk.copy_from_slice(&(word ^ wide).to_ne_bytes());
    }
    for (byte, mask) in chunks
        .into_remainder()
        .iter_mut()
        .zip(mask.into_iter().cycle())
    {
        *byte ^= mask;
    }
}

/// Appends the header of an unmasked frame of `len` bytes.
pub(crate) fn write_header(out: &mut Vec<u8>, head: u8, len: usize) {
    if len < 126 {
        out.extend([head, len as u8]);
    } else if let Ok(len) = u16::try_from(len) {
        let [high, low] = len.to_be_bytes();
        out.extend([head, 126, high, low]);
    } else {
        out.extend([head, 127]);
        out.extend((len as u64).to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_text_is_read_in_place() {
        let mut bytes = [
            0x81,
            0x85,
            1,
            2,
            3,
            4,
            b'h' ^ 1,
            b'e' ^ 2,
            b'l' ^ 3,
            b'l' ^ 4,
            b'o' ^ 1,
            9,
        ];

        let frame = read(&mut bytes).expect("the frame is whole");

        assert_eq!(
            (frame.head, frame.payload, frame.len),
            (TEXT, &b"hello"[..], 11)
        );
    }

    #[test]
    fn every_byte_is_unmasked_whatever_the_length() {
        let mask = [0x37, 0xfa, 0x21, 0x3d];
        for len in 0..24 {
            let mut bytes = vec![BINARY, 0x80 | len];
            bytes.extend(mask);
            bytes.extend(
                (0..len)
                    .zip(mask.into_iter().cycle())
                    .map(|(byte, mask)| byte ^ mask),
            );

            let frame = read(&mut bytes).expect("the frame is whole");

            assert_eq!(frame.payload, (0..len).collect::<Vec<u8>>());
        }
    }

    #[test]
    fn a_frame_is_not_read_before_its_last_byte() {
        let whole = [0x82, 0x81, 0, 0, 0, 0, 7];

        for len in 0..whole.len() {
            assert!(read(&mut whole[..len].to_vec()).is_none());
        }
    }

    #[test]
    fn each_length_has_its_header() {
        for (len, header) in [
            (125, vec![TEXT, 125]),
            (126, vec![TEXT, 126, 0, 126]),
            (65_536, vec![TEXT, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] {
            let mut out = Vec::new();

            write_header(&mut out, TEXT, len);

            assert_eq!(out, header);
        }
    }
}
