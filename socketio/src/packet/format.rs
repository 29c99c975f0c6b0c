//! PacketFormat: the format of packets, as the program chooses it.

use super::{custom_format::CustomFormat, raw::Codec};

/// The format of the packets of a server, which its clients must have as well.
///
/// [`SocketIoBuilder::packet_format`](crate::SocketIoBuilder::packet_format) chooses it. The chapter on formats,
/// `guide::formats` with the feature `msgpack`, says what differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PacketFormat {
    /// JSON, with binary data beside it: what all clients speak unless they are told otherwise.
    #[default]
    Json,
    /// MessagePack, binary data included: for clients with the parser `socket.io-msgpack-parser`.
    #[cfg(feature = "msgpack")]
    MsgPack,
    /// A format that the program brings along: see [`Format`](crate::format::Format).
    Custom(&'static CustomFormat),
}

impl From<PacketFormat> for Codec {
    fn from(format: PacketFormat) -> Self {
        match format {
            PacketFormat::Json => Self::Json,
            #[cfg(feature = "msgpack")]
            PacketFormat::MsgPack => Self::Msgpack,
            PacketFormat::Custom(format) => Self::Custom(format),
        }
    }
}
