//! Placeholders: whether each of them in a text stands for an attachment. Builds nothing: most packets with attachments
//! are checked before anybody knows whether they will be read.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess},
};

/// Checks that `json` is one value, and that its placeholders stand for some of so many attachments.
pub(super) fn check(json: &str, attachments: usize) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    Scan { attachments }.deserialize(&mut deserializer)?;
    deserializer.end()
}

/// Whether `json` is one value whose placeholders all stand for some of so many attachments.
pub(in crate::packet) fn has_all(json: &str, attachments: usize) -> bool {
    check(json, attachments).is_ok()
}

/// Walks over a value.
#[derive(Clone, Copy)]
struct Scan {
    attachments: usize,
}

/// As much of a value as makes a placeholder of the object that it is a member of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    True,
    Number(u64),
    Other,
}

/// A member's name, as far as it matters.
enum MemberName {
    Placeholder,
    Num,
    Other,
}

impl Scan {
    fn is_attachment(self, value: Value) -> bool {
        match value {
            Value::Number(number) => {
                usize::try_from(number).is_ok_and(|number| number < self.attachments)
            }
            Value::True | Value::Other => false,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Scan {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Scan {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(if value { Value::True } else { Value::Other })
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        while seq.next_element_seed(self)?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        // Of members with one name the last counts, as for whoever reads the object.
        let (mut is_placeholder, mut number) = (false, Value::Other);
        while let Some(name) = map.next_key()? {
            let value = map.next_value_seed(self)?;
            match name {
                MemberName::Placeholder => is_placeholder = value == Value::True,
                MemberName::Num => number = value,
                MemberName::Other => {}
            }
        }
        if is_placeholder && !self.is_attachment(number) {
            return Err(de::Error::custom("placeholder without attachment"));
        }
        Ok(Value::Other)
    }
}

impl<'de> Deserialize<'de> for MemberName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = MemberName;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E>(self, name: &str) -> Result<MemberName, E> {
                Ok(match name {
                    "_placeholder" => MemberName::Placeholder,
                    "num" => MemberName::Num,
                    _ => MemberName::Other,
                })
            }
        }

        deserializer.deserialize_identifier(Visitor)
    }
}
