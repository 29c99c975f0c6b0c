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
    encode::{Encoded, ack_encoded, bare, connection, event, event_at, event_spliced, write_ack},
    header::event_data,
    name::event_name,
    placeholders::has_all as has_all_attachments,
    reader::{Reader, Unread, path},
    writer::{RAW_VALUE, Writer},
};
