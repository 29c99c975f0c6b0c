//! Codec: the format that packets have on the wire, one for a server. The functions that encode a packet ask it, and so
//! does the decoder. A further format is an arm of it, and a folder beside `json`.

use bytes::Bytes;
use serde::Serialize;

#[cfg(feature = "msgpack")]
use super::msgpack;
use super::{
    custom,
    custom_format::{self, CustomFormat},
    encode_error::EncodeError,
    encoded::Encoded,
    incoming::{DecodeError, Packet},
    json,
    packet_type::PacketType,
    raw::Codec,
};
use crate::engine::Message;

impl Codec {
    /// Encodes an event. `arity` decides how many arguments `args` is.
    #[inline]
    pub(crate) fn event<T: Serialize + ?Sized>(
        self,
        namespace: &str,
        id: Option<u64>,
        name: &str,
        args: &T,
    ) -> Result<Message, EncodeError> {
        match self {
            Self::Json => json::event(namespace, id, name, args),
            #[cfg(feature = "msgpack")]
            Self::Msgpack => msgpack::event(namespace, id, name, args),
            Self::Custom(format) => custom::event(format, None, namespace, id, name, args),
        }
    }

    /// An event with its offset, the text by which a client that comes back says what it got last. It stands behind the
    /// arguments.
    #[inline]
    pub(crate) fn event_at<T: Serialize + ?Sized>(
        self,
        offset: &str,
        namespace: &str,
        name: &str,
        args: &T,
    ) -> Result<Message, EncodeError> {
        match self {
            Self::Json => json::event_at(offset, namespace, name, args),
            #[cfg(feature = "msgpack")]
            Self::Msgpack => msgpack::event_at(offset, namespace, name, args),
            Self::Custom(format) => {
                custom::event(format, Some(offset), namespace, None, name, args)
            }
        }
    }

    /// Encodes the arguments of an answer.
    #[inline]
    pub(crate) fn encode<T: Serialize + ?Sized>(self, args: &T) -> Result<Encoded, EncodeError> {
        match self {
            Self::Json => json::Encoded::new(args).map(Encoded::Json),
            #[cfg(feature = "msgpack")]
            Self::Msgpack => msgpack::Encoded::new(args).map(Encoded::Msgpack),
            Self::Custom(format) => custom::Encoded::new(format, args).map(Encoded::Custom),
        }
    }

    /// Encodes CONNECT. It has to leave in any case: if `payload` has no form in the format, the reason is sent in its place.
    pub(crate) fn connect(self, namespace: &str, payload: &(impl Serialize + ?Sized)) -> Message {
        self.connection(PacketType::Connect, namespace, payload)
    }

    /// Encodes CONNECT_ERROR: the namespace cannot be joined, for the reason in `payload`.
    pub(crate) fn connect_error(
        self,
        namespace: &str,
        payload: &(impl Serialize + ?Sized),
    ) -> Message {
        self.connection(PacketType::ConnectError, namespace, payload)
    }

    /// Encodes CONNECT without a payload: what a client of version 2 expects, and what a client sends to join.
    pub(crate) fn connect_bare(self, namespace: &str) -> Message {
        self.bare(PacketType::Connect, namespace)
    }

    /// Encodes DISCONNECT.
    pub(crate) fn disconnect(self, namespace: &str) -> Message {
        self.bare(PacketType::Disconnect, namespace)
    }

    fn connection(
        self,
        kind: PacketType,
        namespace: &str,
        payload: &(impl Serialize + ?Sized),
    ) -> Message {
        match self {
            Self::Json => json::connection(kind, namespace, payload),
            #[cfg(feature = "msgpack")]
            Self::Msgpack => msgpack::connection(kind, namespace, payload),
            Self::Custom(format) => custom::connection(format, kind, namespace, payload),
        }
    }

    fn bare(self, kind: PacketType, namespace: &str) -> Message {
        match self {
            Self::Json => json::bare(kind, namespace),
            #[cfg(feature = "msgpack")]
            Self::Msgpack => msgpack::bare(kind, namespace),
            Self::Custom(format) => custom::bare(format, kind, namespace),
        }
    }
}

/// Packets that only clients send. The test client needs them.
#[cfg(feature = "testing")]
impl Codec {
    /// The answer to the event that came with `id`.
    pub(crate) fn ack<T: Serialize + ?Sized>(
        self,
        namespace: &str,
        id: u64,
        args: &T,
    ) -> Result<Message, EncodeError> {
        Ok(self.encode(args)?.to_ack(namespace, id))
    }
}

/// Makes packets of the messages of one connection. It keeps a packet whose attachments are to come. In size it is one
/// pointer.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    json: json::Decoder,
}

/// A packet that came as binary data, or was completed by it.
#[derive(Debug)]
pub(crate) enum CompletePacket<'a> {
    Json(json::OwnedPacket),
    /// Binary data that is a packet by itself.
    #[cfg_attr(
        not(feature = "msgpack"),
        expect(dead_code, reason = "JSON is never binary")
    )]
    Whole(Packet<'a>),
}

impl CompletePacket<'_> {
    pub(crate) fn packet(&self) -> Packet<'_> {
        match self {
            Self::Json(packet) => packet.packet(),
            Self::Whole(packet) => packet.clone(),
        }
    }
}

impl Decoder {
    /// Decodes a message of text. `None` if attachments have to follow before the packet is complete.
    #[inline]
    pub(crate) fn text<'a>(
        &mut self,
        codec: Codec,
        text: &'a str,
        max_attachments: usize,
    ) -> Result<Option<Packet<'a>>, DecodeError> {
        match codec {
            Codec::Json => self.json.text(text, max_attachments),
            #[cfg(feature = "msgpack")]
            Codec::Msgpack => Err(DecodeError::Type),
            // Such a packet is not borrowed from its text: see `custom_text`.
            Codec::Custom(_) => Err(DecodeError::Custom),
        }
    }

    /// Decodes a text in a format of the program.
    #[cold]
    pub(crate) fn custom_text(
        format: &'static CustomFormat,
        text: &str,
    ) -> Result<CompletePacket<'static>, DecodeError> {
        let message = custom_format::Message::Text(text.to_owned());
        custom::decode(format, message).map(CompletePacket::Json)
    }

    /// Decodes a binary message. `None` if more attachments have to follow before the packet is complete.
    pub(crate) fn binary<'a>(
        &mut self,
        codec: Codec,
        bytes: &'a [u8],
    ) -> Result<Option<CompletePacket<'a>>, DecodeError> {
        match codec {
            Codec::Json => {
                let packet = self.json.binary(Bytes::copy_from_slice(bytes))?;
                Ok(packet.map(CompletePacket::Json))
            }
            #[cfg(feature = "msgpack")]
            Codec::Msgpack => {
                msgpack::decode(bytes).map(|packet| Some(CompletePacket::Whole(packet)))
            }
            Codec::Custom(format) => {
                let message = custom_format::Message::Binary(Bytes::copy_from_slice(bytes));
                Ok(Some(CompletePacket::Json(custom::decode(format, message)?)))
            }
        }
    }
}
