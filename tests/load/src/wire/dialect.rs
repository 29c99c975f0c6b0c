//! Dialect: in which of the forms that clients may choose packets travel. The load speaks each as lightly as it can.

use std::io::{self, Error, Read as _, Write as _};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use super::frame;

/// What RFC 7692 leaves out at the end of a compressed message.
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// A form of packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// JSON in frames as they are, of Engine.IO 4.
    #[default]
    Json,
    /// The same packets compressed, in both directions.
    Deflated,
    /// MessagePack in binary frames.
    MessagePack,
    /// JSON of Engine.IO 3, as clients of Socket.IO 2 send it.
    Version2,
}

impl Dialect {
    /// The revision of Engine.IO.
    pub(crate) fn revision(self) -> u8 {
        match self {
            Self::Version2 => 3,
            _ => 4,
        }
    }

    /// A header of the request that opens the WebSocket, with its line break.
    pub(crate) fn header(self) -> &'static str {
        match self {
            Self::Deflated => {
                "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; \
                 server_no_context_takeover\r\n"
            }
            _ => "",
        }
    }

    /// What the server has to be told, for this form to be served.
    pub(crate) fn argument(self) -> Option<&'static str> {
        match self {
            Self::Json => None,
            Self::Deflated => Some("--deflate"),
            Self::MessagePack => Some("--msgpack"),
            Self::Version2 => Some("--eio3"),
        }
    }

    /// What it is called in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "",
            Self::Deflated => ", deflated",
            Self::MessagePack => ", MessagePack",
            Self::Version2 => ", version 2",
        }
    }

    /// The packet that joins the namespace `/`, unless clients are in it at once.
    pub(crate) fn connect(self) -> Option<&'static [u8]> {
        match self {
            Self::Json | Self::Deflated => Some(b"40"),
            Self::MessagePack => Some(b"\x82\xa4type\x00\xa3nsp\xa1/"),
            Self::Version2 => None,
        }
    }

    /// What the packet begins with that says the namespace is joined.
    pub(crate) fn connected(self) -> &'static [u8] {
        match self {
            Self::Json | Self::Deflated => b"40{",
            Self::MessagePack => b"",
            Self::Version2 => b"40",
        }
    }

    /// The constant parts of an event `echo` with this text, before and behind its id.
    pub(crate) fn event(self, text: &str) -> [Vec<u8>; 2] {
        match self {
            Self::MessagePack => {
                let length = (text.len() as u16).to_be_bytes();
                let event = [
                    &b"\x84\xa4type\x02\xa3nsp\xa1/\xa4data\x92\xa4echo\x81\xa4text\xda"[..],
                    &length,
                    text.as_bytes(),
                    b"\xa2id\xce",
                ];
                [event.concat(), Vec::new()]
            }
            _ => {
                let args = format!("[\"echo\",{{\"text\":\"{text}\"}}]");
                [b"42".to_vec(), args.into_bytes()]
            }
        }
    }

    /// The id of an event as it stands between these parts.
    pub(crate) fn write_id(self, id: u64) -> Vec<u8> {
        match self {
            Self::MessagePack => (id as u32).to_be_bytes().to_vec(),
            _ => id.to_string().into_bytes(),
        }
    }

    /// The id of the answer with this text, if the message is one.
    pub(crate) fn read_id(self, message: &[u8], text: &str) -> Option<u64> {
        if self != Self::MessagePack {
            let answer = format!("[{{\"text\":\"{text}\"}}]");
            let digits = message
                .strip_prefix(b"43")?
                .strip_suffix(answer.as_bytes())?;
            return std::str::from_utf8(digits).ok()?.parse().ok();
        }
        find(message, b"\xa4type\x03")?;
        find(message, text.as_bytes())?;
        let id = &message[find(message, b"\xa2id")? + 3..];
        match *id {
            [id @ 0..=0x7f, ..] | [0xcc, id, ..] => Some(id.into()),
            [0xcd, a, b, ..] => Some(u16::from_be_bytes([a, b]).into()),
            [0xce, a, b, c, d, ..] => Some(u32::from_be_bytes([a, b, c, d]).into()),
            _ => None,
        }
    }

    /// Appends a message made of the parts, framed.
    pub(crate) fn write(self, out: &mut Vec<u8>, parts: &[&[u8]]) {
        match self {
            Self::Json | Self::Version2 => frame::write(out, frame::TEXT, parts),
            Self::MessagePack => frame::write(out, frame::BINARY, parts),
            Self::Deflated => frame::write(out, frame::TEXT_DEFLATED, &[&deflate(parts)]),
        }
    }
}

fn find(message: &[u8], part: &[u8]) -> Option<usize> {
    message
        .windows(part.len())
        .position(|window| window == part)
}

fn deflate(parts: &[&[u8]]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    let written = parts.iter().try_for_each(|part| encoder.write_all(part));
    written
        .and_then(|()| encoder.flush())
        .expect("a vector takes all");
    let mut bytes = encoder.get_ref().clone();
    bytes.truncate(bytes.len().saturating_sub(TAIL.len()));
    bytes
}

/// A message as it was before it was compressed.
pub(crate) fn inflate(payload: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    let mut decoder = DeflateDecoder::new(payload.chain(&TAIL[..]));
    match decoder.read_to_end(&mut plain) {
        // There is no last block.
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(Error::other(error)),
        _ => Ok(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deflated_is_inflated_again() {
        let parts: [&[u8]; 2] = [b"42", b"[\"echo\",{\"text\":\"xxxxxxxxxxxxxxxx\"}]"];
        assert_eq!(inflate(&deflate(&parts)).unwrap(), parts.concat());
    }

    #[test]
    fn an_answer_is_known_by_its_id() {
        assert_eq!(
            Dialect::Json.read_id(b"4312[{\"text\":\"x\"}]", "x"),
            Some(12)
        );
        let packed = b"\x84\xa4type\x03\xa3nsp\xa1/\xa2id\xcd\x01\x00\xa4data\x91\x81\xa4text\xa1x";
        assert_eq!(Dialect::MessagePack.read_id(packed, "x"), Some(256));
    }
}
