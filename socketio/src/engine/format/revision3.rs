//! The polling bodies of Engine.IO revision 3, which clients of Socket.IO 1 and 2 speak. Each packet stands behind its
//! length. If bytes are among the packets, and the client can read them, lengths and packets are binary; else bytes are
//! base64. Source: the documentation of revision 3 (engine.io-protocol, branch v3) and engine.io-parser 2.2.
//!
//! What comes in is turned into a body of revision 4, so that only this file knows the difference.

use bytes::Bytes;

use super::{
    packet::PacketError,
    payload::{self, PollingBody, SEPARATOR},
};

/// The type of a message of bytes, which stands before them in this revision.
pub(in crate::engine) const MESSAGE: u8 = 4;

/// The packet that joins `/`. Clients of Socket.IO 2 leave it out: by opening a session they join.
pub(in crate::engine) const JOIN: &[u8] = b"40";

/// What begins a packet of text, and of bytes, in a binary body.
const TEXT: u8 = 0;
const BINARY: u8 = 1;
/// What ends a length in a binary body.
const END: u8 = 255;
/// The most digits of a length. No body is larger than that.
const DIGITS: usize = 10;

/// The body as one of revision 4.
///
/// # Errors
///
/// It is no body of revision 3. Nothing is made that is more than a third longer than what came.
pub(in crate::engine) fn decode(body: &[u8]) -> Result<Vec<u8>, PacketError> {
    match body.first() {
        Some(&(TEXT | BINARY)) => decode_binary(body),
        _ => decode_text(std::str::from_utf8(body).map_err(|_| PacketError::UnknownKind)?),
    }
}

/// `length:packet`, the length in units of UTF-16 as JavaScript counts them.
fn decode_text(mut body: &str) -> Result<Vec<u8>, PacketError> {
    let mut out = Vec::with_capacity(body.len());
    while !body.is_empty() {
        let (length, rest) = body.split_once(':').ok_or(PacketError::Length)?;
        let size = utf16_prefix(rest, number(length.as_bytes())?)?;
        let (packet, rest) = rest.split_at(size);
        push_text(&mut out, packet.as_bytes())?;
        body = rest;
    }
    Ok(out)
}

fn decode_binary(mut body: &[u8]) -> Result<Vec<u8>, PacketError> {
    let mut out = Vec::with_capacity(body.len());
    while let Some((&kind, rest)) = body.split_first() {
        let end = rest
            .iter()
            .take(DIGITS + 1)
            .position(|&byte| byte == END)
            .ok_or(PacketError::Length)?;
        let digits: Vec<u8> = rest[..end]
            .iter()
            .map(|digit| digit.saturating_add(b'0'))
            .collect();
        let rest = &rest[end + 1..];
        let (packet, rest) = rest
            .split_at_checked(number(&digits)?)
            .ok_or(PacketError::Length)?;
        match (kind, packet.split_first()) {
            (TEXT, _) => push_text(&mut out, packet)?,
            (BINARY, Some((&MESSAGE, bytes))) => {
                separate(&mut out);
                out.extend_from_slice(&payload::encode(bytes));
            }
            _ => return Err(PacketError::UnknownKind),
        }
        body = rest;
    }
    Ok(out)
}

/// Appends a packet of text, or of base64 without the type behind the `b`.
fn push_text(out: &mut Vec<u8>, packet: &[u8]) -> Result<(), PacketError> {
    if memchr::memchr(SEPARATOR, packet).is_some() {
        // JSON has no such byte, and revision 4 would read two packets.
        return Err(PacketError::UnknownKind);
    }
    separate(out);
    match packet {
        [b'b', ..] => {
            out.push(b'b');
            out.extend_from_slice(base64(packet).ok_or(PacketError::Base64)?);
        }
        _ => out.extend_from_slice(packet),
    }
    Ok(())
}

/// The base64 of a packet of text: behind `b` and the type.
pub(in crate::engine) fn base64(packet: &[u8]) -> Option<&[u8]> {
    packet.strip_prefix(b"b4")
}

fn separate(out: &mut Vec<u8>) {
    if !out.is_empty() {
        out.push(SEPARATOR);
    }
}

fn number(digits: &[u8]) -> Result<usize, PacketError> {
    if digits.is_empty() || digits.len() > DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return Err(PacketError::Length);
    }
    let text = std::str::from_utf8(digits).map_err(|_| PacketError::Length)?;
    text.parse().map_err(|_| PacketError::Length)
}

/// How many bytes the first `units` units of UTF-16 are.
fn utf16_prefix(text: &str, units: usize) -> Result<usize, PacketError> {
    let mut left = units;
    for (at, char) in text.char_indices() {
        if left == 0 {
            return Ok(at);
        }
        left = left
            .checked_sub(char.len_utf16())
            .ok_or(PacketError::Length)?;
    }
    if left == 0 {
        Ok(text.len())
    } else {
        Err(PacketError::Length)
    }
}

/// A polling body of revision 3.
#[derive(Debug)]
pub(in crate::engine) struct Body {
    out: Vec<u8>,
    binary: bool,
}

impl Body {
    /// A body that is `binary`, or text.
    pub(in crate::engine) fn new(binary: bool) -> Self {
        Self {
            out: Vec::new(),
            binary,
        }
    }

    fn begin_packet(&mut self, kind: u8, length: usize) {
        self.out.push(kind);
        self.out
            .extend(length.to_string().bytes().map(|digit| digit - b'0'));
        self.out.push(END);
    }

    pub(in crate::engine) fn finish(self) -> Bytes {
        self.out.into()
    }
}

impl PollingBody for Body {
    fn push_text(&mut self, packet: &[u8]) {
        if self.binary {
            self.begin_packet(TEXT, packet.len());
        } else {
            let text = String::from_utf8_lossy(packet);
            let units: usize = text.chars().map(char::len_utf16).sum();
            self.out.extend_from_slice(format!("{units}:").as_bytes());
        }
        self.out.extend_from_slice(packet);
    }

    fn push_binary(&mut self, bytes: &[u8]) {
        if self.binary {
            self.begin_packet(BINARY, 1 + bytes.len());
            self.out.push(MESSAGE);
            self.out.extend_from_slice(bytes);
        } else {
            self.push_text(&base64_packet(bytes));
        }
    }
}

/// A message of bytes as a packet of text.
pub(in crate::engine) fn base64_packet(bytes: &[u8]) -> Vec<u8> {
    let mut packet = payload::encode(bytes);
    packet.insert(1, b'4');
    packet
}

#[cfg(test)]
mod tests;
