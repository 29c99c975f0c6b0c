//! Arguments in: typed, in order, with errors that say what to change.

use std::collections::HashMap;

use serde::{Deserialize, de::IgnoredAny};
use serde_bytes::ByteBuf;
use serde_json::{Value, value::RawValue};

use crate::packet::{Args, ArgsError, Data, Reader};

#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct Position {
    pub(super) x: f32,
    y: f32,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Player {
    name: String,
    pos: Position,
    #[serde(default)]
    tags: Vec<u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Name(String);

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Dot,
    Circle(u32),
    Box { w: u32 },
}

#[test]
fn arguments_come_in_order_and_end() {
    let mut reader = Reader::new(r#" , 1 , "a" ,{"x":1,"y":2}, null ] "#, &[]);

    assert_eq!(reader.next::<u8>("n"), Ok(1));
    assert_eq!(reader.next::<String>("s"), Ok("a".to_owned()));
    assert_eq!(reader.next("p"), Ok(Position { x: 1.0, y: 2.0 }));
    assert_eq!(reader.next::<Option<u8>>("o"), Ok(None));
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn text_without_escapes_is_borrowed() {
    let mut reader = Reader::new(r#","plain"]"#, &[]);

    assert_eq!(reader.next::<&str>("text"), Ok("plain"));
}

#[test]
fn strings_are_read_the_same_with_and_without_escapes() {
    fn both<T: for<'a> Deserialize<'a> + PartialEq + std::fmt::Debug>(expected: &T) {
        assert_eq!(read::<T>(r#"["dot"]"#).unwrap(), *expected);
        assert_eq!(read::<T>(r#"["\u0064ot"]"#).unwrap(), *expected);
    }

    both(&"dot".to_owned());
    both(&Some("dot".to_owned()));
    both(&Shape::Dot);
    both(&Name("dot".to_owned()));
    both(&Value::from("dot"));
    both(&Data::from("dot"));
    both(&ByteBuf::from(*b"dot"));
    let raw = read::<Box<RawValue>>(r#"["dot"]"#).unwrap();
    assert_eq!(raw.get(), r#""dot""#);
    assert_eq!(read::<char>(r#"["d"]"#).unwrap(), 'd');
}

#[test]
fn absent_arguments_are_none_where_they_may_be() {
    let mut reader = Reader::none();

    assert_eq!(reader.next::<Option<u8>>("o"), Ok(None));
    assert_eq!(reader.next::<()>("u"), Ok(()));
    assert!(reader.next::<u8>("n").unwrap_err().is_missing());
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn a_payload_is_one_value_or_none() {
    assert_eq!(
        Reader::value(r#"{"x":1,"y":2}"#, &[]).next("auth"),
        Ok(Position { x: 1.0, y: 2.0 })
    );
    assert_eq!(
        Reader::value("", &[]).next::<Option<Value>>("auth"),
        Ok(None)
    );
    assert_eq!(Reader::value("", &[]).rest().unwrap().len(), 0);
    assert_eq!(Reader::value("{}", &[]).rest().unwrap().to_json(), "[{}]");
}

#[test]
fn the_rest_is_raw_and_can_be_read_later() {
    let mut reader = Reader::new(r#",1, "a" ,[2]]"#, &[]);
    assert_eq!(reader.next::<u8>("n"), Ok(1));

    let args = reader.rest().unwrap();

    assert_eq!(reader.finish(), Ok(()));
    assert_eq!((args.len(), args.is_empty()), (2, false));
    assert_eq!(args.get::<String>(0).unwrap(), "a");
    assert_eq!(args.get::<[u8; 1]>(1).unwrap(), [2]);
    assert_eq!(args.get::<Option<u8>>(2), Ok(None));
    assert_eq!(
        args.parse::<(String, Vec<u8>)>().unwrap(),
        ("a".to_owned(), vec![2])
    );
    assert_eq!(
        args.parse::<Vec<Box<RawValue>>>()
            .unwrap()
            .iter()
            .map(|value| value.get())
            .collect::<Vec<_>>(),
        [r#""a""#, "[2]"]
    );
    assert!(Args::default().is_empty());
}

/// Reads one argument of type `T` from `json` and nothing more.
pub(super) fn read<T: for<'a> Deserialize<'a>>(json: &str) -> Result<T, ArgsError> {
    let mut reader = Reader::array(json, &[]);
    let value = reader.next::<T>("to")?;
    reader.finish()?;
    Ok(value)
}

#[test]
fn errors_name_place_expected_and_found() {
    let rows = [
        (
            read::<f32>(r#"["abc"]"#).map(drop),
            r#"`move`: args[0] (`to`): expected f32, found string "abc""#,
        ),
        (
            read::<Player>(r#"[{"name":"a","pos":{"x":"abc","y":1}}]"#).map(drop),
            r#"`move`: args[0].pos.x (`to`): expected f32, found string "abc""#,
        ),
        (
            read::<Player>(r#"[{"name":"a","pos":{"x":1,"y":1},"tags":[1,300]}]"#).map(drop),
            "`move`: args[0].tags[1] (`to`): expected u8, found integer `300`",
        ),
        (
            read::<Player>(r#"[{"name":"a","pos":{"x":1}}]"#).map(drop),
            "`move`: args[0].pos (`to`): missing field `y`",
        ),
        (
            read::<Player>(r#"[{"name":"a","pos":{"x":1,"y":1},"name":"b"}]"#).map(drop),
            "`move`: args[0] (`to`): duplicate field `name`",
        ),
        (
            read::<Shape>(r#"["square"]"#).map(drop),
            "`move`: args[0] (`to`): unknown variant `square`, expected one of `dot`, `circle`, `box`",
        ),
        (
            read::<Shape>(r#"[{"circle":"x"}]"#).map(drop),
            r#"`move`: args[0].circle (`to`): expected u32, found string "x""#,
        ),
        (
            read::<(u8, u8)>("[[1]]").map(drop),
            "`move`: args[0] (`to`): expected a tuple of size 2, found length 1",
        ),
        (
            read::<u8>("[]").map(drop),
            "`move`: args[0] (`to`): expected u8, found nothing",
        ),
        (
            read::<Position>("[]").map(drop),
            "`move`: args[0] (`to`): expected struct Position, found nothing",
        ),
        (
            read::<u8>("[1,2,3]").map(drop),
            "`move`: expected 1 argument, found 3",
        ),
        (
            Reader::array("[1]", &[]).finish(),
            "`move`: expected 0 arguments, found 1",
        ),
        (
            read::<u8>("[1").map(drop),
            "`move`: args[1]: not valid JSON",
        ),
    ];
    for (result, words) in rows {
        assert_eq!(result.unwrap_err().in_event("move").to_string(), words);
    }
}

#[test]
fn errors_can_be_taken_apart() {
    let error = read::<Player>(r#"[{"name":"a","pos":{"x":"abc","y":1}}]"#).unwrap_err();

    assert_eq!(
        (error.event(), error.index(), error.parameter()),
        (None, Some(0), Some("to"))
    );
    assert_eq!(error.path(), Some("args[0].pos.x"));
    assert_eq!(
        (error.expected(), error.found()),
        (Some("f32"), Some(r#"string "abc""#))
    );
    assert!(!error.is_malformed() && !error.is_missing() && !error.is_surplus());
    assert_eq!(error.in_event("move").event(), Some("move"));
}

#[test]
fn a_long_value_is_not_repeated_in_full() {
    let error = read::<u8>(&format!(r#"["{}"]"#, "é".repeat(100_000))).unwrap_err();

    assert!(error.to_string().len() < 300, "{error}");
}

#[test]
fn malformed_is_told_from_wrong() {
    let malformed = [
        "[1",
        "[1,]",
        "[1 2]",
        "[,1]",
        "[1]]",
        "[1],",
        "[tru]",
        "[\"\\x\"]",
        "[1,2,}",
        "{}",
        "",
        "[01]",
    ];
    for json in malformed {
        assert!(read::<u8>(json).unwrap_err().is_malformed(), "{json}");
        assert!(
            read::<IgnoredAny>(json).unwrap_err().is_malformed(),
            "{json}"
        );
        assert!(
            Reader::array(json, &[]).rest().unwrap_err().is_malformed(),
            "{json}"
        );
    }
    // A comma behind the event's name, and nothing behind the comma.
    assert!(Reader::new(",]", &[]).rest().unwrap_err().is_malformed());
    assert!(
        Reader::new(", ]", &[])
            .next::<Option<u8>>("")
            .unwrap_err()
            .is_malformed()
    );
    // A wrong type in front of broken JSON is broken JSON.
    assert!(read::<u8>(r#"["a",}"#).unwrap_err().is_malformed());
    assert!(!read::<u8>(r#"["a",1]"#).unwrap_err().is_malformed());
}

#[test]
fn raw_arguments_explain_themselves_too() {
    let args = Reader::array(r#"[{"pos":"x"},2]"#, &[]).rest().unwrap();

    let errors = [
        args.get::<u8>(0).unwrap_err(),
        args.get::<u8>(5).unwrap_err(),
        args.parse::<(HashMap<String, u8>, u8)>().unwrap_err(),
        args.parse::<(Value,)>().unwrap_err(),
    ];

    assert_eq!(
        errors.map(|error| error.to_string()),
        [
            "args[0]: expected u8, found map",
            "args[2]: expected u8, found nothing",
            r#"args[0].pos: expected u8, found string "x""#,
            "args: expected 1 element in sequence, found length 2",
        ]
    );
}

#[test]
fn a_hundred_levels_can_be_read() {
    let json = format!("[{}{}]", "[".repeat(100), "]".repeat(100));
    let object = format!("[{}1{}]", r#"{"a":"#.repeat(100), "}".repeat(100));

    assert!(read::<Value>(&json).is_ok() && read::<Data>(&json).is_ok());
    assert!(read::<Value>(&object).is_ok() && read::<Data>(&object).is_ok());
    assert_eq!(
        Reader::array(json.as_str(), &[]).rest().unwrap().to_json(),
        json
    );
}
