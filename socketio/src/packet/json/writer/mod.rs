//! JSON, written straight into the outgoing buffer. Byte strings become attachments: a placeholder
//! stands in the text, the bytes are kept beside it. Does not know what a packet is.

mod compound;
mod string;

#[cfg(test)]
mod tests;

use std::{fmt, fmt::Write as _, io};

use serde::{Serialize, Serializer, ser};
use serde_json::ser::{CompactFormatter, Formatter};

pub(in crate::packet) use self::compound::Compound;
use crate::packet::{
    EncodeError,
    attachment::{self, Attachments},
};

/// The struct name by which a serde_json `RawValue` says: this text is JSON already.
pub(in crate::packet) const RAW_VALUE: &str = "$serde_json::private::RawValue";
/// The struct name by which a serde_json `Number` says that its text is a number already: if an application has switched on
/// serde_json's arbitrary precision.
pub(in crate::packet) const RAW_NUMBER: &str = "$serde_json::private::Number";

/// Where a value goes: its JSON into `out`, its byte strings into `attachments`.
#[derive(Debug)]
pub(in crate::packet) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    attachments: &'a mut Attachments,
    raw: AlreadyJson,
}

/// Whether the next string is JSON already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AlreadyJson {
    No,
    /// A value.
    Value,
    /// An array, whose elements are written without its brackets. `follow` says that other elements stand before them.
    Elements {
        follow: bool,
    },
}

impl<'a> Writer<'a> {
    pub(in crate::packet) fn new(out: &'a mut Vec<u8>, attachments: &'a mut Attachments) -> Self {
        Self {
            out,
            attachments,
            raw: AlreadyJson::No,
        }
    }

    #[inline]
    fn number(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> Result<(), EncodeError> {
        write(self.out).map_err(ser::Error::custom) // writing into memory does not fail
    }

    #[inline]
    pub(in crate::packet) fn comma(&mut self) {
        self.out.push(b',');
    }

    /// Appends text that is JSON already.
    fn copy(&mut self, json: &str) {
        let json = match self.raw {
            AlreadyJson::No | AlreadyJson::Value => json,
            AlreadyJson::Elements { follow } => {
                let elements = without_brackets(json);
                if follow && !elements.trim_ascii_start().is_empty() {
                    self.comma();
                }
                elements
            }
        };
        self.out.extend_from_slice(json.as_bytes());
    }

    fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }

    /// `{"variant":`
    fn begin_variant(&mut self, variant: &str) {
        self.out.push(b'{');
        string::write(self.out, variant);
        self.out.push(b':');
    }
}

/// How many leading bytes may stand in a JSON string as they are.
#[inline]
pub(in crate::packet) fn clean_prefix(bytes: &[u8]) -> usize {
    string::clean_prefix(bytes)
}

/// Appends `name` as a JSON string.
pub(in crate::packet) fn write_string(out: &mut Vec<u8>, name: &str) {
    string::write(out, name);
}

/// Appends a number in decimal.
pub(in crate::packet) fn write_u64(out: &mut Vec<u8>, number: u64) {
    CompactFormatter
        .write_u64(out, number)
        .expect("a vector takes all that is written");
}

/// The text between the brackets of an array.
fn without_brackets(array: &str) -> &str {
    fn inside(array: &str) -> Option<&str> {
        array.strip_prefix('[')?.strip_suffix(']')
    }
    // Space around the brackets is rare, so it is trimmed only if they are not found.
    inside(array).unwrap_or_else(|| {
        let trimmed = array.trim_ascii();
        inside(trimmed).unwrap_or(trimmed)
    })
}

/// Appends the placeholder of attachment `index`.
fn write_placeholder(out: &mut Vec<u8>, index: usize) {
    out.extend_from_slice(br#"{"_placeholder":true,"num":"#);
    write_u64(out, index as u64);
    out.push(b'}');
}

macro_rules! numbers {
    ($($serialize:ident $write:ident $type:ty,)*) => {$(
        #[inline]
        fn $serialize(self, value: $type) -> Result<(), EncodeError> {
            self.number(|out| CompactFormatter.$write(out, value))
        }
    )*};
}

impl<'w, 'a> Serializer for &'w mut Writer<'a> {
    type Ok = ();
    type Error = EncodeError;
    type SerializeSeq = Compound<'w, 'a>;
    type SerializeTuple = Compound<'w, 'a>;
    type SerializeTupleStruct = Compound<'w, 'a>;
    type SerializeTupleVariant = Compound<'w, 'a>;
    type SerializeMap = Compound<'w, 'a>;
    type SerializeStruct = Compound<'w, 'a>;
    type SerializeStructVariant = Compound<'w, 'a>;

    numbers! {
        serialize_bool write_bool bool,
        serialize_i8 write_i8 i8,
        serialize_i16 write_i16 i16,
        serialize_i32 write_i32 i32,
        serialize_i64 write_i64 i64,
        serialize_i128 write_i128 i128,
        serialize_u8 write_u8 u8,
        serialize_u16 write_u16 u16,
        serialize_u32 write_u32 u32,
        serialize_u64 write_u64 u64,
        serialize_u128 write_u128 u128,
    }

    fn serialize_f32(self, value: f32) -> Result<(), EncodeError> {
        if value.is_finite() {
            return self.number(|out| CompactFormatter.write_f32(out, value));
        }
        self.null(); // as JSON.stringify writes it
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), EncodeError> {
        if value.is_finite() {
            return self.number(|out| CompactFormatter.write_f64(out, value));
        }
        self.null();
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), EncodeError> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), EncodeError> {
        if self.raw == AlreadyJson::No {
            string::write(self.out, value);
        } else {
            self.copy(value);
        }
        Ok(())
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), EncodeError> {
        struct EscapedText<'a>(&'a mut Vec<u8>);

        impl fmt::Write for EscapedText<'_> {
            fn write_str(&mut self, fragment: &str) -> fmt::Result {
                string::write_fragment(self.0, fragment);
                Ok(())
            }
        }

        self.out.push(b'"');
        write!(EscapedText(self.out), "{value}").map_err(ser::Error::custom)?;
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), EncodeError> {
        write_placeholder(self.out, self.attachments.len());
        self.attachments.push(attachment::to_bytes(value));
        Ok(())
    }

    fn serialize_none(self) -> Result<(), EncodeError> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), EncodeError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), EncodeError> {
        self.null();
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), EncodeError> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), EncodeError> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        self.begin_variant(variant);
        value.serialize(&mut *self)?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::array(self, "]"))
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::array(self, "]"))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::array(self, "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w, 'a>, EncodeError> {
        self.begin_variant(variant);
        Ok(Compound::array(self, "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::object(self, "}"))
    }

    #[inline]
    fn serialize_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Compound<'w, 'a>, EncodeError> {
        if name == RAW_VALUE || name == RAW_NUMBER {
            return Ok(Compound::raw(self));
        }
        Ok(Compound::object(self, "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w, 'a>, EncodeError> {
        self.begin_variant(variant);
        Ok(Compound::object(self, "}}"))
    }
}
