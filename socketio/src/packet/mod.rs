//! Socket.IO protocol 5: packets in, packets out. No I/O, no async, never sees a socket.
//! What an event means, and to whom, is decided above.

mod args;
mod attachment;
#[cfg(feature = "__bench")]
pub(crate) mod bench;
mod data;
mod decode;
mod encode;
mod excerpt;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod header;
mod json;
mod name;
mod placeholders;
mod plain;
mod reader;

#[cfg(test)]
mod tests;

#[cfg(any(test, feature = "testing"))]
pub(crate) use self::encode::ack;
#[cfg(feature = "testing")]
pub(crate) use self::encode::join;
pub use self::{
    args::{Args, ArgsError},
    attachment::Binary,
    data::Data,
    json::EncodeError,
};
pub(crate) use self::{
    decode::{DecodeError, Decoder, Packet},
    encode::{Encoded, ack_encoded, connect, connect_error, disconnect, event, write_ack},
    excerpt::Excerpt,
    header::Kind,
    name::is_reserved,
    reader::{Held, Reader},
};
