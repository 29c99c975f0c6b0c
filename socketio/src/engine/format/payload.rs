//! Many packets in one polling body: separated by 0x1e, bytes as base64 behind a `b`. Knows the limits of a body, but no
//! sessions.

use std::iter;

use base64::{
    DecodeError, Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::packet::{Packet, PacketError};

/// The byte between two packets. JSON escapes it, so no packet has one inside.
pub(in crate::engine) const SEPARATOR: u8 = 0x1e;

/// The byte before base64.
const BINARY: u8 = b'b';

/// Reads base64 with or without padding, and writes it with padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The most packets in one body. A client of python-engineio gives up the session if there are more.
pub(in crate::engine) const PACKETS: usize = 16;

/// The first packet of a body, still encoded, and where the next one begins: behind the separator, or at the end.
pub(in crate::engine) fn first(body: &[u8]) -> (&[u8], usize) {
    match memchr::memchr(SEPARATOR, body) {
        Some(end) => (&body[..end], end + 1),
        None => (body, body.len()),
    }
}

/// The bytes of a part that is base64; none if the part is a packet of text.
pub(in crate::engine) fn binary(part: &[u8]) -> Option<Result<Vec<u8>, PacketError>> {
    part.strip_prefix(&[BINARY]).map(decode)
}

/// The bytes of base64.
pub(in crate::engine) fn decode(encoded: &[u8]) -> Result<Vec<u8>, PacketError> {
    BASE64
        .decode(encoded)
        .or_else(|_| decode_leniently(encoded))
        .map_err(|_| PacketError::Base64)
}

/// Decodes what some clients write, and the official server reads: lines and blanks, the alphabet that is safe in
/// URLs, and any number of `=` at the end. Other characters are refused.
#[cold]
fn decode_leniently(encoded: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let significant = encoded.iter().filter(|byte| !is_blank(**byte));
    let mut standard: Vec<u8> = significant
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => *byte,
        })
        .collect();
    let padding = standard.iter().rev().take_while(|byte| **byte == b'=');
    standard.truncate(standard.len() - padding.count());
    BASE64.decode(standard)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Checks that each packet of a body has a known type, and nothing else about it. A POST that fails this is refused in
/// its own response.
pub(in crate::engine) fn check(body: &[u8]) -> Result<(), PacketError> {
    let starts = memchr::memchr_iter(SEPARATOR, body).map(|at| at + 1);
    for start in iter::once(0).chain(starts) {
        match body.get(start..) {
            Some([BINARY, ..]) => {}
            Some([SEPARATOR, ..]) => return Err(PacketError::Empty),
            part => {
                Packet::decode(part.unwrap_or_default())?;
            }
        }
    }
    Ok(())
}

/// What may still go into one body. The limits cut a backlog into bodies; they never keep a packet back.
#[derive(Debug)]
pub(in crate::engine) struct Allowance {
    packets: usize,
    bytes: usize,
    untouched: bool,
}

impl Allowance {
    /// For a body of about `bytes` bytes at most.
    pub(in crate::engine) fn new(bytes: usize) -> Self {
        Self {
            packets: PACKETS,
            bytes,
            untouched: true,
        }
    }

    /// Whether `packets` more of about `bytes` in sum may go in. The first ones always may, however large.
    pub(in crate::engine) fn admit(&mut self, packets: usize, bytes: usize) -> bool {
        let fits = packets <= self.packets && bytes <= self.bytes;
        let admitted = fits || self.untouched;
        self.untouched = false;
        if admitted {
            self.packets = self.packets.saturating_sub(packets);
            self.bytes = self.bytes.saturating_sub(bytes);
        }
        admitted
    }
}

/// One packet of bytes, as base64.
pub(in crate::engine) fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut payload = Payload::default();
    payload.push_binary(bytes);
    payload.into_body()
}

/// A polling body that is being written, in the form that the client's revision has.
pub(in crate::engine) trait PollingBody {
    /// Appends a text packet as it stands, its kind in front.
    fn push_text(&mut self, packet: &[u8]);

    /// Appends a message of bytes.
    fn push_binary(&mut self, bytes: &[u8]);
}

/// A polling body of revision 4.
#[derive(Debug, Default)]
pub(in crate::engine) struct Payload(Vec<u8>);

impl PollingBody for Payload {
    fn push_text(&mut self, packet: &[u8]) {
        self.separate(packet.len());
        self.0.extend_from_slice(packet);
    }

    fn push_binary(&mut self, bytes: &[u8]) {
        let encoded = base64_len(bytes.len());
        self.separate(1 + encoded);
        self.0.push(BINARY);
        let start = self.0.len();
        self.0.resize(start + encoded, 0);
        let written = BASE64
            .encode_slice(bytes, &mut self.0[start..])
            .expect("room for the base64 was made above");
        debug_assert_eq!(written, encoded);
    }
}

impl Payload {
    pub(in crate::engine) fn into_body(self) -> Vec<u8> {
        self.0
    }

    fn separate(&mut self, more: usize) {
        self.0.reserve(1 + more);
        if !self.0.is_empty() {
            self.0.push(SEPARATOR);
        }
    }
}

/// How many characters `bytes` bytes take as base64, padding included.
pub(in crate::engine) const fn base64_len(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

#[cfg(test)]
mod tests;
