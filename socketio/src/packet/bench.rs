//! What benches reach of the codec: packets, by the calls that the server makes, without one.

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};

use super::{Args, Decoder, Encoded, Packet, Reader, event};
use crate::engine::append_frame;

/// Reads an event of one argument.
pub fn read_event<T: DeserializeOwned>(text: &str) -> T {
    argument(&packet(text))
}

/// Reads an event and leaves its arguments as they are.
pub fn read_args(text: &str) -> Args {
    let packet = packet(text);
    let mut reader = Reader::new(packet.data, packet.attachments);
    reader.rest().expect("arguments")
}

/// Reads an event of one argument with one attachment.
pub fn read_binary_event<T: DeserializeOwned>(text: &str, attachment: &[u8]) -> T {
    let mut decoder = Decoder::default();
    decoder.text(text, 1).expect("a packet");
    let attachment = Bytes::copy_from_slice(attachment);
    let owned = decoder.binary(attachment).expect("a packet");
    argument(&owned.expect("no more attachments").packet())
}

/// Writes an event as everybody gets it; how many bytes it has.
pub fn write_event<T: Serialize + ?Sized>(name: &str, args: &T) -> usize {
    event("/", None, name, args).expect("JSON").size()
}

/// Writes an answer behind others.
pub fn write_ack<T: Serialize + ?Sized>(out: &mut Vec<u8>, id: u64, args: &T) {
    let args = Encoded::new(args).expect("JSON");
    append_frame(out, 1 + args.len(), |out| {
        super::write_ack(out, "/", id, &args)
    });
}

fn packet(text: &str) -> Packet<'_> {
    let packet = Decoder::default().text(text, 0).expect("a packet");
    packet.expect("no attachments")
}

fn argument<T: DeserializeOwned>(packet: &Packet<'_>) -> T {
    let mut reader = Reader::new(packet.data, packet.attachments);
    let value = reader.next("argument").expect("an argument");
    reader.finish().expect("no more arguments");
    value
}
