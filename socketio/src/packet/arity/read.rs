//! What serde says of a type before a value of it is read.

use std::{any::type_name, error, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
    forward_to_deserialize_any,
};

use super::{EXTENSION, is_list};

/// How many arguments a value of some type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::packet) enum Arity {
    None,
    One,
    Many,
}

/// How many arguments a `T` is: the rule by which it is written.
pub(in crate::packet) fn of<'de, T: Deserialize<'de>>() -> Arity {
    let probe = ArityProbe {
        name: Some(type_name::<T>()),
    };
    match T::deserialize(probe) {
        Err(arity) => arity,
        // A type that reads nothing at all is one argument.
        Ok(_) => Arity::One,
    }
}

/// A deserializer without a value. Its error says how many arguments a type is, by what the type asks for first.
struct ArityProbe {
    /// The name of the type, which must be that of a list. `None` inside a newtype, which need not name the tuple that it
    /// wraps.
    name: Option<&'static str>,
}

impl ArityProbe {
    /// Whether a tuple, or `()`, that is read as a `V` is a list of arguments.
    fn is_list<V>(&self) -> bool {
        self.name.is_none_or(is_list) && is_list(type_name::<V>())
    }
}

impl<'de> Deserializer<'de> for ArityProbe {
    type Error = Arity;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Arity> {
        Err(Arity::One)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Arity> {
        Err(if self.is_list::<V::Value>() {
            Arity::None
        } else {
            Arity::One
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Arity> {
        Err(if self.is_list::<V::Value>() {
            Arity::Many
        } else {
            Arity::One
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Arity> {
        if name == EXTENSION {
            return Err(Arity::One);
        }
        visitor.visit_newtype_struct(Self { name: None })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit_struct seq tuple_struct map struct enum identifier ignored_any
    }
}

impl de::Error for Arity {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::One
    }
}

impl error::Error for Arity {}

impl fmt::Display for Arity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
