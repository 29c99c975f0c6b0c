//! Arguments that the client left out.

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
    forward_to_deserialize_any,
};
use serde_json::Error;

use super::args_error::ArgsError;

/// The value of an argument that is not there, for types that allow it: `None` for an `Option`.
#[cold]
pub(super) fn absent<'a, T: Deserialize<'a>>(
    index: usize,
    parameter: &'static str,
) -> Result<T, ArgsError> {
    T::deserialize(Absent).map_err(|error| ArgsError::missing(index, parameter, &error.to_string()))
}

/// The argument that the client left out: `None` for an `Option`, otherwise an error that says
/// what should be there.
struct Absent;

impl<'de> Deserializer<'de> for Absent {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        Err(de::Error::invalid_type(
            de::Unexpected::Other("nothing"),
            &visitor,
        ))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_none()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
