//! MessagePack, written straight into the outgoing buffer. What JSON writes as an object, an array or a text is a map, an
//! array or a text here; binary data stays where it is. Does not know what a packet is.

mod compound;
mod head;

use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::Value;

pub(super) use self::{
    compound::Compound,
    head::{extend_array, size_of_array_head, write_array, write_map, write_text, write_unsigned},
};
use super::input::{Head, Input, elements};
use crate::packet::{
    EncodeError,
    arity::{EXTENSION, PACKED},
    attachment,
    json::{RAW_NUMBER, RAW_VALUE},
};

/// Where a value goes.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out }
    }

    pub(super) fn out(&mut self) -> &mut Vec<u8> {
        self.out
    }

    /// Writes arguments that are MessagePack already, if they are those that are being serialized; their number and
    /// themselves are given to `write`.
    pub(super) fn packed(&mut self, write: impl FnOnce(&mut Vec<u8>, usize, &[u8])) -> bool {
        let Some(array) = attachment::offered() else {
            return false;
        };
        let (count, elements) = elements(&array);
        write(self.out, count, elements);
        true
    }

    /// Takes the text back that was written last, from `start` on.
    fn take_text(&mut self, start: usize) -> Result<String, EncodeError> {
        let text = Input(&self.out[start..]).text().map(str::to_owned);
        self.out.truncate(start);
        text.ok_or_else(|| EncodeError::custom("no JSON where it was announced"))
    }

    /// Takes back the text that was written last, which is JSON, and reads it.
    fn take_json(&mut self, start: usize) -> Result<Value, EncodeError> {
        serde_json::from_str(&self.take_text(start)?).map_err(EncodeError::custom)
    }

    /// Turns the list of a type and bytes that was written last into an extension.
    fn extension(&mut self, start: usize) -> Result<(), EncodeError> {
        let mut input = Input(&self.out[start..]);
        let parts = (input.head(), input.head(), input.head());
        let (kind, bytes) = match parts {
            (Some(Head::Array(2)), Some(kind), Some(Head::Binary(bytes))) => (kind, bytes.to_vec()),
            _ => return Err(EncodeError::custom("an extension is a type and bytes")),
        };
        let kind = match kind {
            Head::Unsigned(kind) => i8::try_from(kind).ok(),
            Head::Signed(kind) => i8::try_from(kind).ok(),
            _ => None,
        };
        let kind = kind.ok_or_else(|| EncodeError::custom("the type of an extension is an i8"))?;
        self.out.truncate(start);
        head::write_extension(self.out, kind, &bytes);
        Ok(())
    }

    /// `{"variant":`
    fn begin_variant(&mut self, variant: &str) {
        write_map(self.out, 1);
        write_text(self.out, variant);
    }
}

macro_rules! numbers {
    ($($serialize:ident($type:ty) $write:ident;)*) => {$(
        #[inline]
        fn $serialize(self, value: $type) -> Result<(), EncodeError> {
            head::$write(self.out, value.into());
            Ok(())
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
        serialize_i8(i8) write_signed;
        serialize_i16(i16) write_signed;
        serialize_i32(i32) write_signed;
        serialize_i64(i64) write_signed;
        serialize_u8(u8) write_unsigned;
        serialize_u16(u16) write_unsigned;
        serialize_u32(u32) write_unsigned;
        serialize_u64(u64) write_unsigned;
    }

    fn serialize_bool(self, value: bool) -> Result<(), EncodeError> {
        self.out.push(if value { 0xc3 } else { 0xc2 });
        Ok(())
    }

    /// A number that is too large for MessagePack is what it becomes in JavaScript: a `f64`.
    fn serialize_i128(self, value: i128) -> Result<(), EncodeError> {
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => self.serialize_i64(value),
            (_, Ok(value)) => self.serialize_u64(value),
            _ => self.serialize_f64(value as f64),
        }
    }

    fn serialize_u128(self, value: u128) -> Result<(), EncodeError> {
        match u64::try_from(value) {
            Ok(value) => self.serialize_u64(value),
            Err(_) => self.serialize_f64(value as f64),
        }
    }

    fn serialize_f32(self, value: f32) -> Result<(), EncodeError> {
        self.out.push(0xca);
        self.out.extend_from_slice(&value.to_be_bytes());
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), EncodeError> {
        self.out.push(0xcb);
        self.out.extend_from_slice(&value.to_be_bytes());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), EncodeError> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), EncodeError> {
        write_text(self.out, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), EncodeError> {
        head::write_binary(self.out, value);
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
        self.out.push(0xc0);
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
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        let packed = name == PACKED
            && self.packed(|out, count, elements| {
                write_array(out, count);
                out.extend_from_slice(elements);
            });
        if packed {
            return Ok(());
        }
        let start = self.out.len();
        value.serialize(&mut *self)?;
        if name == EXTENSION {
            self.extension(start)?;
        }
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        self.begin_variant(variant);
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::array(self, length))
    }

    #[inline]
    fn serialize_tuple(self, length: usize) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::array(self, Some(length)))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::array(self, Some(length)))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Compound<'w, 'a>, EncodeError> {
        self.begin_variant(variant);
        Ok(Compound::array(self, Some(length)))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::map(self, length))
    }

    #[inline]
    fn serialize_struct(
        self,
        name: &'static str,
        length: usize,
    ) -> Result<Compound<'w, 'a>, EncodeError> {
        if name == RAW_VALUE || name == RAW_NUMBER {
            return Ok(Compound::json(self));
        }
        Ok(Compound::map(self, Some(length)))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Compound<'w, 'a>, EncodeError> {
        self.begin_variant(variant);
        Ok(Compound::map(self, Some(length)))
    }
}
