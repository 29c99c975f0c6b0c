//! What benches reach of the codec: packets, by the calls that the server makes, without one.

use serde::{Serialize, de::DeserializeOwned};

use super::{Args, Codec, Decoder, Packet, Reader};
use crate::engine::append_frame;

const CODEC: Codec = Codec::Json;

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
    decoder.text(CODEC, text, 1).expect("a packet");
    let owned = decoder.binary(CODEC, attachment).expect("a packet");
    argument(&owned.expect("no more attachments").packet())
}

/// Writes an event as everybody gets it; how many bytes it has.
pub fn write_event<T: Serialize + ?Sized>(name: &str, args: &T) -> usize {
    CODEC.event("/", None, name, args).expect("JSON").size()
}

/// Writes an answer behind others.
pub fn write_ack<T: Serialize + ?Sized>(out: &mut Vec<u8>, id: u64, args: &T) {
    let args = CODEC.encode(args).expect("JSON");
    append_frame(out, args.form(), 1 + args.len(), |out| {
        args.write_ack(out, "/", id)
    });
}

fn packet(text: &str) -> Packet<'_> {
    let packet = Decoder::default().text(CODEC, text, 0).expect("a packet");
    packet.expect("no attachments")
}

fn argument<T: DeserializeOwned>(packet: &Packet<'_>) -> T {
    let mut reader = Reader::new(packet.data, packet.attachments);
    let value = reader.next("argument").expect("an argument");
    reader.finish().expect("no more arguments");
    value
}
