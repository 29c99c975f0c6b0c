//! The codec under any input: what fuzzing and the tests of hostile input have in common.

use bytes::Bytes;
use serde_json::Value;

use super::{
    Args, Data, Packet, PacketType, Reader,
    json::{Decoder, event},
};

const MAX_ATTACHMENTS: usize = 10;

/// One connection: messages are separated by zero bytes, those that are not text are binary.
pub(crate) fn packets(input: &[u8]) {
    let mut decoder = Decoder::default();
    for message in input.split(|&byte| byte == 0) {
        match str::from_utf8(message) {
            Ok(text) => {
                if let Ok(Some(packet)) = decoder.text(text, MAX_ATTACHMENTS) {
                    use_up(&packet);
                }
            }
            Err(_) => {
                if let Ok(Some(owned)) = decoder.binary(Bytes::copy_from_slice(message)) {
                    use_up(&owned.packet());
                }
            }
        }
    }
}

/// One message of a connection whose packets are MessagePack.
#[cfg(feature = "msgpack")]
pub(crate) fn msgpack(input: &[u8]) {
    let Ok(packet) = super::msgpack::decode(input) else {
        return;
    };
    read(&packet);
    if let Ok(args) = Reader::new(packet.data, packet.attachments).rest() {
        let _ = (args.to_json(), args.attachments(), args.len());
        let codec = super::Codec::Msgpack;
        let sent = codec.event(packet.namespace, packet.id, "e", &args);
        let sent = sent.expect("what came can be sent");
        let back = super::msgpack::decode(sent.packet()).expect("what was sent can be read");
        let back = Reader::new(back.data, back.attachments).rest();
        assert_eq!(back.map(|back| back.len()), Ok(args.len()));
    }
}

/// Does with a packet all that a server may do with it.
fn use_up(packet: &Packet<'_>) {
    let Some(args) = read(packet) else { return };
    let sent =
        event(packet.namespace, packet.id, &packet.name, &args).expect("what came can be sent");
    if sent.attachments().is_empty() {
        let text = str::from_utf8(sent.text()).expect("text is UTF-8");
        let mut decoder = Decoder::default();
        let back = decoder
            .text(text, MAX_ATTACHMENTS)
            .expect("what was sent can be read");
        assert_eq!(back.map(|back| back.name), Some(packet.name.clone()));
    }
}

/// Reads the arguments of a packet in all ways.
fn read(packet: &Packet<'_>) -> Option<Args> {
    let reader = || match packet.kind {
        PacketType::Event => Reader::new(packet.data, packet.attachments),
        PacketType::Ack => Reader::array(packet.data, packet.attachments),
        PacketType::Connect | PacketType::ConnectError | PacketType::Disconnect => {
            Reader::value(packet.data, packet.attachments)
        }
    };
    let _ = reader().next::<Value>("v");
    let _ = reader().next::<Data>("d");
    let _ = reader()
        .next::<(u8, String)>("t")
        .map_err(|error| error.to_string());
    let _ = reader().finish().map_err(|error| error.to_string());
    reader().rest().ok()
}
