//! Values of many types, written and read: what a handler gets does not hang on the format.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::*;

/// Writes arguments.
fn written<T: Serialize + ?Sized>(args: &T) -> Vec<u8> {
    let message = Codec::Msgpack.event("/", None, "e", args).unwrap();
    message.packet().to_vec()
}

/// The arguments as they stand on the wire, behind their name.
fn values<T: Serialize + ?Sized>(args: &T) -> Vec<u8> {
    let wire = written(args);
    let behind = bytes("a464617461");
    let data = wire.windows(5).position(|part| part == behind).unwrap() + 5;
    let head = if wire[data] == 0xdc { 3 } else { 1 };
    wire[data + head + 2..].to_vec()
}

fn read<T: DeserializeOwned>(hex: &str) -> Result<T, String> {
    let values = bytes(hex);
    let mut reader = Reader::Msgpack(super::super::Reader::new(&values));
    let value = reader.next("p").map_err(|error| error.to_string())?;
    reader.finish().map_err(|error| error.to_string())?;
    Ok(value)
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    small: i8,
    large: u64,
    negative: i64,
    float: f64,
    single: f32,
    character: char,
    text: String,
    nothing: Option<u8>,
    something: Option<u8>,
    unit: (),
    tuple: (u8, String),
    list: Vec<Option<bool>>,
    by_number: BTreeMap<i32, bool>,
    by_text: BTreeMap<String, Binary>,
    shapes: Vec<Shape>,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[test]
fn every_type_comes_back() {
    let everything = || Everything {
        small: -128,
        large: u64::MAX,
        negative: i64::MIN,
        float: 1e300,
        single: 0.5,
        character: 'é',
        text: "x".repeat(70_000),
        nothing: None,
        something: Some(1),
        unit: (),
        tuple: (1, "a".to_owned()),
        list: vec![None, Some(true)],
        by_number: BTreeMap::from([(-1, true), (2, false)]),
        by_text: BTreeMap::from([("k".to_owned(), Binary::from(vec![7; 300]))]),
        shapes: vec![
            Shape::Nothing,
            Shape::Circle(2.0),
            Shape::Line(1, 2),
            Shape::Square { side: 70_000 },
        ],
        // More than fit the shortest head, whose length is not known before: the struct is flattened.
        rest: (0..20).map(|n| (format!("r{n}"), n)).collect(),
    };
    let wire = written(&everything());
    let packet = decode(&wire).unwrap();

    assert_eq!(
        args(&packet).parse::<(Everything,)>().unwrap().0,
        everything()
    );
    let mut reader = Reader::new(packet.data, &[]);
    assert_eq!(reader.next::<Everything>("p").unwrap(), everything());
    reader.finish().unwrap();
}

#[test]
fn arguments_are_counted_as_in_json() {
    assert!(values(&()).is_empty());
    assert_eq!(values(&1), [1]);
    assert_eq!(values(&(1, 2)), [1, 2]);
    assert_eq!(values(&[1, 2]), bytes("92 01 02"));
    assert_eq!(values(&vec![(1, 2)]), bytes("91 92 01 02"));
    assert_eq!(values(&Data::Null), bytes("c0"));
    let many: Vec<Data> = (0..20).map(Data::from).collect();
    assert_eq!(values(&Args::from(many)), Vec::from_iter(0..20));
    let attached = Args::from(vec![Data::from(Binary::from(vec![9])), Data::from(1)]);
    assert_eq!(values(&attached), bytes("c40109 01"));
    assert_eq!(values(&(1, &attached)), bytes("01 92 c40109 01"));
}

#[test]
fn json_text_becomes_values() {
    let raw = RawValue::from_string(r#"{"a":[1,-2,0.5,"x",null]}"#.to_owned()).unwrap();
    assert_eq!(
        values(&raw),
        bytes("81 a161 95 01 fe cb3fe0000000000000 a178 c0")
    );
}

#[test]
fn large_numbers_are_what_they_are_in_javascript() {
    assert_eq!(values(&i128::from(u64::MAX)), bytes("cfffffffffffffffff"));
    assert_eq!(values(&-1_i128), bytes("ff"));
    assert_eq!(values(&(1_u128 << 100)), bytes("cb4630000000000000"));
}

#[test]
fn undefined_is_nothing() {
    assert_eq!(read::<Option<u8>>("d40000"), Ok(None));
    assert_eq!(read::<()>("d40000"), Ok(()));
    assert_eq!(read::<Data>("d40000"), Ok(Data::Null));
    assert_eq!(
        read::<Vec<Option<u8>>>("92 d40000 01"),
        Ok(vec![None, Some(1)])
    );

    #[derive(Debug, PartialEq, Deserialize)]
    struct Settings {
        #[serde(default)]
        name: String,
    }
    // As with `JSON.stringify`, a member that is undefined is not there.
    let settings = read::<Settings>("82 a46e616d65 d40000 a46d6f7265 d40000");
    assert_eq!(
        settings,
        Ok(Settings {
            name: String::new()
        })
    );
}

#[test]
fn a_date_is_its_text_or_a_number() {
    let date = "d7000000016f5e66e87b";
    assert_eq!(read::<String>(date).unwrap(), "2020-01-01T00:00:00.123Z");
    assert_eq!(read(date), Ok(1_577_836_800_123_i64));
    assert_eq!(read(date), Ok(1_577_836_800_123_f64));
    // The timestamps of other libraries, in their three lengths.
    for timestamp in [
        "d6ff 5e0be100",
        "d7ff 00000000 5e0be100",
        "c70cff 00000000 000000005e0be100",
    ] {
        assert_eq!(
            read::<String>(timestamp).unwrap(),
            "2020-01-01T00:00:00.000Z",
            "{timestamp}"
        );
    }
    // Years that have more than four digits, or are before the first; and beyond all dates of JavaScript.
    for (milliseconds, text) in [
        (-62_198_755_200_000_i64, "-000001-01-01T00:00:00.000Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (8_640_000_000_000_000, "+275760-09-13T00:00:00.000Z"),
        (-8_640_000_000_000_000, "-271821-04-20T00:00:00.000Z"),
    ] {
        let hex = format!("d700{milliseconds:016x}");
        assert_eq!(read::<String>(&hex).unwrap(), text);
    }
    assert_eq!(read::<Option<String>>("d700 7fffffffffffffff"), Ok(None));
}

/// As rmp-serde has it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "_ExtStruct")]
struct Extension((i8, Binary));

#[test]
fn extensions_are_a_type_and_bytes() {
    let bytes_of = |list: &[u8]| Binary::from(list.to_vec());
    for hex in [
        "d405 01",
        "d505 0102",
        "d805 00000000000000000000000000000000",
        "c70305 010203",
    ] {
        let extension: Extension = read(hex).unwrap();
        assert_eq!(values(&extension), bytes(hex));
        let (kind, data): (i8, Binary) = read(hex).unwrap();
        assert_eq!((kind, &data), (5, &extension.0.1));
    }
    // Dates and undefined are extensions as well, to those who ask for one.
    let date: Extension = read("d7000000016f5e66e87b").unwrap();
    assert_eq!(values(&date), bytes("d7000000016f5e66e87b"));
    assert_eq!(values(&Extension((0, bytes_of(&[0])))), bytes("d40000"));
    let error = Codec::Msgpack
        .event("/", None, "e", &Extension((0, Binary::default())))
        .map(drop);
    assert_eq!(error, Ok(()));
    assert_eq!(read::<Binary>("c70200 0102"), Ok(bytes_of(&[1, 2])));
}

#[test]
fn a_mismatch_is_told_as_with_json() {
    #[derive(Debug, Deserialize)]
    struct Point {
        #[expect(dead_code, reason = "it is read, not looked at")]
        x: f32,
    }
    #[derive(Debug, Deserialize)]
    struct Move {
        #[expect(dead_code, reason = "it is read, not looked at")]
        pos: Point,
    }
    // {pos: {x: "abc"}}
    let error = read::<Move>("81 a3706f73 81 a178 a3616263").unwrap_err();
    assert_eq!(
        error,
        "args[0].pos.x (`p`): expected f32, found string \"abc\""
    );
    assert_eq!(
        read::<u8>("01 02").unwrap_err(),
        "expected 1 argument, found 2"
    );
    assert_eq!(
        read::<u8>("").unwrap_err(),
        "args[0] (`p`): expected u8, found nothing"
    );
    assert_eq!(read::<Option<u8>>(""), Ok(None));
    // A text that is none.
    assert_eq!(
        read::<String>("a1ff").unwrap_err(),
        "args[0]: not valid MessagePack"
    );
    assert_eq!(
        read::<u8>("01 a1ff").unwrap_err(),
        "args[1]: not valid MessagePack"
    );
}
