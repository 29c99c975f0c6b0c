//! Arrays and maps being written. Their heads say how many values follow: a length that was not known before, or was
//! wrong, is corrected at the end.

use serde::{Serialize, ser, ser::Error as _};
use serde_json::{Number, Value};

use super::{
    Writer,
    head::{write_array, write_map, write_text},
};
use crate::packet::{
    EncodeError,
    msgpack::input::{Head, Input},
};

/// An array or a map whose head is written.
#[derive(Debug)]
pub(in crate::packet::msgpack) struct Compound<'w, 'a> {
    writer: &'w mut Writer<'a>,
    /// Where its head is.
    start: usize,
    /// How many values, or pairs, its head announces.
    announced: usize,
    /// How many were written.
    count: usize,
    kind: Container<'w>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container<'w> {
    Array,
    Map,
    /// A struct in name only: its one field is JSON text.
    Json,
    /// As `Json`, and the text is an array, whose elements are wanted behind this name, if there is one.
    JsonArguments(Option<&'w str>),
}

impl<'w, 'a> Compound<'w, 'a> {
    fn new(writer: &'w mut Writer<'a>, kind: Container<'w>, announced: usize) -> Self {
        Self {
            start: writer.out.len(),
            writer,
            announced,
            count: 0,
            kind,
        }
    }

    #[inline]
    pub(super) fn array(writer: &'w mut Writer<'a>, length: Option<usize>) -> Self {
        let new = Self::new(writer, Container::Array, length.unwrap_or(0));
        write_array(new.writer.out, new.announced);
        new
    }

    #[inline]
    pub(super) fn map(writer: &'w mut Writer<'a>, length: Option<usize>) -> Self {
        let new = Self::new(writer, Container::Map, length.unwrap_or(0));
        write_map(new.writer.out, new.announced);
        new
    }

    pub(super) fn json(writer: &'w mut Writer<'a>) -> Self {
        Self::new(writer, Container::Json, 0)
    }

    /// Arguments: an array that begins with the name of an event, if there is one.
    #[inline]
    pub(in crate::packet::msgpack) fn arguments(
        writer: &'w mut Writer<'a>,
        name: Option<&str>,
        length: Option<usize>,
    ) -> Self {
        let before = usize::from(name.is_some());
        let mut new = Self::array(writer, Some(length.unwrap_or(0) + before));
        if let Some(name) = name {
            write_text(new.writer.out, name);
        }
        new.count = before;
        new
    }

    /// Arguments that are JSON already.
    pub(in crate::packet::msgpack) fn json_arguments(
        writer: &'w mut Writer<'a>,
        name: Option<&'w str>,
    ) -> Self {
        Self::new(writer, Container::JsonArguments(name), 0)
    }

    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.count += 1;
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        if self.kind == Container::Map {
            write_text(self.writer.out, name);
        }
        self.element(value)
    }

    /// Keys are texts, as in JSON. A number or a boolean is written first and then made a text.
    fn key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), EncodeError> {
        let start = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        let text = match Input(&self.writer.out[start..]).head() {
            Some(Head::Text(_)) => return Ok(()),
            Some(Head::Unsigned(number)) => number.to_string(),
            Some(Head::Signed(number)) => number.to_string(),
            Some(Head::Float(number)) => number.to_string(),
            Some(Head::Bool(value)) => value.to_string(),
            _ => {
                return Err(EncodeError::custom(
                    "a map key must be a string, a number or a boolean",
                ));
            }
        };
        self.writer.out.truncate(start);
        write_text(self.writer.out, &text);
        Ok(())
    }

    #[inline]
    fn finish(self) -> Result<(), EncodeError> {
        match self.kind {
            Container::Array | Container::Map if self.count == self.announced => Ok(()),
            Container::Array | Container::Map => {
                self.correct();
                Ok(())
            }
            Container::Json => {
                match self.writer.take_json(self.start)? {
                    // It may tell by the name of a struct, again, that it is JSON.
                    Value::Number(number) => number_of(&number, self.writer),
                    value => value.serialize(self.writer),
                }
            }
            Container::JsonArguments(name) => {
                let Value::Array(elements) = self.writer.take_json(self.start)? else {
                    return Err(EncodeError::custom("arguments are an array"));
                };
                let mut arguments = Self::arguments(self.writer, name, Some(elements.len()));
                for element in &elements {
                    arguments.element(element)?;
                }
                arguments.finish()
            }
        }
    }

    /// Replaces the head by one that announces what was written.
    #[cold]
    fn correct(self) {
        let mut heads = (Vec::new(), Vec::new());
        let write = match self.kind {
            Container::Map => write_map,
            _ => write_array,
        };
        write(&mut heads.0, self.announced);
        write(&mut heads.1, self.count);
        let end = self.start + heads.0.len();
        self.writer.out.splice(self.start..end, heads.1);
    }
}

fn number_of(number: &Number, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
    match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(number), ..) => number.serialize(writer),
        (_, Some(number), _) => number.serialize(writer),
        (_, _, number) => number.serialize(writer),
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
        self.element(value)
    }

    fn end(self) -> Result<(), EncodeError> {
        self.finish()
    }
}
