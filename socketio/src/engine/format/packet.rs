//! One Engine.IO packet: a digit that tells its kind, and data. How messages are encoded is in `message.rs`, and how
//! packets share a polling body in `payload.rs`.

use std::{error, fmt};

/// The packets that a server sends on its own, beside `open` and `message`.
pub(in crate::engine) const CLOSE: &[u8] = b"1";
pub(in crate::engine) const PING: &[u8] = b"2";
pub(in crate::engine) const PONG: &[u8] = b"3";
pub(in crate::engine) const PROBED: &[u8] = b"3probe";
pub(in crate::engine) const NOOP: &[u8] = b"6";

/// One packet, borrowed from the bytes it arrived in.
///
/// Data behind a packet that has no use for any (`close`, `upgrade`, `noop`) is ignored, as the official server does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Packet<'a> {
    /// The first packet of a session, with its parameters as JSON.
    Open(&'a [u8]),
    Close,
    /// Empty in the heartbeat, `probe` during an upgrade.
    Ping(&'a [u8]),
    Pong(&'a [u8]),
    Message(&'a [u8]),
    Upgrade,
    Noop,
}

impl<'a> Packet<'a> {
    /// Reads a packet from a text frame, or from one part of a polling body that is not base64.
    /// Does not check that its data is UTF-8: whoever uses the data does.
    pub(in crate::engine) fn decode(packet: &'a [u8]) -> Result<Self, PacketError> {
        let (kind, data) = packet.split_first().ok_or(PacketError::Empty)?;
        Ok(match kind {
            b'0' => Self::Open(data),
            b'1' => Self::Close,
            b'2' => Self::Ping(data),
            b'3' => Self::Pong(data),
            b'4' => Self::Message(data),
            b'5' => Self::Upgrade,
            b'6' => Self::Noop,
            _ => return Err(PacketError::UnknownKind),
        })
    }
}

/// Why bytes are not a packet. Their session ends with a parse error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum PacketError {
    Empty,
    UnknownKind,
    Base64,
    /// The length of a packet, in revision 3.
    Length,
}

impl fmt::Display for PacketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "packet without a type",
            Self::UnknownKind => "unknown packet type",
            Self::Base64 => "invalid base64",
            Self::Length => "invalid length of a packet",
        })
    }
}

impl error::Error for PacketError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read() {
        for (bytes, packet) in [
            (&br#"0{"sid":"x"}"#[..], Packet::Open(br#"{"sid":"x"}"#)),
            (b"1", Packet::Close),
            (b"2", Packet::Ping(b"")),
            (b"2probe", Packet::Ping(b"probe")),
            (b"3", Packet::Pong(b"")),
            (b"3probe", Packet::Pong(b"probe")),
            (b"4", Packet::Message(b"")),
            (b"42[\"a\"]", Packet::Message(b"2[\"a\"]")),
            ("4€ 😀".as_bytes(), Packet::Message("€ 😀".as_bytes())),
            (b"5", Packet::Upgrade),
            (b"6", Packet::Noop),
        ] {
            assert_eq!(Packet::decode(bytes), Ok(packet));
        }
    }

    #[test]
    fn what_a_server_says_is_read_as_it_is_meant() {
        assert_eq!(Packet::decode(CLOSE), Ok(Packet::Close));
        assert_eq!(Packet::decode(PING), Ok(Packet::Ping(b"")));
        assert_eq!(Packet::decode(PROBED), Ok(Packet::Pong(b"probe")));
        assert_eq!(Packet::decode(NOOP), Ok(Packet::Noop));
    }

    #[test]
    fn data_without_use_is_ignored() {
        assert_eq!(Packet::decode(b"1abc"), Ok(Packet::Close));
        assert_eq!(Packet::decode(b"5abc"), Ok(Packet::Upgrade));
        assert_eq!(Packet::decode(b"6abc"), Ok(Packet::Noop));
    }

    #[test]
    fn what_is_no_packet_is_an_error() {
        assert_eq!(Packet::decode(b""), Err(PacketError::Empty));
        for bytes in [
            &b"7"[..],
            b"9x",
            b"abc",
            b"b",
            b"\xff",
            " 4".as_bytes(),
            b"\0",
        ] {
            assert_eq!(
                Packet::decode(bytes),
                Err(PacketError::UnknownKind),
                "{bytes:?}"
            );
        }
    }
}
