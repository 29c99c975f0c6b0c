//! Packets as MessagePack, in the form of socket.io-msgpack-parser 3: one map for each packet, binary data included. Values
//! are read and written as notepack.io does it, which that parser uses: undefined, dates and array buffers are extensions
//! of type 0. There is no tree between the bytes and the types of a handler.

mod decode;
mod encode;
mod extension;
mod input;
mod packed;
mod reader;
mod tree;
mod value;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use self::tree::{pack, unpack};
pub(super) use self::{
    decode::decode,
    encode::{Encoded, ack_encoded, bare, connection, event, event_at, write_ack},
    packed::Packed,
    reader::{Reader, Unread},
};
