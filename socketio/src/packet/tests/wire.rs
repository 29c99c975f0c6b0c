//! Wire facts: every row is read in both directions.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{decode, decode_binary, text};
use crate::packet::{
    Args, Codec, Packet, PacketType, Reader,
    json::{Decoder, Encoded, ack, ack_encoded, event, write_ack},
};

/// What stands on the wire, and what it means.
struct Row {
    text: &'static str,
    attachments: &'static [&'static [u8]],
    kind: PacketType,
    namespace: &'static str,
    id: Option<u64>,
    name: &'static str,
    /// The arguments of events and acks as an array, the payload of other packets.
    data: &'static str,
}

const EVENT: Row = Row {
    text: "",
    attachments: &[],
    kind: PacketType::Event,
    namespace: "/",
    id: None,
    name: "",
    data: "[]",
};
const ACK: Row = Row {
    kind: PacketType::Ack,
    ..EVENT
};

const ROWS: &[Row] = &[
    // Connection
    Row {
        text: "0",
        kind: PacketType::Connect,
        data: "",
        ..EVENT
    },
    Row {
        text: r#"0{"sid":"oSO0OpakMV_3jnilAAAA"}"#,
        kind: PacketType::Connect,
        data: r#"{"sid":"oSO0OpakMV_3jnilAAAA"}"#,
        ..EVENT
    },
    Row {
        text: r#"0/admin,{"sid":"x"}"#,
        kind: PacketType::Connect,
        namespace: "/admin",
        data: r#"{"sid":"x"}"#,
        ..EVENT
    },
    Row {
        text: "1",
        kind: PacketType::Disconnect,
        data: "",
        ..EVENT
    },
    Row {
        text: "1/admin,",
        kind: PacketType::Disconnect,
        namespace: "/admin",
        data: "",
        ..EVENT
    },
    Row {
        text: r#"4{"message":"Not authorized"}"#,
        kind: PacketType::ConnectError,
        data: r#"{"message":"Not authorized"}"#,
        ..EVENT
    },
    Row {
        text: r#"4/a,{"message":"no","data":{"code":401}}"#,
        kind: PacketType::ConnectError,
        namespace: "/a",
        data: r#"{"message":"no","data":{"code":401}}"#,
        ..EVENT
    },
    // Events
    Row {
        text: r#"2["foo"]"#,
        name: "foo",
        ..EVENT
    },
    Row {
        text: r#"2/admin,["bar"]"#,
        namespace: "/admin",
        name: "bar",
        ..EVENT
    },
    Row {
        text: r#"212["foo",1]"#,
        id: Some(12),
        name: "foo",
        data: "[1]",
        ..EVENT
    },
    Row {
        text: r#"2/chat,7["my event",{"data":"hi"}]"#,
        namespace: "/chat",
        id: Some(7),
        name: "my event",
        data: r#"[{"data":"hi"}]"#,
        ..EVENT
    },
    Row {
        text: r#"29007199254740991["foo"]"#,
        id: Some((1 << 53) - 1),
        name: "foo",
        ..EVENT
    },
    Row {
        text: r#"20["foo"]"#,
        id: Some(0),
        name: "foo",
        ..EVENT
    },
    Row {
        text: r#"2[""]"#,
        ..EVENT
    },
    Row {
        text: r#"2["__proto__",{"__proto__":{},"constructor":1}]"#,
        name: "__proto__",
        data: r#"[{"__proto__":{},"constructor":1}]"#,
        ..EVENT
    },
    Row {
        text: r#"2["a\"b\\c\nd\u0000",""]"#,
        name: "a\"b\\c\nd\0",
        data: r#"[""]"#,
        ..EVENT
    },
    Row {
        text: "2[\"héllo 😀\",\"€\u{2028}\"]",
        name: "héllo 😀",
        data: "[\"€\u{2028}\"]",
        ..EVENT
    },
    Row {
        text: r#"2["t",null,true,-1,1.5,"",[],{},[[1]]]"#,
        name: "t",
        data: r#"[null,true,-1,1.5,"",[],{},[[1]]]"#,
        ..EVENT
    },
    Row {
        text: r#"2["x",{"_placeholder":true,"num":0}]"#,
        name: "x",
        data: r#"[{"_placeholder":true,"num":0}]"#,
        ..EVENT
    },
    Row {
        text: r#"2/a/b c,["x"]"#,
        namespace: "/a/b c",
        name: "x",
        ..EVENT
    },
    // Acks
    Row {
        text: "312[]",
        id: Some(12),
        ..ACK
    },
    Row {
        text: r#"3/admin,0["ok",{"a":1}]"#,
        namespace: "/admin",
        id: Some(0),
        data: r#"["ok",{"a":1}]"#,
        ..ACK
    },
    // Attachments
    Row {
        text: r#"51-["baz",{"_placeholder":true,"num":0}]"#,
        attachments: &[b"\x01\x02\x03"],
        name: "baz",
        data: r#"[{"_placeholder":true,"num":0}]"#,
        ..EVENT
    },
    Row {
        text: r#"52-/admin,9["baz",{"_placeholder":true,"num":0},[{"deep":{"_placeholder":true,"num":1}}]]"#,
        attachments: &[b"a", b""],
        namespace: "/admin",
        id: Some(9),
        name: "baz",
        data: r#"[{"_placeholder":true,"num":0},[{"deep":{"_placeholder":true,"num":1}}]]"#,
        ..EVENT
    },
    Row {
        text: r#"61-/admin,456[{"_placeholder":true,"num":0}]"#,
        attachments: &[b"\xff"],
        namespace: "/admin",
        id: Some(456),
        data: r#"[{"_placeholder":true,"num":0}]"#,
        ..ACK
    },
];

/// What is left of the arguments of `packet`, as an array.
fn args(packet: &Packet<'_>) -> Args {
    let mut reader = match packet.kind {
        PacketType::Event => Reader::new(packet.data, packet.attachments),
        _ => Reader::array(packet.data, packet.attachments),
    };
    reader.rest().unwrap()
}

#[test]
fn packets_are_read_as_they_are_meant() {
    for row in ROWS {
        let owned;
        let packet = if row.attachments.is_empty() {
            decode(row.text)
        } else {
            owned = decode_binary(row.text, row.attachments);
            owned.packet()
        };

        assert_eq!(
            (packet.kind, packet.namespace),
            (row.kind, row.namespace),
            "{}",
            row.text
        );
        assert_eq!(
            (packet.id, &*packet.name),
            (row.id, row.name),
            "{}",
            row.text
        );
        assert_eq!(packet.attachments, row.attachments, "{}", row.text);
        match row.kind {
            PacketType::Event | PacketType::Ack => {
                assert_eq!(args(&packet).to_json(), row.data, "{}", row.text)
            }
            _ => assert_eq!(packet.data, row.data, "{}", row.text),
        }
    }
}

#[test]
fn packets_are_written_as_they_are_read() {
    for row in ROWS {
        if row.text == "0" {
            continue; // only clients connect without payload
        }
        let attachments: Vec<Bytes> = row
            .attachments
            .iter()
            .map(|bytes| Bytes::from_static(bytes))
            .collect();
        let args = || Reader::array(row.data, &attachments).rest().unwrap();
        let raw = |json| serde_json::from_str::<&serde_json::value::RawValue>(json).unwrap();

        let message = match row.kind {
            PacketType::Connect => Codec::Json.connect(row.namespace, raw(row.data)),
            PacketType::Disconnect => Codec::Json.disconnect(row.namespace),
            PacketType::ConnectError => Codec::Json.connect_error(row.namespace, raw(row.data)),
            PacketType::Event => event(row.namespace, row.id, row.name, &args()).unwrap(),
            PacketType::Ack => ack(row.namespace, row.id.unwrap(), &args()).unwrap(),
        };

        // Attached arguments pass through a tree: the same members, perhaps in another order.
        assert_eq!(text(&message), row.text);
        assert_eq!(message.attachments(), row.attachments, "{}", row.text);
    }
}

#[test]
fn an_ack_encoded_ahead_is_the_same_packet() {
    for row in ROWS.iter().filter(|row| row.kind == PacketType::Ack) {
        let attachments: Vec<Bytes> = row
            .attachments
            .iter()
            .map(|bytes| Bytes::from_static(bytes))
            .collect();
        let args = Reader::array(row.data, &attachments).rest().unwrap();
        let encoded = Encoded::new(&args).unwrap();

        let message = ack_encoded(row.namespace, row.id.unwrap(), &encoded);
        let mut out = Vec::new();
        write_ack(&mut out, row.namespace, row.id.unwrap(), &encoded);

        assert_eq!(
            (text(&message), message.attachments()),
            (row.text, encoded.attachments())
        );
        assert_eq!(out, message.text());
    }
}

#[test]
fn other_spellings_mean_the_same() {
    // (as a client may write it, name, arguments)
    let rows = [
        (r#"2 [ "foo" , 1 , "a" ] "#, "foo", json!([1, "a"])),
        ("2[\t\"foo\"\r\n]", "foo", json!([])),
        (
            r#"2["h\u00e9llo \ud83d\ude00","\u00e9\/"]"#,
            "héllo 😀",
            json!(["é/"]),
        ),
        (r#"2["foo\u0022",1]"#, "foo\"", json!([1])),
        ("2[1,2]", "1", json!([2])),
        (r#"2/chat?token=abc,["foo"]"#, "foo", json!([])),
    ];
    for (text, name, expected) in rows {
        let packet = decode(text);

        assert_eq!(packet.name, name, "{text}");
        assert_eq!(args(&packet).parse::<Value>().unwrap(), expected, "{text}");
    }
    // As the official server does for this revision of the protocol.
    assert_eq!(
        decode("2/chat?token=abc,[\"foo\"]").namespace,
        "/chat?token=abc"
    );
    assert_eq!(decode("0/chat").namespace, "/chat");
    assert_eq!(decode("1/").namespace, "/");
}

#[test]
fn an_idle_decoder_is_one_pointer() {
    assert_eq!(size_of::<Decoder>(), size_of::<usize>());
}
