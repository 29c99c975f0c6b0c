//! The codec as a whole, seen from the wire.

mod allocations;
mod arguments;
mod attachments;
mod encoding;
mod hostile;
mod quoting;
mod violations;
mod wire;

use bytes::Bytes;

use super::{
    Packet,
    json::{Decoder, OwnedPacket},
};
use crate::engine::Message;

const MAX_ATTACHMENTS: usize = 10;

/// The text of an encoded packet.
fn text(message: &Message) -> &str {
    str::from_utf8(message.text()).unwrap()
}

/// Decodes a packet without attachments.
fn decode(text: &str) -> Packet<'_> {
    Decoder::default()
        .text(text, MAX_ATTACHMENTS)
        .unwrap()
        .expect("no attachments are outstanding")
}

/// Decodes a packet with attachments.
fn decode_binary(text: &str, attachments: &[&'static [u8]]) -> OwnedPacket {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.text(text, MAX_ATTACHMENTS), Ok(None));
    let (last, before) = attachments.split_last().unwrap();
    for attachment in before {
        assert!(
            decoder
                .binary(Bytes::from_static(attachment))
                .unwrap()
                .is_none()
        );
    }
    decoder
        .binary(Bytes::from_static(last))
        .unwrap()
        .expect("this was the last attachment")
}
