//! Arguments with attachments: bytes are found wherever they are expected, and nowhere else.

use std::collections::HashMap;

use bytes::Bytes;
use serde::Deserialize;
use serde_bytes::ByteBuf;
use serde_json::{Value, json};

use super::{arguments::read, decode_binary};
use crate::packet::{Args, Binary, Data, Reader};

#[derive(Debug, PartialEq, Deserialize)]
struct Upload {
    name: String,
    parts: Vec<Part>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Part {
    Link { url: String },
    Content { bytes: ByteBuf },
}

const UPLOAD: &str = r#"53-["up",{"name":"a","parts":[{"url":"u"},{"bytes":{"num":1,"_placeholder":true}}]},{"_placeholder":true,"num":0},{"_placeholder":true,"num":2},{"_placeholder":true,"num":0},{"k":{"_placeholder":true,"num":2}}]"#;

#[test]
fn attachments_are_found_wherever_bytes_are_expected() {
    let owned = decode_binary(UPLOAD, &[b"zero", b"one", b"two"]);
    let packet = owned.packet();
    let mut reader = Reader::new(packet.data, packet.attachments);

    let content = Part::Content {
        bytes: ByteBuf::from(*b"one"),
    };
    let parts = vec![
        Part::Link {
            url: "u".to_owned(),
        },
        content,
    ];
    assert_eq!(
        reader.next("upload"),
        Ok(Upload {
            name: "a".to_owned(),
            parts
        })
    );
    assert_eq!(
        reader.next::<Bytes>("bytes"),
        Ok(Bytes::from_static(b"zero"))
    );
    let binary = reader.next::<Binary>("binary").unwrap();
    assert_eq!(
        binary.as_ptr(),
        packet.attachments[2].as_ptr(),
        "nothing was copied"
    );
    assert_eq!(
        reader.next::<Data>("data"),
        Ok(Data::from(Bytes::from_static(b"zero")))
    );
    assert_eq!(
        reader.next::<HashMap<String, Binary>>("map").unwrap()["k"][..],
        *b"two"
    );
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn raw_arguments_keep_their_attachments() {
    let owned = decode_binary(UPLOAD, &[b"zero", b"one", b"two"]);
    let packet = owned.packet();

    let args = Reader::new(packet.data, packet.attachments).rest().unwrap();

    assert_eq!((args.len(), args.attachments().len()), (5, 3));
    assert_eq!(args.get::<Bytes>(2).unwrap(), "two");
    assert_eq!(
        args.parse::<Vec<Data>>().unwrap()[4]["k"],
        Data::from(Bytes::from_static(b"two"))
    );
}

#[test]
fn raw_arguments_can_be_put_together() {
    let values = vec![
        Data::from(json!(1)),
        Data::Binary(Binary::from(vec![7])),
        Data::Null,
    ];

    let args = Args::from(values.clone());

    assert_eq!(args.len(), 3);
    assert_eq!(args.attachments()[..], [Bytes::from_static(&[7])]);
    assert_eq!(args.parse::<Vec<Data>>().unwrap(), values);
    assert!(Args::from(Vec::new()).is_empty());
}

#[test]
fn an_attachment_in_the_wrong_place_is_a_mismatch() {
    let owned = decode_binary(
        r#"51-["x",{"a":{"_placeholder":true,"num":0}},1]"#,
        &[b"zero"],
    );
    let packet = owned.packet();

    let error = Reader::new(packet.data, packet.attachments)
        .next::<HashMap<String, u8>>("m")
        .unwrap_err();
    let value = Reader::new(packet.data, packet.attachments)
        .next::<Value>("v")
        .unwrap_err();

    assert_eq!(
        error.to_string(),
        "args[0].a (`m`): expected u8, found byte array"
    );
    assert_eq!(
        value.to_string(),
        "args[0].a (`v`): expected any valid JSON value, found byte array"
    );
}

#[test]
fn binary_data_into_a_list_of_numbers_names_the_types_for_it() {
    let owned = decode_binary(r#"51-["x",{"_placeholder":true,"num":0}]"#, &[b"zero"]);
    let packet = owned.packet();

    let list = Reader::new(packet.data, packet.attachments).next::<Vec<u8>>("list");
    let array = Reader::new(packet.data, packet.attachments).next::<[u8; 4]>("array");

    assert_eq!(
        list.unwrap_err().to_string(),
        "args[0] (`list`): expected a sequence, found byte array (to take binary data, write `socketio::Binary` or \
         `bytes::Bytes`; a `Vec<u8>` is a list of numbers)"
    );
    assert!(
        array
            .unwrap_err()
            .to_string()
            .contains("`socketio::Binary`")
    );
}

#[test]
fn a_placeholder_in_a_text_event_is_ordinary_data() {
    let json = r#"[{"_placeholder":true,"num":0}]"#;

    assert!(
        read::<Value>(json).unwrap()["_placeholder"]
            .as_bool()
            .unwrap()
    );
    assert_eq!(read::<Data>(json).unwrap()["num"].as_u64(), Some(0));
    assert!(!read::<Binary>(json).unwrap_err().is_malformed());
}
