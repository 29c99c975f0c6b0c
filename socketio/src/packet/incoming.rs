//! Packets as they come in, whatever their format, and why one makes no sense.

use std::{borrow::Cow, error, fmt};

use bytes::Bytes;

use super::{packet_type::PacketType, raw::Raw};

/// One packet, borrowed from the message it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Packet<'a> {
    pub(crate) kind: PacketType,
    /// `/` unless the packet names another one.
    pub(crate) namespace: &'a str,
    /// The id under which an event wants an answer, or which an ack answers.
    pub(crate) id: Option<u64>,
    /// The name of an event; empty for all other kinds.
    pub(crate) name: Cow<'a, str>,
    /// The arguments of an event or an answer, or the payload of another packet.
    pub(crate) data: Raw<'a>,
    /// What the arguments refer to, in formats that send binary data beside them.
    pub(crate) attachments: &'a [Bytes],
}

/// Why a packet makes no sense. The session that sent it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum DecodeError {
    /// The first character is none of `0` to `6`.
    Type,
    /// The number of attachments is missing, zero, not a number.
    Attachments,
    /// More attachments than allowed.
    TooManyAttachments,
    /// Text arrived while attachments are outstanding.
    TextInsteadOfAttachment,
    /// Binary data arrived and nothing waits for it.
    UnexpectedAttachment,
    /// The ack id is larger than 64 bits, or not a number.
    Id,
    /// There is no namespace, or it is not a text, or no namespace can have this name.
    Namespace,
    /// The data does not suit the kind of packet, or is not JSON.
    Payload(PacketType),
    /// The event has a name that only the library itself may use.
    ReservedName,
    /// The format of the program cannot read it.
    Custom,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Type => "unknown packet type",
            Self::Attachments => "number of attachments missing or invalid",
            Self::TooManyAttachments => "too many attachments",
            Self::TextInsteadOfAttachment => "text while attachments are outstanding",
            Self::UnexpectedAttachment => "binary data that no packet announced",
            Self::Id => "ack id too large, or not a number",
            Self::Namespace => "namespace missing or not a text",
            Self::Payload(PacketType::Connect) => "payload of a CONNECT is not an object",
            Self::Payload(PacketType::Disconnect) => "DISCONNECT with a payload",
            Self::Payload(PacketType::Event) => {
                "payload of an event is not an array that begins with a name"
            }
            Self::Payload(PacketType::Ack) => "payload of an acknowledgement is not an array",
            Self::Payload(PacketType::ConnectError) => {
                "payload of a CONNECT_ERROR is neither a text nor an object"
            }
            Self::ReservedName => "reserved event name",
            Self::Custom => "the format of packets cannot read it",
        })
    }
}

impl error::Error for DecodeError {}
