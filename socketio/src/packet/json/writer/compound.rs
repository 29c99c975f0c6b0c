//! Arrays and objects being written: commas, keys, and the bracket at the end.

use serde::{Serialize, ser};

use super::{AlreadyJson, Writer, string};
use crate::packet::EncodeError;

/// An array or an object whose opening bracket is written.
#[derive(Debug)]
pub(in crate::packet) struct Compound<'w, 'a> {
    writer: &'w mut Writer<'a>,
    first: bool,
    end: &'static str,
}

impl<'w, 'a> Compound<'w, 'a> {
    #[inline]
    pub(super) fn array(writer: &'w mut Writer<'a>, end: &'static str) -> Self {
        writer.out.push(b'[');
        Self {
            writer,
            first: true,
            end,
        }
    }

    #[inline]
    pub(super) fn object(writer: &'w mut Writer<'a>, end: &'static str) -> Self {
        writer.out.push(b'{');
        Self {
            writer,
            first: true,
            end,
        }
    }

    /// Elements of an array whose brackets are written elsewhere. `follow` says that other elements stand before them.
    #[inline]
    pub(in crate::packet) fn elements(writer: &'w mut Writer<'a>, follow: bool) -> Self {
        Self {
            writer,
            first: !follow,
            end: "",
        }
    }

    /// Elements of an array that is JSON text already, the one field of a struct in name only. They are copied.
    pub(in crate::packet) fn raw_elements(writer: &'w mut Writer<'a>, follow: bool) -> Self {
        writer.raw = AlreadyJson::Elements { follow };
        Self {
            writer,
            first: true,
            end: "",
        }
    }

    /// A struct in name only: its one field is JSON text, which is copied.
    pub(super) fn raw(writer: &'w mut Writer<'a>) -> Self {
        writer.raw = AlreadyJson::Value;
        Self {
            writer,
            first: true,
            end: "",
        }
    }

    #[inline]
    fn comma(&mut self) {
        if !self.first {
            self.writer.out.push(b',');
        }
        self.first = false;
    }

    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.comma();
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        if self.writer.raw == AlreadyJson::No {
            self.comma();
            string::write(self.writer.out, name);
            self.writer.out.push(b':');
        }
        value.serialize(&mut *self.writer)
    }

    /// Keys are strings. A number or a boolean is written first and then put in quotes.
    fn key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), EncodeError> {
        self.comma();
        let start = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        match self.writer.out.get(start) {
            Some(b'"') => Ok(()),
            Some(b'0'..=b'9' | b'-' | b't' | b'f') => {
                self.writer.out.insert(start, b'"');
                self.writer.out.push(b'"');
                Ok(())
            }
            _ => Err(ser::Error::custom(
                "a map key must be a string, a number or a boolean",
            )),
        }
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.writer.out.push(b':');
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn finish(self) -> Result<(), EncodeError> {
        self.writer.raw = AlreadyJson::No;
        self.writer.out.extend_from_slice(self.end.as_bytes());
        Ok(())
    }
}

macro_rules! compound {
    ($($trait:ident: $method:ident($($name:ident: $type:ty)?) -> $inner:ident;)*) => {$(
        impl ser::$trait for Compound<'_, '_> {
            type Ok = ();
            type Error = EncodeError;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, $($name: $type,)? value: &T) -> Result<(), EncodeError> {
                self.$inner($($name,)? value)
            }

            #[inline]
            fn end(self) -> Result<(), EncodeError> {
                self.finish()
            }
        }
    )*};
}

compound! {
    SerializeSeq: serialize_element() -> element;
    SerializeTuple: serialize_element() -> element;
    SerializeTupleStruct: serialize_field() -> element;
    SerializeTupleVariant: serialize_field() -> element;
    SerializeStruct: serialize_field(name: &'static str) -> field;
    SerializeStructVariant: serialize_field(name: &'static str) -> field;
}

impl ser::SerializeMap for Compound<'_, '_> {
    type Ok = ();
    type Error = EncodeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), EncodeError> {
        self.key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.value(value)
    }

    fn end(self) -> Result<(), EncodeError> {
        self.finish()
    }
}
