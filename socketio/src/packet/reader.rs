//! Reads arguments one after the other, straight into the handler's types. The hot path decodes
//! and nothing else; what was wrong, and where, is worked out only when something is.

use std::fmt::Write as _;

use bytes::Bytes;
use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
    forward_to_deserialize_any,
};
use serde_json::{Error, value::RawValue};
use serde_path_to_error::Segment;

use super::{args_error::ArgsError, data, decode::check_json, name::skip_whitespace, plain::Plain};

/// The arguments that have not been read yet.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a str,
    attachments: &'a [Bytes],
    index: usize,
    form: Form,
}

/// Arguments that are not borrowed from their packet any more.
#[derive(Debug)]
pub(crate) struct Held {
    rest: Box<str>,
    attachments: Vec<Bytes>,
    index: usize,
    form: Form,
}

impl Held {
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader {
            rest: &self.rest,
            attachments: &self.attachments,
            index: self.index,
            form: self.form,
        }
    }
}

/// What `Reader::rest` looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `,1,2]`: behind a value
    Behind,
    /// `1,2]`: behind the bracket
    First,
    /// `1`: no array at all
    Single,
}

impl<'a> Reader<'a> {
    /// Over what follows the name of an event: `,1,"a"]`, or `]`.
    pub(crate) fn new(rest: &'a str, attachments: &'a [Bytes]) -> Self {
        Self {
            rest,
            attachments,
            index: 0,
            form: Form::Behind,
        }
    }

    /// Over a whole array: `[1,"a"]`.
    pub(crate) fn array(json: &'a str, attachments: &'a [Bytes]) -> Self {
        match json[skip_whitespace(json.as_bytes(), 0)..].strip_prefix('[') {
            Some(rest) => Self {
                rest,
                attachments,
                index: 0,
                form: Form::First,
            },
            None => Self::new(json, attachments), // not an array: every way to read it will say so
        }
    }

    /// Over one value, or none if `json` is empty.
    pub(crate) fn value(json: &'a str, attachments: &'a [Bytes]) -> Self {
        Self {
            rest: json,
            attachments,
            index: 0,
            form: Form::Single,
        }
    }

    /// Reads the next argument; `parameter` names it in errors. Where there is none left, a type
    /// that can be absent (an `Option`) is.
    pub(crate) fn next<T: Deserialize<'a>>(
        &mut self,
        parameter: &'static str,
    ) -> Result<T, ArgsError> {
        let Some(text) = self.peek()? else {
            return self.absent(parameter);
        };
        if !self.attachments.is_empty() {
            return self.next_resolved(parameter);
        }
        if let Some((plain, length)) = Plain::find(text)
            && let Ok(value) = T::deserialize(plain)
        {
            self.advance(text, length);
            return Ok(value);
        }
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<T>();
        match values.next() {
            Some(Ok(value)) => {
                self.advance(text, values.byte_offset());
                Ok(value)
            }
            Some(Err(error)) => Err(self.mismatch::<T>(parameter, &error)),
            None => Err(self.malformed()),
        }
    }

    /// Takes all that is left as a JSON array, checked; `None` if nothing is left.
    pub(super) fn take_rest(&mut self) -> Result<Option<String>, ArgsError> {
        let Some(text) = self.peek()? else {
            return Ok(None);
        };
        // The comma has promised one more.
        if self.form == Form::Behind && text.trim_start().starts_with(']') {
            return Err(self.malformed());
        }
        let mut json = String::with_capacity(text.len() + 2);
        json.push('[');
        json.push_str(text);
        if self.form == Form::Single {
            json.push(']');
        }
        if !check_json(&json) {
            return Err(self.malformed());
        }
        (self.rest, self.form) = ("]", Form::Behind);
        Ok(Some(json))
    }

    /// The attachments of the packet.
    pub(super) fn attachments(&self) -> &'a [Bytes] {
        self.attachments
    }

    /// The same arguments to be read later, checked to be JSON.
    pub(crate) fn hold(&self) -> Result<Held, ArgsError> {
        if !self.is_well_formed() {
            return Err(self.malformed());
        }
        let (rest, attachments) = (self.rest.into(), self.attachments.to_vec());
        Ok(Held {
            rest,
            attachments,
            index: self.index,
            form: self.form,
        })
    }

    /// Nothing may be left.
    pub(crate) fn finish(&mut self) -> Result<(), ArgsError> {
        if self.peek()?.is_none() {
            Ok(())
        } else {
            Err(self.surplus())
        }
    }

    /// The next argument as JSON.
    pub(super) fn next_raw(&mut self) -> Result<Option<&'a RawValue>, ArgsError> {
        let Some(text) = self.peek()? else {
            return Ok(None);
        };
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) => {
                self.advance(text, values.byte_offset());
                Ok(Some(value))
            }
            _ => Err(self.malformed()),
        }
    }

    /// The text from the next argument on; `None` behind the last.
    #[inline]
    fn peek(&self) -> Result<Option<&'a str>, ArgsError> {
        let bytes = self.rest.as_bytes();
        let start = skip_whitespace(bytes, 0);
        match (bytes.get(start), self.form) {
            (Some(b','), Form::Behind) => Ok(Some(&self.rest[start + 1..])),
            (Some(b']'), Form::Behind | Form::First)
                if skip_whitespace(bytes, start + 1) == bytes.len() =>
            {
                Ok(None)
            }
            (Some(_), Form::First | Form::Single) => Ok(Some(&self.rest[start..])),
            (None, Form::Single) => Ok(None),
            _ => Err(self.malformed()),
        }
    }

    #[inline]
    fn advance(&mut self, text: &'a str, by: usize) {
        self.rest = &text[by..];
        self.index += 1;
        if self.form == Form::First {
            self.form = Form::Behind;
        }
    }

    /// The same with attachments: through a tree in which they stand where they belong.
    fn next_resolved<T: Deserialize<'a>>(
        &mut self,
        parameter: &'static str,
    ) -> Result<T, ArgsError> {
        let index = self.index;
        let Some(raw) = self.next_raw()? else {
            return self.absent(parameter);
        };
        let data = data::resolve(raw.get(), self.attachments).map_err(|_| self.malformed())?;
        match serde_path_to_error::deserialize(data) {
            Ok(value) => Ok(value),
            Err(_) if !self.is_well_formed() => Err(self.malformed()),
            Err(error) => Err(mismatch(index, parameter, &error)),
        }
    }

    #[cold]
    fn absent<T: Deserialize<'a>>(&self, parameter: &'static str) -> Result<T, ArgsError> {
        T::deserialize(Absent)
            .map_err(|error| ArgsError::missing(self.index, parameter, &error.to_string()))
    }

    /// Decodes again what would not decode, watching the path this time. It goes through a tree,
    /// as with attachments, so that no third way to decode `T` has to be compiled.
    #[cold]
    fn mismatch<T: Deserialize<'a>>(
        &mut self,
        parameter: &'static str,
        error: &Error,
    ) -> ArgsError {
        let index = self.index;
        let Ok(Some(raw)) = self.next_raw() else {
            return ArgsError::malformed(index);
        };
        if !self.is_well_formed() {
            return ArgsError::malformed(index);
        }
        let again = data::resolve(raw.get(), &[]).map(serde_path_to_error::deserialize::<_, T>);
        match again {
            Ok(Err(error)) => mismatch(index, parameter, &error),
            // The tree is more tolerant, or less: of repeated names and of depth.
            _ => ArgsError::mismatch(
                Some(index),
                parameter,
                format!("args[{index}]"),
                &error.to_string(),
            ),
        }
    }

    #[cold]
    fn surplus(&mut self) -> ArgsError {
        let expected = self.index;
        loop {
            match self.next_raw() {
                Ok(Some(_)) => {}
                Ok(None) => return ArgsError::surplus(expected, self.index),
                Err(error) => return error,
            }
        }
    }

    #[cold]
    fn malformed(&self) -> ArgsError {
        ArgsError::malformed(self.index)
    }

    /// Whether all that is left is JSON.
    fn is_well_formed(&self) -> bool {
        let mut rest = Self { ..*self };
        loop {
            match rest.next_raw() {
                Ok(Some(_)) => {}
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
    }
}

fn mismatch(
    index: usize,
    parameter: &'static str,
    error: &serde_path_to_error::Error<Error>,
) -> ArgsError {
    let path = format!("args[{index}]{}", path(error));
    ArgsError::mismatch(Some(index), parameter, path, &error.inner().to_string())
}

/// The way to the place of the mistake, such as `.pos.x`.
pub(super) fn path(error: &serde_path_to_error::Error<Error>) -> String {
    let mut path = String::new();
    for segment in error.path() {
        let _ = match segment {
            Segment::Seq { index } => write!(path, "[{index}]"),
            Segment::Map { key } => write!(path, ".{key}"),
            Segment::Enum { variant } => write!(path, ".{variant}"),
            Segment::Unknown => write!(path, ".?"),
        };
    }
    path
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
