//! `Data`: any value that can be sent, as a tree. What `serde_json::Value` is for JSON, with
//! binary leaves. Also the stage between text with placeholders and a typed value.

mod deserialize;
mod resolve;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, ops::Index};

use bytes::Bytes;
use serde::{Serialize, Serializer};
use serde_json::{Number, Value};

use super::attachment::Binary;

pub(super) use self::resolve::resolve;

/// Any value that Socket.IO can carry, when its shape is not known beforehand.
///
/// It is to events what [`serde_json::Value`] is to JSON, except that it can hold [`Binary`] data.
/// Use it as a parameter or a return value, build it with `From`, take it apart with `match` or
/// the `as_` methods, or read it into a type of your own: it is a serde `Deserializer`.
///
/// ```
/// use serde::Deserialize;
/// use socketio::Data;
///
/// #[derive(Deserialize)]
/// struct Point { x: f32, y: f32 }
///
/// let data = Data::from(serde_json::json!({ "x": 1.5, "y": 2 }));
/// assert_eq!(data["x"].as_f64(), Some(1.5));
///
/// let point = Point::deserialize(data)?;
/// assert_eq!(point.y, 2.0);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Data {
    /// `null`; also what indexing finds where nothing is.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    String(String),
    /// Bytes, which travel as an attachment.
    Binary(Binary),
    /// A list.
    Array(Vec<Data>),
    /// Named values.
    Object(BTreeMap<String, Data>),
}

static NULL: Data = Data::Null;

impl Data {
    /// Whether it is `Null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self {
            Some(*value)
        } else {
            None
        }
    }

    /// The number, if it is one and an `i64` can hold it.
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Number(number) = self {
            number.as_i64()
        } else {
            None
        }
    }

    /// The number, if it is one and a `u64` can hold it.
    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Number(number) = self {
            number.as_u64()
        } else {
            None
        }
    }

    /// The number, if it is one.
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self {
            number.as_f64()
        } else {
            None
        }
    }

    /// The text, if it is some.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The binary data, if it is some.
    pub fn as_binary(&self) -> Option<&Binary> {
        if let Self::Binary(binary) = self {
            Some(binary)
        } else {
            None
        }
    }

    /// The elements, if it is a list.
    pub fn as_array(&self) -> Option<&Vec<Data>> {
        if let Self::Array(elements) = self {
            Some(elements)
        } else {
            None
        }
    }

    /// The named values, if it has some.
    pub fn as_object(&self) -> Option<&BTreeMap<String, Data>> {
        if let Self::Object(members) = self {
            Some(members)
        } else {
            None
        }
    }
}

/// The member of that name, or `Null`.
impl Index<&str> for Data {
    type Output = Data;

    fn index(&self, name: &str) -> &Data {
        self.as_object()
            .and_then(|members| members.get(name))
            .unwrap_or(&NULL)
    }
}

/// The element at that position, or `Null`.
impl Index<usize> for Data {
    type Output = Data;

    fn index(&self, position: usize) -> &Data {
        self.as_array()
            .and_then(|elements| elements.get(position))
            .unwrap_or(&NULL)
    }
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Binary(binary) => binary.serialize(serializer),
            Self::Array(elements) => serializer.collect_seq(elements),
            Self::Object(members) => serializer.collect_map(members),
        }
    }
}

impl From<Value> for Data {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::String(text),
            Value::Array(elements) => elements.into_iter().collect(),
            Value::Object(members) => members.into_iter().collect(),
        }
    }
}

macro_rules! from {
    ($($type:ty => |$value:ident| $data:expr;)*) => {$(
        impl From<$type> for Data {
            fn from($value: $type) -> Self {
                $data
            }
        }
    )*};
}

from! {
    () => |_unit| Data::Null;
    bool => |value| Data::Bool(value);
    i32 => |number| Data::Number(number.into());
    i64 => |number| Data::Number(number.into());
    u32 => |number| Data::Number(number.into());
    u64 => |number| Data::Number(number.into());
    f64 => |number| Number::from_f64(number).map_or(Data::Null, Data::Number); // NaN, as in JSON
    &str => |text| Data::String(text.to_owned());
    String => |text| Data::String(text);
    Binary => |binary| Data::Binary(binary);
    Bytes => |bytes| Data::Binary(bytes.into());
    Vec<Data> => |elements| Data::Array(elements);
    BTreeMap<String, Data> => |members| Data::Object(members);
}

impl<T: Into<Data>> FromIterator<T> for Data {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self::Array(elements.into_iter().map(Into::into).collect())
    }
}

impl<K: Into<String>, T: Into<Data>> FromIterator<(K, T)> for Data {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(members: I) -> Self {
        Self::Object(
            members
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}
