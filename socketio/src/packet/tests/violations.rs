//! What makes no sense on the wire, and what it is called.

use bytes::Bytes;

use super::MAX_ATTACHMENTS;
use crate::packet::{DecodeError, PacketType, json::Decoder};

#[test]
fn violations_are_refused() {
    let payload = |kind| DecodeError::Payload(kind);
    let rows = [
        ("", DecodeError::Type),
        ("7", DecodeError::Type),
        ("9[\"x\"]", DecodeError::Type),
        ("x", DecodeError::Type),
        ("é", DecodeError::Type),
        ("5[\"x\"]", DecodeError::Attachments),
        ("5-[\"x\"]", DecodeError::Attachments),
        ("50-[\"x\"]", DecodeError::Attachments),
        ("5-1-[\"x\"]", DecodeError::Attachments),
        ("5+1-[\"x\"]", DecodeError::Attachments),
        ("51.5-[\"x\"]", DecodeError::Attachments),
        ("51e0-[\"x\"]", DecodeError::Attachments),
        ("5 1-[\"x\"]", DecodeError::Attachments),
        ("599999999999999999999999-[\"x\"]", DecodeError::Attachments),
        ("511-[\"x\"]", DecodeError::TooManyAttachments),
        ("611-1[]", DecodeError::TooManyAttachments),
        ("299999999999999999999[\"x\"]", DecodeError::Id),
        ("2a[\"x\"]", payload(PacketType::Event)),
        ("2-1[\"x\"]", payload(PacketType::Event)),
        ("21a[\"x\"]", payload(PacketType::Event)),
        ("2", payload(PacketType::Event)),
        ("2/a", payload(PacketType::Event)),
        ("2[]", payload(PacketType::Event)),
        ("2[", payload(PacketType::Event)),
        ("2[\"", payload(PacketType::Event)),
        ("2[\"x", payload(PacketType::Event)),
        ("2[\"x\"", payload(PacketType::Event)),
        ("2[\"x\"}", payload(PacketType::Event)),
        ("2[\"x\" \"y\"]", payload(PacketType::Event)),
        ("2[\"x\ny\"]", payload(PacketType::Event)),
        ("2[\"\\x\"]", payload(PacketType::Event)),
        ("2[\"\\ud800\"]", payload(PacketType::Event)),
        ("2[null]", payload(PacketType::Event)),
        ("2[-]", payload(PacketType::Event)),
        ("2[{\"x\":1}]", payload(PacketType::Event)),
        ("2{\"x\":1}", payload(PacketType::Event)),
        ("2\"x\"", payload(PacketType::Event)),
        ("2[\"connect\"]", DecodeError::ReservedName),
        ("2[\"connect_error\"]", DecodeError::ReservedName),
        ("2[\"disconnect\"]", DecodeError::ReservedName),
        ("2[\"disconnecting\"]", DecodeError::ReservedName),
        ("2[\"newListener\"]", DecodeError::ReservedName),
        ("2[\"removeListener\"]", DecodeError::ReservedName),
        ("2[\"\\u0063onnect\"]", DecodeError::ReservedName),
        ("31", payload(PacketType::Ack)),
        ("31{}", payload(PacketType::Ack)),
        ("3\"x\"", payload(PacketType::Ack)),
        ("0[]", payload(PacketType::Connect)),
        ("0\"x\"", payload(PacketType::Connect)),
        ("0null", payload(PacketType::Connect)),
        ("0{", payload(PacketType::Connect)),
        ("0{}x", payload(PacketType::Connect)),
        ("1{}", payload(PacketType::Disconnect)),
        ("1/a,[]", payload(PacketType::Disconnect)),
        ("4[]", payload(PacketType::ConnectError)),
    ];
    for (text, error) in rows {
        assert_eq!(
            Decoder::default().text(text, MAX_ATTACHMENTS),
            Err(error),
            "{text}"
        );
    }
}

#[test]
fn text_and_attachments_must_alternate_as_announced() {
    let mut decoder = Decoder::default();
    assert_eq!(
        decoder.binary(Bytes::new()).unwrap_err(),
        DecodeError::UnexpectedAttachment
    );

    assert_eq!(
        decoder.text(r#"52-["x",{"_placeholder":true,"num":1}]"#, 10),
        Ok(None)
    );
    assert_eq!(
        decoder.text(r#"2["y"]"#, 10),
        Err(DecodeError::TextInsteadOfAttachment)
    );
    assert!(decoder.binary(Bytes::new()).unwrap().is_none());
    assert!(decoder.binary(Bytes::new()).unwrap().is_some());
    assert_eq!(
        decoder.binary(Bytes::new()).unwrap_err(),
        DecodeError::UnexpectedAttachment
    );
}

#[test]
fn every_placeholder_must_stand_for_an_attachment() {
    let refused = [
        "1",
        "-1",
        "0.5",
        "\"0\"",
        "null",
        "1e3",
        "99999999999999999999",
        "[0]",
    ];
    for number in refused {
        let mut decoder = Decoder::default();
        let text = format!(r#"51-["x",[{{"a":{{"_placeholder":true,"num":{number}}}}}]]"#);
        assert_eq!(decoder.text(&text, 10), Ok(None));

        assert_eq!(
            decoder.binary(Bytes::new()).unwrap_err(),
            DecodeError::Payload(PacketType::Event),
            "{text}"
        );
    }
    for (text, kind) in [
        (r#"51-["x",{"_placeholder":true}]"#, PacketType::Event),
        (r#"61-1[{"_placeholder":true,"num":7}]"#, PacketType::Ack),
        (
            r#"51-["x",{"_placeholder":true,"num":0}"#,
            PacketType::Event,
        ),
        (r#"51-["x",]"#, PacketType::Event),
    ] {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.text(text, 10), Ok(None));

        assert_eq!(
            decoder.binary(Bytes::new()).unwrap_err(),
            DecodeError::Payload(kind),
            "{text}"
        );
    }
}
