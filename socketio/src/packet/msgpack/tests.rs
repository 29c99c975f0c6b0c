//! The format, seen from the wire. Rows in hexadecimal are what socket.io-msgpack-parser 3.0.2 has written, with notepack.io
//! 2.2.0, unless they say otherwise.

mod allocations;
mod hostile;
mod values;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::decode;
use crate::packet::{Args, Binary, Codec, Data, Packet, PacketType, Reader, incoming::DecodeError};

/// Bytes written in hexadecimal.
fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .bytes()
        .filter(|digit| !digit.is_ascii_whitespace())
        .collect();
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// The arguments of an event or an answer.
fn args(packet: &Packet<'_>) -> Args {
    Reader::new(packet.data, packet.attachments).rest().unwrap()
}

/// What stands on the wire, and what it means.
struct Row {
    wire: &'static str,
    kind: PacketType,
    namespace: &'static str,
    id: Option<u64>,
    name: &'static str,
    /// The arguments of events and acks as an array, the payload of other packets.
    data: &'static str,
}

const EVENT: Row = Row {
    wire: "",
    kind: PacketType::Event,
    namespace: "/",
    id: None,
    name: "",
    data: "[]",
};

const ROWS: &[Row] = &[
    // `data: undefined`
    Row {
        wire: "83a47479706500a464617461d40000a36e7370a12f",
        kind: PacketType::Connect,
        data: "[]",
        ..EVENT
    },
    Row {
        wire: "83a47479706500a46461746181a5746f6b656ea178a36e7370a62f61646d696e",
        kind: PacketType::Connect,
        namespace: "/admin",
        data: r#"[{"token":"x"}]"#,
        ..EVENT
    },
    Row {
        wire: "82a47479706501a36e7370a12f",
        kind: PacketType::Disconnect,
        ..EVENT
    },
    // Of python-socketio: `"data": None`
    Row {
        wire: "83a47479706501a464617461c0a36e7370a12f",
        kind: PacketType::Disconnect,
        ..EVENT
    },
    // With `options: {compress: true}`, undefined as an argument and as a member, and binary data.
    Row {
        wire: "84a47479706502a46461746199a16101ffcb3ff8000000000000a2c3a9c0c3d4000082a16bd40000a162c402\
               0102a76f7074696f6e7381a8636f6d7072657373c3a36e7370a12f",
        name: "a",
        data: r#"[1,-1,1.5,"é",null,true,null,{"b":{"_placeholder":true,"num":0}}]"#,
        ..EVENT
    },
    Row {
        wire: "85a47479706502a46461746191a171a76f7074696f6e7381a8636f6d7072657373c3a26964cd012ca36e7370\
               a52f63686174",
        namespace: "/chat",
        id: Some(300),
        name: "q",
        ..EVENT
    },
    Row {
        wire: "84a47479706503a2696407a46461746190a36e7370a12f",
        kind: PacketType::Ack,
        id: Some(7),
        ..EVENT
    },
    Row {
        wire: "83a47479706504a46461746181a76d657373616765a26e6fa36e7370a12f",
        kind: PacketType::ConnectError,
        data: r#"[{"message":"no"}]"#,
        ..EVENT
    },
    // A date, one before 1970, and one that is none, which is 1970 by mistake of the library.
    Row {
        wire: "83a47479706502a46461746194a164d7000000016f5e66e87bd700ffffffffffffffffd7000000000000000000\
               a36e7370a12f",
        name: "d",
        data: r#"["2020-01-01T00:00:00.123Z","1969-12-31T23:59:59.999Z","1970-01-01T00:00:00.000Z"]"#,
        ..EVENT
    },
    // Array buffers, of one byte and of eight as well.
    Row {
        wire: "83a47479706502a46461746194a162c70300010203c7010009c708000000000000000000a36e7370a12f",
        name: "b",
        data: r#"[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1},{"_placeholder":true,"num":2}]"#,
        ..EVENT
    },
    Row {
        wire: "83a47479706502a464617461dc0017a16e007fcc80ccffcd0100cdffffce00010000ceffffffffcf00000001\
               00000000cf001fffffffffffffffe0d0dfd080d1ff7fd18000d2ffff7fffd280000000d3ffffffff7fffffff\
               d3ffe0000000000001cb3fb999999999999acb7ff8000000000000a36e7370a12f",
        name: "n",
        data: "[0,127,128,255,256,65535,65536,4294967295,4294967296,9007199254740991,-1,-32,-33,-128,\
               -129,-32768,-32769,-2147483648,-2147483649,-9007199254740991,0.1,null]",
        ..EVENT
    },
    Row {
        wire: "83a47479706502a46461746193a173bf78787878787878787878787878787878787878787878787878787878\
               787878d9207878787878787878787878787878787878787878787878787878787878787878a36e7370a12f",
        name: "s",
        data: r#"["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]"#,
        ..EVENT
    },
];

#[test]
fn what_the_official_parser_writes_is_understood() {
    for row in ROWS {
        let wire = bytes(row.wire);

        let packet = decode(&wire).unwrap();

        assert_eq!(
            (packet.kind, packet.namespace, packet.id, &*packet.name),
            (row.kind, row.namespace, row.id, row.name),
            "{}",
            row.wire
        );
        assert_eq!(
            args(&packet).to_json(),
            row.data.replace(' ', ""),
            "{}",
            row.wire
        );
    }
}

#[test]
fn what_is_written_means_what_it_meant() {
    for row in ROWS {
        let wire = bytes(row.wire);
        let packet = decode(&wire).unwrap();
        let came = args(&packet);

        let message = match row.kind {
            PacketType::Event => Codec::Msgpack
                .event(row.namespace, row.id, row.name, &came)
                .unwrap(),
            PacketType::Ack => {
                let encoded = Codec::Msgpack.encode(&came).unwrap();
                encoded.to_ack(row.namespace, row.id.unwrap())
            }
            PacketType::Connect if came.is_empty() => Codec::Msgpack.connect_bare(row.namespace),
            PacketType::Connect => {
                Codec::Msgpack.connect(row.namespace, &came.get::<Data>(0).unwrap())
            }
            PacketType::ConnectError => {
                Codec::Msgpack.connect_error(row.namespace, &came.get::<Data>(0).unwrap())
            }
            PacketType::Disconnect => Codec::Msgpack.disconnect(row.namespace),
        };

        let again = decode(message.packet()).unwrap();
        assert_eq!(
            (again.kind, again.namespace, again.id, &again.name),
            (packet.kind, packet.namespace, packet.id, &packet.name)
        );
        // Byte by byte, extensions included.
        assert_eq!(again.data, packet.data, "{}", row.wire);
    }
}

#[test]
fn packets_have_these_bytes() {
    let event = Codec::Msgpack.event("/", Some(7), "e", &("a", 1, Binary::from(vec![0xff])));
    assert_eq!(
        event.unwrap().packet(),
        bytes("84 a474797065 02 a36e7370 a12f a26964 07 a464617461 94 a165 a161 01 c401ff")
    );
    let answer = Codec::Msgpack.encode(&()).unwrap().to_ack("/chat", 300);
    assert_eq!(
        answer.packet(),
        bytes("84 a474797065 03 a36e7370 a52f63686174 a26964 cd012c a464617461 90")
    );
    let connect = Codec::Msgpack.connect("/", &json!({ "sid": "x" }));
    assert_eq!(
        connect.packet(),
        bytes("83 a474797065 00 a36e7370 a12f a464617461 81 a3736964 a178")
    );
    let disconnect = Codec::Msgpack.disconnect("/");
    assert_eq!(disconnect.packet(), bytes("82 a474797065 01 a36e7370 a12f"));
}

#[test]
fn packets_that_make_no_sense_are_errors() {
    use DecodeError::{Id, Namespace, Payload, ReservedName, Type};
    let rows = [
        ("", Type),
        ("90", Type),
        ("80", Type),
        ("c1", Type),
        // No type, a type that is none, a type that is no number, one that is missing
        ("81 a36e7370 a12f", Type),
        ("82 a474797065 05 a36e7370 a12f", Type),
        ("82 a474797065 a130 a36e7370 a12f", Type),
        ("82 a474797065 ff a36e7370 a12f", Type),
        // Something behind it, or too little
        ("82 a474797065 01 a36e7370 a12f 00", Type),
        ("83 a474797065 01 a36e7370 a12f", Type),
        ("82 a474797065 01 a36e7370 a32f", Type),
        // No namespace
        ("81 a474797065 01", Namespace),
        ("82 a474797065 01 a36e7370 c0", Namespace),
        ("82 a474797065 01 a36e7370 01", Namespace),
        ("82 a474797065 01 a36e7370 a1ff", Namespace),
        // Ids
        (
            "84 a474797065 03 a36e7370 a12f a26964 a137 a464617461 90",
            Id,
        ),
        ("84 a474797065 03 a36e7370 a12f a26964 ff a464617461 90", Id),
        (
            "84 a474797065 03 a36e7370 a12f a26964 cb3ff8000000000000 a464617461 90",
            Id,
        ),
        // Payloads
        (
            "83 a474797065 00 a36e7370 a12f a464617461 90",
            Payload(PacketType::Connect),
        ),
        (
            "83 a474797065 00 a36e7370 a12f a464617461 01",
            Payload(PacketType::Connect),
        ),
        (
            "83 a474797065 01 a36e7370 a12f a464617461 80",
            Payload(PacketType::Disconnect),
        ),
        ("82 a474797065 02 a36e7370 a12f", Payload(PacketType::Event)),
        (
            "83 a474797065 02 a36e7370 a12f a464617461 90",
            Payload(PacketType::Event),
        ),
        (
            "83 a474797065 02 a36e7370 a12f a464617461 91 01",
            Payload(PacketType::Event),
        ),
        (
            "83 a474797065 02 a36e7370 a12f a464617461 a161",
            Payload(PacketType::Event),
        ),
        (
            "83 a474797065 03 a36e7370 a12f a464617461 80",
            Payload(PacketType::Ack),
        ),
        (
            "83 a474797065 03 a36e7370 a12f a464617461 d40000",
            Payload(PacketType::Ack),
        ),
        (
            "83 a474797065 04 a36e7370 a12f a464617461 01",
            Payload(PacketType::ConnectError),
        ),
        // `["connect"]`
        (
            "83 a474797065 02 a36e7370 a12f a464617461 91 a7636f6e6e656374",
            ReservedName,
        ),
    ];
    for (wire, error) in rows {
        assert_eq!(decode(&bytes(wire)), Err(error), "{wire}");
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Nothing,
    Circle(f32),
    Line(u8, u8),
    Square { side: u32 },
}

/// Another implementation of MessagePack agrees.
#[test]
fn rmp_serde_reads_what_is_written_and_writes_what_is_read() {
    let value = json!({ "a": [1, -70_000, 1.5, null, true], "long": "x".repeat(300), "none": {} });
    let shapes = [
        Shape::Nothing,
        Shape::Circle(1.5),
        Shape::Line(1, 2),
        Shape::Square { side: 3 },
    ];
    let message = Codec::Msgpack
        .event("/", None, "e", &(&value, &shapes))
        .unwrap();

    #[derive(Debug, Deserialize)]
    struct Wire {
        data: (String, Value, Vec<Shape>),
    }
    let wire: Wire = rmp_serde::from_slice(message.packet()).unwrap();
    assert_eq!(
        wire.data,
        ("e".to_owned(), value.clone(), Vec::from(shapes))
    );

    let theirs = rmp_serde::to_vec_named(&json!({ "type": 2, "nsp": "/", "data": ["e", value] }));
    let theirs = theirs.unwrap();
    let packet = decode(&theirs).unwrap();
    assert_eq!(args(&packet).get::<Value>(0).unwrap(), value);
}
