//! Values out: what is one argument, what are many, and what becomes an attachment.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    cmp::Reverse,
    collections::BTreeMap,
    num::{Saturating, Wrapping},
    rc::Rc,
    sync::{Arc, Mutex, RwLock},
};

use bytes::Bytes;
use serde::{Deserialize, Serialize, Serializer};
use serde_bytes::ByteBuf;
use serde_json::{Value, json};

use super::text;
use crate::{
    EmitError,
    packet::{
        Args, Binary, Codec, Data, Reader,
        json::{Encoded, ack, event},
    },
};

/// The arguments that `value` becomes, as an array; the same in events and acks.
fn arguments<T: Serialize + ?Sized>(value: &T) -> String {
    let (event, ack) = (
        event("/", None, "e", value).unwrap(),
        ack("/", 1, value).unwrap(),
    );
    let (event, ack) = (text(&event), text(&ack));
    let in_event = event.strip_prefix(r#"2["e""#).unwrap();
    let in_ack = ack.strip_prefix("31").unwrap();

    assert_eq!(in_event.strip_prefix(',').unwrap_or(in_event), &in_ack[1..]);
    assert_eq!(Encoded::new(value).unwrap().json(), in_ack.as_bytes());
    in_ack.to_owned()
}

#[derive(Serialize, Deserialize)]
struct Wrapper<T>(T);

#[derive(Serialize)]
#[serde(transparent)]
struct Transparent<T>(T);

#[derive(Serialize, Deserialize, Debug, PartialEq)]
struct Pair(u8, u8);

#[derive(Serialize, Deserialize)]
struct Pair2((u8, u8));

#[derive(Serialize, Deserialize)]
struct Nothing(());

#[derive(Serialize)]
struct Array([u8; 2]);

#[derive(Serialize)]
#[serde(untagged)]
enum Untagged {
    Pair(u8, u8),
    Unit,
}

fn nested<T>(value: T) -> Wrapper<Arc<Mutex<Wrapper<Box<T>>>>> {
    Wrapper(Arc::new(Mutex::new(Wrapper(Box::new(value)))))
}

fn owned<T: Clone>(value: T) -> Cow<'static, T> {
    Cow::Owned(value)
}

fn borrowed<T: 'static>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Writes itself as a tuple without being one.
struct Vector;

impl Serialize for Vector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (1, 2).serialize(serializer)
    }
}

#[test]
fn a_tuple_is_many_arguments_and_all_else_is_one() {
    let rows = [
        (arguments(&()), "[]"),
        (arguments(&&()), "[]"),
        (arguments(&(1,)), "[1]"),
        (arguments(&(1, "a")), r#"[1,"a"]"#),
        (arguments(&&&(1, "a")), r#"[1,"a"]"#),
        (arguments(&&mut (1, 2)), "[1,2]"),
        (arguments(&Box::new((1, 2))), "[1,2]"),
        (arguments(&((),)), "[null]"),
        (arguments(&((1, 2),)), "[[1,2]]"),
        (arguments(&([1, 2], [3])), "[[1,2],[3]]"),
        (arguments(&[1, 2]), "[[1,2]]"),
        (arguments(&[(1, 2)]), "[[[1,2]]]"),
        (arguments(&[0; 0]), "[[]]"),
        (arguments(&vec![1, 2]), "[[1,2]]"),
        (arguments([1, 2].as_slice()), "[[1,2]]"),
        (arguments("text"), r#"["text"]"#),
        (arguments(&"[text"), r#"["[text"]"#),
        (arguments(&Some((1, 2))), "[[1,2]]"),
        (arguments(&None::<u8>), "[null]"),
        (arguments(&Vector), "[[1,2]]"),
        (arguments(&Pair(1, 2)), "[[1,2]]"),
        (arguments(&json!(null)), "[null]"),
        (arguments(&Data::Null), "[null]"),
        (arguments(&Untagged::Pair(1, 2)), "[[1,2]]"),
        (arguments(&Untagged::Unit), "[null]"),
        (arguments(&json!([1, 2])), "[[1,2]]"),
        (arguments(&json!({ "a": 1 })), r#"[{"a":1}]"#),
    ];
    for (found, expected) in rows {
        assert_eq!(found, expected);
    }
}

#[test]
fn a_wrapper_is_as_many_arguments_as_what_it_wraps() {
    macro_rules! wrapped {
        ($($wrap:expr;)*) => {[$({
            let name = stringify!($wrap);
            [
                (name, arguments(&$wrap((1, 2))), "[1,2]"),
                (name, arguments(&$wrap(((1, 2),))), "[[1,2]]"),
                (name, arguments(&$wrap(((), 1))), "[null,1]"),
                (name, arguments(&$wrap([1, 2])), "[[1,2]]"),
                (name, arguments(&$wrap(())), "[]"),
                (name, arguments(&$wrap(1)), "[1]"),
                (name, arguments(&$wrap(json!(null))), "[null]"),
                (name, arguments(&$wrap(json!([1, 2]))), "[[1,2]]"),
            ]
        }),*]};
    }
    let rows = wrapped! {
        Box::new;
        Rc::new;
        Arc::new;
        owned;
        borrowed;
        RefCell::new;
        Mutex::new;
        RwLock::new;
        Wrapping;
        Saturating;
        Reverse;
        Wrapper;
        Transparent;
        nested;
    };
    for (name, found, expected) in rows.into_iter().flatten() {
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(arguments(&Cell::new((1, 2))), "[1,2]");
    assert_eq!(arguments(&Cell::new([1, 2])), "[[1,2]]");
    assert_eq!(arguments(&Cell::new(())), "[]");
    assert_eq!(arguments(&Pair2((1, 2))), "[1,2]");
    assert_eq!(arguments(&Nothing(())), "[]");
    assert_eq!(arguments(&Array([1, 2])), "[[1,2]]");
    assert_eq!(arguments(&Some((1, 2))), "[[1,2]]");
}

#[test]
fn an_answer_is_read_by_the_rule_by_which_it_is_written() {
    let both = Reader::array("[1,2]", &[]).rest().unwrap();
    let list = Reader::array("[[1,2]]", &[]).rest().unwrap();

    assert_eq!(both.answer::<(u8, u8)>().unwrap(), (1, 2));
    assert_eq!(both.answer::<Box<(u8, u8)>>().unwrap(), Box::new((1, 2)));
    assert_eq!(
        both.answer::<Cow<'_, (u8, u8)>>().unwrap(),
        Cow::Owned((1, 2))
    );
    assert_eq!(
        both.answer::<Mutex<(u8, u8)>>()
            .unwrap()
            .into_inner()
            .unwrap(),
        (1, 2)
    );
    assert_eq!(both.answer::<Wrapper<(u8, u8)>>().unwrap().0, (1, 2));
    assert_eq!(both.answer::<Pair2>().unwrap().0, (1, 2));
    assert_eq!(list.answer::<[u8; 2]>().unwrap(), [1, 2]);
    assert_eq!(list.answer::<Wrapper<[u8; 2]>>().unwrap().0, [1, 2]);
    assert_eq!(list.answer::<Pair>().unwrap(), Pair(1, 2));
    assert_eq!(list.answer::<Vec<u8>>().unwrap(), [1, 2]);
    assert_eq!(list.answer::<Option<(u8, u8)>>().unwrap(), Some((1, 2)));
    assert_eq!(list.answer::<Value>().unwrap(), json!([1, 2]));
    both.answer::<()>().unwrap();
    both.answer::<Nothing>().unwrap();
}

#[test]
fn raw_arguments_are_sent_as_they_came() {
    let args = Reader::array(r#"[1, "a" ,1.50]"#, &[]).rest().unwrap();

    assert_eq!(arguments(&args), r#"[1, "a" ,1.50]"#);
    assert_eq!(arguments(&&args), r#"[1, "a" ,1.50]"#);
    assert_eq!(arguments(&Args::default()), "[]");
    assert_eq!(arguments(&("any", &args)), r#"["any",[1, "a" ,1.50]]"#);
    assert_eq!(serde_json::to_string(&args).unwrap(), r#"[1, "a" ,1.50]"#);
}

#[derive(Serialize)]
struct Upload {
    bytes: Bytes,
    list: Vec<ByteBuf>,
    binary: Binary,
    data: BTreeMap<&'static str, Data>,
    numbers: Vec<u8>,
}

#[test]
fn byte_strings_become_attachments_anywhere() {
    let shared = Bytes::from(vec![7; 100]);
    let upload = Upload {
        bytes: Bytes::from_static(b"a"),
        list: vec![ByteBuf::from(*b"b"), ByteBuf::new()],
        binary: Binary::from(shared.clone()),
        data: BTreeMap::from([("k", Data::from(Bytes::from_static(b"d")))]),
        numbers: vec![1],
    };

    let message = event("/ns", Some(3), "up", &(1, upload)).unwrap();

    assert_eq!(
        text(&message),
        concat!(
            r#"55-/ns,3["up",1,{"bytes":{"_placeholder":true,"num":0},"#,
            r#""list":[{"_placeholder":true,"num":1},{"_placeholder":true,"num":2}],"#,
            r#""binary":{"_placeholder":true,"num":3},"data":{"k":{"_placeholder":true,"num":4}},"numbers":[1]}]"#
        )
    );
    assert_eq!(
        message.attachments(),
        [&b"a"[..], b"b", b"", &[7; 100], b"d"]
    );
    assert_eq!(
        message.attachments()[3].as_ptr(),
        shared.as_ptr(),
        "nothing was copied"
    );
}

#[test]
fn attachments_of_raw_arguments_are_numbered_anew() {
    let attachments = [Bytes::from_static(b"x"), Bytes::from_static(b"y")];
    let json = r#"[{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]"#;
    let args = Reader::array(json, &attachments).rest().unwrap();

    let message = ack("/", 1, &(Binary::from(&b"first"[..]), &args)).unwrap();

    assert_eq!(message.attachments(), [&b"first"[..], b"y", b"x"]);
    assert!(text(&message).starts_with("63-1[{"), "{message:?}");
}

#[test]
fn names_are_escaped() {
    let message = event("/", None, "a\"b\n\\", &()).unwrap();

    assert_eq!(text(&message), r#"2["a\"b\n\\"]"#);
}

#[test]
fn what_has_no_form_in_json_is_an_error() {
    let map = BTreeMap::from([(vec![1], 2)]);

    assert!(event("/", None, "e", &map).is_err());
    assert!(ack("/", 1, &map).is_err());
    assert!(Encoded::new(&map).is_err());
}

#[test]
fn the_error_of_an_emit_says_what_is_wrong_with_the_data() {
    let map = BTreeMap::from([(vec![1], 2)]);

    let error = EmitError::from(event("/", None, "e", &map).unwrap_err());

    assert_eq!(
        error.to_string(),
        "the data cannot be sent: a map key must be a string, a number or a boolean"
    );
}

#[test]
fn connection_packets_leave_in_any_case() {
    let map = BTreeMap::from([(vec![1], 2)]);

    assert_eq!(
        text(&Codec::Json.connect_error("/a", &map)),
        r#"4/a,{"message":"a map key must be a string, a number or a boolean"}"#
    );
    assert_eq!(
        text(&Codec::Json.connect("/", &json!({ "sid": "x" }))),
        r#"0{"sid":"x"}"#
    );
    assert_eq!(
        text(&Codec::Json.connect_error("/", &Binary::default())),
        r#"4{"message":"only events and their answers can carry binary data"}"#
    );
}
