//! serde_json is the oracle: the same values, the same text.

use std::{
    collections::{BTreeMap, HashMap},
    net::Ipv4Addr,
};

use serde::Serialize;
use serde_json::{json, value::RawValue};

use super::{Attachments, Writer};

fn written<T: Serialize + ?Sized>(value: &T) -> String {
    let (mut out, mut attachments) = (Vec::new(), Attachments::default());
    value
        .serialize(&mut Writer::new(&mut out, &mut attachments))
        .unwrap();
    assert!(attachments.is_empty());
    String::from_utf8(out).unwrap()
}

fn same<T: Serialize + ?Sized>(value: &T) {
    assert_eq!(written(value), serde_json::to_string(value).unwrap());
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Newtype(u8);

#[derive(Serialize)]
struct Tuple(u8, &'static str);

#[derive(Serialize)]
struct Record {
    #[serde(rename = "quo\"ted")]
    quoted: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<u8>,
    none: Option<u8>,
    #[serde(flatten)]
    more: BTreeMap<&'static str, f64>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
enum Choice {
    Unit,
    Newtype(u8),
    Tuple(u8, u8),
    Record { a: u8, b: () },
}

#[test]
fn scalars_are_written_as_by_serde_json() {
    same(&());
    same(&[true, false]);
    same(&(i8::MIN, i16::MIN, i32::MIN, i64::MIN, i128::MIN));
    same(&(u8::MAX, u16::MAX, u32::MAX, u64::MAX, u128::MAX));
    same(&[0.0_f32, -0.5, 1.0e-7, 3.4e38, f32::NAN, f32::INFINITY]);
    same(&[
        0.0,
        -0.0,
        1.5,
        1e21,
        5e-324,
        9_007_199_254_740_991.0,
        f64::NAN,
        f64::NEG_INFINITY,
    ]);
    same(&['a', '"', 'é', '😀', '\u{0}']);
    same("héllo\u{1f}\u{7f}\u{2028}\"\\/");
    same(&Some(Some(1)));
    same(&format_args!("{}-{:?}", 1, "a\"b"));
    same(&Ipv4Addr::LOCALHOST);
}

#[test]
fn compounds_are_written_as_by_serde_json() {
    same(&Vec::<u8>::new());
    same(&(vec![1], [[2]], (3, "4"), [0; 0]));
    same(&(Unit, Newtype(1), Tuple(2, "x")));
    same(&Record {
        quoted: 1,
        skipped: None,
        none: None,
        more: BTreeMap::from([("x", 1.5)]),
    });
    same(&[
        Choice::Unit,
        Choice::Newtype(1),
        Choice::Tuple(1, 2),
        Choice::Record { a: 1, b: () },
    ]);
    same(&json!({ "__proto__": { "a": [null, {}, []] }, "": 1e300, "n": -1 }));
    same(&[RawValue::from_string(r#"{ "kept" :  1.50 }"#.to_owned()).unwrap()]);
}

#[test]
fn keys_are_written_as_by_serde_json() {
    same(&HashMap::from([("a\"", 1)]));
    same(&BTreeMap::from([(String::new(), 1), ("b".to_owned(), 2)]));
    same(&BTreeMap::from([(-1_i64, 1), (12, 2)]));
    same(&BTreeMap::from([(false, 1), (true, 2)]));
    same(&BTreeMap::from([('x', 1)]));
    same(&BTreeMap::from([(Choice::Unit, 1)]));
    same(&BTreeMap::from([(Ipv4Addr::LOCALHOST, 1)]));
}

#[test]
fn other_keys_are_errors() {
    fn refused<K: Serialize + Ord>(key: K) {
        let (mut out, mut attachments) = (Vec::new(), Attachments::default());
        let map = BTreeMap::from([(key, 1)]);
        assert!(
            map.serialize(&mut Writer::new(&mut out, &mut attachments))
                .is_err()
        );
    }

    refused(());
    refused(None::<u8>);
    refused(vec![1]);
    refused(Choice::Newtype(1));
    refused(Choice::Tuple(1, 2));
    refused(serde_bytes::ByteBuf::from(*b"x"));
}
