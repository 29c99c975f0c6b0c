//! Value: the next value of some MessagePack, as a source of typed values. The rules are those of reading JSON, so that a
//! handler takes the same types in both formats: keys of maps may be numbers in quotes, members that are undefined are not
//! there, and a date is a text.

use std::borrow::Cow;

use serde::{
    Deserializer,
    de::{
        DeserializeSeed, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::{BorrowedBytesDeserializer, BorrowedStrDeserializer, MapAccessDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::Error;

use super::{
    extension::{Extension, Meaning},
    input::{DEPTH, Head, Input},
};
use crate::packet::key::Key;

#[derive(Debug)]
pub(super) struct Value<'i, 'de> {
    input: &'i mut Input<'de>,
    /// How much deeper values may be nested.
    depth: u8,
}

impl<'i, 'de> Value<'i, 'de> {
    pub(super) fn new(input: &'i mut Input<'de>) -> Self {
        Self {
            input,
            depth: DEPTH,
        }
    }

    fn head(&mut self) -> Result<Head<'de>, Error> {
        self.input.head().ok_or_else(cut_off)
    }

    /// Whether the next value is nothing. If so, it is stepped over.
    fn is_nothing(&mut self) -> bool {
        let mut input = *self.input;
        let nothing = match input.head() {
            Some(Head::Nil) => true,
            Some(Head::Extension(extension)) => extension.meaning() == Meaning::Nothing,
            _ => false,
        };
        if nothing {
            *self.input = input;
        }
        nothing
    }

    /// The values of an array, or of a map, of that length.
    fn items(self, left: usize) -> Result<Items<'i, 'de>, Error> {
        let depth = self.depth.checked_sub(1);
        Ok(Items {
            input: self.input,
            left,
            depth: depth.ok_or_else(|| Error::custom("recursion limit exceeded"))?,
        })
    }

    fn visit<V: Visitor<'de>>(self, head: Head<'de>, visitor: V) -> Result<V::Value, Error> {
        match head {
            Head::Nil => visitor.visit_unit(),
            Head::Bool(value) => visitor.visit_bool(value),
            Head::Unsigned(number) => visitor.visit_u64(number),
            Head::Signed(number) => visitor.visit_i64(number),
            Head::Float(number) => visitor.visit_f64(number),
            Head::Text(bytes) => visitor.visit_borrowed_str(text(bytes)?),
            Head::Binary(bytes) => visitor.visit_borrowed_bytes(bytes),
            Head::Array(length) => {
                let mut items = self.items(length)?;
                let value = visitor.visit_seq(&mut items)?;
                items.end()?;
                Ok(value)
            }
            Head::Map(length) => {
                let mut items = self.items(length)?;
                let value = visitor.visit_map(&mut items)?;
                items.end()?;
                Ok(value)
            }
            Head::Extension(extension) => match extension.meaning() {
                Meaning::Nothing => visitor.visit_unit(),
                Meaning::Date(date) => visitor.visit_string(date.to_string()),
                Meaning::Buffer(bytes) => visitor.visit_borrowed_bytes(bytes),
                Meaning::Other => visitor.visit_seq(TypeAndBytes::new(extension)),
            },
        }
    }

    /// Reads a value as a list, which an extension is as well: a type and bytes.
    fn list<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        match self.head()? {
            Head::Extension(extension) if extension.meaning() != Meaning::Nothing => {
                visitor.visit_seq(TypeAndBytes::new(extension))
            }
            head => self.visit(head, visitor),
        }
    }

    /// Reads a number, which a date is as well: milliseconds since 1970.
    fn number<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        if let Head::Extension(extension) = head
            && let Meaning::Date(date) = extension.meaning()
        {
            return visitor.visit_i64(date.0);
        }
        self.visit(head, visitor)
    }
}

fn text(bytes: &[u8]) -> Result<&str, Error> {
    str::from_utf8(bytes).map_err(Error::custom)
}

#[cold]
fn cut_off() -> Error {
    Error::custom("it is cut off")
}

macro_rules! forward {
    ($to:ident: $($deserialize:ident($($name:ident: $type:ty),*))*) => {$(
        #[inline]
        fn $deserialize<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, Error> {
            self.$to(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        self.visit(head, visitor)
    }

    forward! { number:
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64() deserialize_i128()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64()
    }

    forward! { list:
        deserialize_seq() deserialize_tuple(_len: usize)
        deserialize_tuple_struct(_name: &'static str, _len: usize)
    }

    fn deserialize_option<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        if self.is_nothing() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.head()? {
            Head::Text(variant) => BorrowedStrDeserializer::new(text(variant)?)
                .deserialize_enum(name, variants, visitor),
            Head::Map(1) => {
                let mut items = self.items(1)?;
                let value = visitor.visit_enum(MapAccessDeserializer::new(&mut items))?;
                items.end()?;
                Ok(value)
            }
            head => self.visit(head, visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.input.skip().ok_or_else(cut_off)?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool char str string bytes byte_buf unit unit_struct map struct identifier
    }
}

/// What is left of an array or a map.
struct Items<'i, 'de> {
    input: &'i mut Input<'de>,
    left: usize,
    depth: u8,
}

impl Items<'_, '_> {
    fn end(&self) -> Result<(), Error> {
        match self.left {
            0 => Ok(()),
            _ => Err(Error::custom("more elements than expected")),
        }
    }

    /// Steps over the members that are undefined: in JSON they are not there.
    fn skip_undefined(&mut self) -> Result<(), Error> {
        while self.left > 0 {
            let mut ahead = *self.input;
            ahead.skip().ok_or_else(cut_off)?;
            if !ahead.is_undefined() {
                break;
            }
            ahead.skip().ok_or_else(cut_off)?;
            *self.input = ahead;
            self.left -= 1;
        }
        Ok(())
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let (input, depth) = (&mut *self.input, self.depth);
        seed.deserialize(Value { input, depth }).map(Some)
    }

    /// Each element has a byte at least.
    fn size_hint(&self) -> Option<usize> {
        Some(self.left.min(self.input.0.len()))
    }
}

impl<'de> MapAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.skip_undefined()?;
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let key = match self.input.head().ok_or_else(cut_off)? {
            Head::Text(bytes) => {
                return seed.deserialize(Key(Cow::Borrowed(text(bytes)?))).map(Some);
            }
            Head::Unsigned(number) => number.to_string(),
            Head::Signed(number) => number.to_string(),
            Head::Bool(value) => value.to_string(),
            _ => return Err(Error::custom("a map key must be a string")),
        };
        seed.deserialize(Key(key.into())).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let (input, depth) = (&mut *self.input, self.depth);
        seed.deserialize(Value { input, depth })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.min(self.input.0.len()))
    }
}

/// An extension as a list of two: its type, and its bytes.
struct TypeAndBytes<'de> {
    kind: Option<i8>,
    bytes: Option<&'de [u8]>,
}

impl<'de> TypeAndBytes<'de> {
    fn new(extension: Extension<'de>) -> Self {
        Self {
            kind: Some(extension.kind),
            bytes: Some(extension.bytes),
        }
    }
}

impl<'de> SeqAccess<'de> for TypeAndBytes<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if let Some(kind) = self.kind.take() {
            return seed.deserialize(kind.into_deserializer()).map(Some);
        }
        match self.bytes.take() {
            Some(bytes) => seed
                .deserialize(BorrowedBytesDeserializer::new(bytes))
                .map(Some),
            None => Ok(None),
        }
    }
}
