//! Packets as JSON text, with binary data beside it: what clients speak unless they are told otherwise.

mod decode;
mod encode;
mod header;
mod name;
mod placeholders;
mod plain;
mod reader;
mod writer;

#[cfg(test)]
pub(super) use self::decode::check_json;
#[cfg(test)]
pub(super) use self::encode::ack;
#[cfg(feature = "msgpack")]
pub(super) use self::writer::RAW_NUMBER;
pub(super) use self::{
    decode::{Decoder, OwnedPacket},
    encode::{
        Encoded, ack_encoded, connect, connect_bare, connect_error, disconnect, event, event_at,
        write_ack,
    },
    reader::{Reader, Unread, path},
    writer::{RAW_VALUE, Writer},
};
