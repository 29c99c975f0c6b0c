use std::collections::HashMap;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
struct Everything {
    flag: bool,
    small: i8,
    large: u64,
    real: f32,
    text: String,
    letter: char,
    none: Option<u8>,
    some: Option<u8>,
    unit: (),
    pair: (u8, String),
    list: Vec<Choice>,
    keys: HashMap<u32, bool>,
    newtype: Newtype,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Newtype(u8);

#[derive(Debug, PartialEq, Deserialize)]
enum Choice {
    Unit,
    Newtype(u8),
    Tuple(u8, u8),
    Record { a: u8 },
}

fn everything() -> Value {
    json!({
        "flag": true, "small": -1, "large": u64::MAX, "real": 1.5, "text": "é", "letter": "x",
        "none": null, "some": 1, "unit": null, "pair": [1, "a"], "keys": { "1": true }, "newtype": 7,
        "list": ["Unit", { "Newtype": 1 }, { "Tuple": [1, 2] }, { "Record": { "a": 1 } }],
        "more": { "a": [1, null] },
    })
}

#[test]
fn data_reads_like_the_json_it_came_from() {
    let json = everything();

    let direct: Everything = serde_json::from_value(json.clone()).unwrap();
    let through_data = Everything::deserialize(Data::from(json)).unwrap();

    assert_eq!(through_data, direct);
}

#[test]
fn data_refuses_what_does_not_fit() {
    fn refused<T: DeserializeOwned>(json: Value) {
        assert!(T::deserialize(Data::from(json.clone())).is_err(), "{json}");
        assert!(serde_json::from_value::<T>(json).is_err());
    }

    refused::<u8>(json!(300));
    refused::<u8>(json!("1"));
    refused::<(u8,)>(json!([1, 2]));
    refused::<Choice>(json!({ "Unit": 1 }));
    refused::<Choice>(json!({ "Newtype": 1, "Tuple": [1, 2] }));
    refused::<Choice>(json!({}));
    refused::<HashMap<u32, u8>>(json!({ "x": 1 }));
}

#[test]
fn data_survives_json() {
    let json = everything();

    let data: Data = serde_json::from_str(&json.to_string()).unwrap();

    assert_eq!(data, Data::from(json.clone()));
    assert_eq!(serde_json::to_value(&data).unwrap(), json);
}

#[test]
fn placeholders_become_bytes_in_any_order_of_their_members() {
    let attachments = [Bytes::from_static(b"a"), Bytes::from_static(b"b")];

    let data = resolve(
        r#"[{"num":1,"_placeholder":true},{"x":{"_placeholder":true,"num":0}}]"#,
        &attachments,
    )
    .unwrap();

    assert_eq!(data[0].as_binary().unwrap()[..], *b"b");
    assert_eq!(data[1]["x"].as_binary().unwrap()[..], *b"a");
}

#[test]
fn what_only_resembles_a_placeholder_is_data() {
    let attachments = [Bytes::from_static(b"a")];

    for json in [
        r#"{"_placeholder":false,"num":9}"#,
        r#"{"_placeholder":1}"#,
        r#"{"num":0}"#,
    ] {
        let data = resolve(json, &attachments).unwrap();
        assert!(data.as_object().is_some(), "{json}");
    }
    assert!(
        resolve(r#"{"_placeholder":true,"num":0}"#, &[])
            .unwrap()
            .as_object()
            .is_some()
    );
    assert!(resolve(r#"{"_placeholder":true,"num":1}"#, &attachments).is_err());
}

#[test]
fn parts_are_at_hand() {
    let data: Data = [("list", Data::from_iter([1, 2])), ("text", "x".into())]
        .into_iter()
        .collect();

    assert_eq!(data["list"][1].as_i64(), Some(2));
    assert_eq!(data["text"].as_str(), Some("x"));
    assert!(data["missing"]["deeper"][3].is_null());
    assert_eq!(Data::from(f64::NAN), Data::Null);
}
