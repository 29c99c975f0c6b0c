//! Packed: arguments as an array of MessagePack. They are copied into packets of this format, and written value by value
//! in any other.

use bytes::Bytes;
use serde::{
    Serialize, Serializer,
    de::DeserializeOwned,
    ser::{Error as _, SerializeMap as _, SerializeSeq as _},
};

#[cfg(feature = "testing")]
use super::writer::write_array;
use super::{
    extension::Meaning,
    input::{DEPTH, Head, Input, elements},
    reader::{Reader, parse},
};
use crate::packet::{args_error::ArgsError, arity::PACKED, attachment};

/// An array, which was checked when it came.
#[derive(Clone, Debug)]
pub(in crate::packet) struct Packed(Bytes);

impl Packed {
    pub(in crate::packet) fn new(array: Bytes) -> Self {
        Self(array)
    }

    pub(in crate::packet) fn reader(&self) -> Reader<'_> {
        let (_, elements) = elements(&self.0);
        Reader::new(elements)
    }

    /// The arguments without the last one.
    #[cfg(feature = "testing")]
    pub(in crate::packet) fn without_last(&self) -> Self {
        let (count, elements) = elements(&self.0);
        let count = count.saturating_sub(1);
        let mut input = Input(elements);
        for _ in 0..count {
            input.skip();
        }
        let mut array = Vec::new();
        write_array(&mut array, count);
        array.extend_from_slice(&elements[..elements.len() - input.0.len()]);
        Self(array.into())
    }

    /// Reads all arguments at once.
    pub(in crate::packet) fn parse<T: DeserializeOwned>(&self) -> Result<T, ArgsError> {
        parse(&self.0)
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The writer of this format takes the bytes when it sees the name. Any other serializer sees an array.
        attachment::offer(&self.0, |bytes| {
            let (input, depth) = (Input(bytes), DEPTH);
            serializer.serialize_newtype_struct(PACKED, &Next { input, depth })
        })
    }
}

/// The next value of some MessagePack, to be written in another format.
struct Next<'a> {
    input: Input<'a>,
    /// How much deeper it may be nested.
    depth: u8,
}

impl Serialize for Next<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut input = self.input;
        let depth = self.depth.checked_sub(1);
        let depth = depth.ok_or_else(|| S::Error::custom("nested too deeply"))?;
        match input.head().unwrap_or(Head::Nil) {
            Head::Nil => serializer.serialize_unit(),
            Head::Bool(value) => serializer.serialize_bool(value),
            Head::Unsigned(number) => serializer.serialize_u64(number),
            Head::Signed(number) => serializer.serialize_i64(number),
            Head::Float(number) => serializer.serialize_f64(number),
            Head::Text(text) => serializer.serialize_str(&String::from_utf8_lossy(text)),
            Head::Binary(bytes) => serializer.serialize_bytes(bytes),
            Head::Array(length) => {
                let mut seq = serializer.serialize_seq(Some(length))?;
                for _ in 0..length {
                    seq.serialize_element(&Next { input, depth })?;
                    input.skip();
                }
                seq.end()
            }
            Head::Map(length) => {
                let mut map = serializer.serialize_map(None)?;
                for _ in 0..length {
                    let key = Next { input, depth };
                    input.skip();
                    if !input.is_undefined() {
                        map.serialize_entry(&key, &Next { input, depth })?;
                    }
                    input.skip();
                }
                map.end()
            }
            Head::Extension(extension) => match extension.meaning() {
                Meaning::Nothing => serializer.serialize_unit(),
                Meaning::Date(date) => serializer.collect_str(&date),
                Meaning::Buffer(bytes) => serializer.serialize_bytes(bytes),
                Meaning::Other => {
                    let mut seq = serializer.serialize_seq(Some(2))?;
                    seq.serialize_element(&extension.kind)?;
                    seq.serialize_element(&AsBytes(extension.bytes))?;
                    seq.end()
                }
            },
        }
    }
}

struct AsBytes<'a>(&'a [u8]);

impl Serialize for AsBytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}
