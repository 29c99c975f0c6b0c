//! Socket.IO protocol 5: packets in, packets out. No I/O, no async, never sees a socket.
//! What an event means, and to whom, is decided above.
//!
//! Above this folder nobody knows the format of packets. [`Codec`] names it: whoever encodes asks it, and so does
//! whoever decodes; a [`Packet`] then carries [`Raw`] data, which a [`Reader`] reads into types.

mod absent;
mod args;
mod args_error;
mod arity;
mod attachment;
#[cfg(feature = "__bench")]
pub(crate) mod bench;
mod codec;
mod custom;
mod custom_format;
mod data;
mod encode_error;
mod encoded;
mod format;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod incoming;
mod json;
mod key;
#[cfg(feature = "msgpack")]
mod msgpack;
mod name;
mod packet_type;
mod raw;
mod reader;
mod relayed;
mod tree;

#[cfg(test)]
mod tests;

#[cfg(feature = "msgpack")]
pub(crate) use self::msgpack::{pack, unpack};

#[cfg(feature = "spec")]
pub(crate) use self::arity::is_list;
pub use self::{
    args::Args, args_error::ArgsError, attachment::Binary, data::Data, encode_error::EncodeError,
    format::PacketFormat, packet_type::PacketType,
};
pub(crate) use self::{
    codec::Decoder,
    encoded::Encoded,
    incoming::{DecodeError, Packet},
    name::is_reserved,
    raw::{Codec, Raw, RawBuf},
    reader::{Reader, Unread},
    relayed::Relayed,
    tree::to_data,
};
pub use custom_format::{
    CustomFormat, Format, FormatError, Message as FormatMessage, Packet as FormatPacket,
};
