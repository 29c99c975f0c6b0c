//! The most frequent argument: a string without escapes. It is found with the search that writes
//! strings, faster than a JSON parser, and read where it stands.

use serde::{
    Deserializer,
    de::{Visitor, value::BorrowedStrDeserializer},
    forward_to_deserialize_any,
};
use serde_json::Error;

use super::writer;

/// The text of such a string, as a source of typed values.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlainString<'a>(pub(super) &'a str);

impl<'a> PlainString<'a> {
    /// The string that `json` begins with, and its length with quotes; `None` if there is another
    /// value, or an escape, or no end.
    #[inline]
    pub(super) fn find(json: &'a str) -> Option<(Self, usize)> {
        let inside = json.strip_prefix('"')?;
        let length = writer::clean_prefix(inside.as_bytes());
        (inside.as_bytes().get(length) == Some(&b'"'))
            .then(|| (Self(&inside[..length]), length + 2))
    }
}

impl<'de> Deserializer<'de> for PlainString<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_bytes(self.0.as_bytes())
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        BorrowedStrDeserializer::new(self.0).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string unit unit_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}
