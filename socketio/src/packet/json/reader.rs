//! Reads arguments one after the other, straight into the handler's types. The hot path decodes
//! and nothing else; what was wrong, and where, is worked out only when something is.

use std::{fmt::Write as _, sync::Arc};

use bytes::Bytes;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Error, value::RawValue};
use serde_path_to_error::Segment;

use super::{name::skip_whitespace, plain::PlainString};
use crate::{
    excerpt::Excerpt,
    packet::{absent::absent, args_error::ArgsError, data},
};

/// A path that is longer, in bytes, has no more segments.
const LONGEST_PATH: usize = 160;

/// The arguments that have not been read yet.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    /// From the next argument on; empty if none is left.
    rest: &'a str,
    attachments: &'a [Bytes],
    index: usize,
    end: End,
}

/// Arguments that are not borrowed from their packet any more. Clones share the text.
#[derive(Clone, Debug)]
pub(crate) struct Unread {
    rest: Arc<str>,
    attachments: Vec<Bytes>,
    index: usize,
    end: End,
}

impl Unread {
    pub(in crate::packet) fn reader(&self) -> Reader<'_> {
        Reader {
            rest: &self.rest,
            attachments: &self.attachments,
            index: self.index,
            end: self.end,
        }
    }
}

/// What stands behind the last argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Bracket,
    Nothing,
}

/// A text that is no value, so that every attempt to read it fails.
const NO_VALUE: &str = "]";

impl End {
    /// Steps over the comma, or the end, behind a value. Gives the text from the next value on, which is empty behind the last
    /// value; `None` if what stands there is no JSON.
    #[inline(always)] // mostly two comparisons
    fn behind_value(self, text: &str) -> Option<&str> {
        let text = skip_whitespace(text);
        if self == Self::Nothing {
            return text.is_empty().then_some(text);
        }
        if let Some(next) = text.strip_prefix(',') {
            return Some(skip_whitespace(next)).filter(|next| !next.is_empty());
        }
        let rest = text.strip_prefix(']')?;
        Some(skip_whitespace(rest)).filter(|rest| rest.is_empty())
    }
}

impl<'a> Reader<'a> {
    /// The bytes of the arguments that have not been read yet, with the attachments.
    pub(in crate::packet) fn size(&self) -> usize {
        self.rest.len() + self.attachments.iter().map(Bytes::len).sum::<usize>()
    }

    /// No arguments at all.
    pub(in crate::packet) fn none() -> Self {
        Self {
            rest: "",
            attachments: &[],
            index: 0,
            end: End::Nothing,
        }
    }

    /// A reader over what follows the name of an event: `,1,"a"]`, or `]`.
    pub(in crate::packet) fn new(rest: &'a str, attachments: &'a [Bytes]) -> Self {
        Self {
            // A text that is neither is malformed. It becomes a text that no read accepts.
            rest: End::Bracket.behind_value(rest).unwrap_or(NO_VALUE),
            attachments,
            index: 0,
            end: End::Bracket,
        }
    }

    /// A reader over a whole array: `[1,"a"]`.
    pub(in crate::packet) fn array(json: &'a str, attachments: &'a [Bytes]) -> Self {
        let inside = skip_whitespace(json).strip_prefix('[').map(skip_whitespace);
        Self {
            rest: match inside {
                Some(inside) if inside.starts_with(']') => {
                    End::Bracket.behind_value(inside).unwrap_or(NO_VALUE)
                }
                Some("") | None => NO_VALUE,
                Some(inside) => inside,
            },
            attachments,
            index: 0,
            end: End::Bracket,
        }
    }

    /// A reader over one value, or over none if `json` is empty.
    pub(in crate::packet) fn value(json: &'a str, attachments: &'a [Bytes]) -> Self {
        Self {
            rest: skip_whitespace(json),
            attachments,
            index: 0,
            end: End::Nothing,
        }
    }

    /// Reads the next argument; `parameter` names it in errors. Where there is none left, a type
    /// that can be absent (an `Option`) is.
    pub(in crate::packet) fn next<T: Deserialize<'a>>(
        &mut self,
        parameter: &'static str,
    ) -> Result<T, ArgsError> {
        if self.rest.is_empty() {
            return absent(self.index, parameter);
        }
        if !self.attachments.is_empty() {
            return self.next_resolved(parameter);
        }
        if let Some((plain, length)) = PlainString::find(self.rest)
            && let Ok(value) = T::deserialize(plain)
        {
            self.advance(length)?;
            return Ok(value);
        }
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<T>();
        match values.next() {
            Some(Ok(value)) => {
                self.advance(values.byte_offset())?;
                Ok(value)
            }
            Some(Err(error)) => Err(self.mismatch::<T>(parameter, &error)),
            None => Err(self.malformed()),
        }
    }

    /// Takes all that is left as a JSON array, checked; `None` if nothing is left.
    pub(in crate::packet) fn take_rest(&mut self) -> Result<Option<String>, ArgsError> {
        let text = self.rest;
        if text.is_empty() {
            return Ok(None);
        }
        while !self.rest.is_empty() {
            self.step()?;
        }
        let end = match self.end {
            End::Bracket => "",
            End::Nothing => "]",
        };
        let mut json = String::with_capacity(1 + text.len() + end.len());
        json.push('[');
        json.push_str(text);
        json.push_str(end);
        Ok(Some(json))
    }

    /// Steps over the next argument, checked; `false` behind the last.
    pub(in crate::packet) fn skip(&mut self) -> Result<bool, ArgsError> {
        let there = !self.rest.is_empty();
        if there {
            self.step()?;
        }
        Ok(there)
    }

    /// Steps over the next argument, which must exist.
    #[inline]
    fn step(&mut self) -> Result<(), ArgsError> {
        let length = match PlainString::find(self.rest) {
            Some((_, length)) => length,
            None => self.length_of_any()?,
        };
        self.advance(length)
    }

    /// Bytes of the next argument, whatever it is.
    #[inline(never)]
    fn length_of_any(&self) -> Result<usize, ArgsError> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<IgnoredAny>();
        match values.next() {
            Some(Ok(_)) => Ok(values.byte_offset()),
            _ => Err(self.malformed()),
        }
    }

    /// The attachments of the packet.
    pub(in crate::packet) fn attachments(&self) -> &'a [Bytes] {
        self.attachments
    }

    /// Copies the arguments that are left, to be read later. They are checked to be well-formed JSON.
    pub(in crate::packet) fn unread(&self) -> Result<Unread, ArgsError> {
        if !self.is_well_formed() {
            return Err(self.malformed());
        }
        Ok(Unread {
            rest: self.rest.into(),
            attachments: self.attachments.to_vec(),
            index: self.index,
            end: self.end,
        })
    }

    /// Checks that no argument is left.
    #[inline]
    pub(in crate::packet) fn finish(&mut self) -> Result<(), ArgsError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.surplus())
        }
    }

    /// The next argument as JSON.
    fn next_raw(&mut self) -> Result<Option<&'a RawValue>, ArgsError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) => {
                self.advance(values.byte_offset())?;
                Ok(Some(value))
            }
            _ => Err(self.malformed()),
        }
    }

    /// Steps over a value of that length, and the comma or the end behind it.
    #[inline]
    fn advance(&mut self, length: usize) -> Result<(), ArgsError> {
        self.index += 1;
        let behind = self.end.behind_value(&self.rest[length..]);
        self.rest = behind.ok_or_else(|| self.malformed())?;
        Ok(())
    }

    /// Reads the next argument of a packet with attachments: makes a tree in which each placeholder is replaced by its
    /// attachment, and reads the type from that.
    fn next_resolved<T: Deserialize<'a>>(
        &mut self,
        parameter: &'static str,
    ) -> Result<T, ArgsError> {
        let index = self.index;
        let Some(raw) = self.next_raw()? else {
            return absent(self.index, parameter);
        };
        let data = data::resolve(raw.get(), self.attachments).map_err(|_| self.malformed())?;
        match serde_path_to_error::deserialize(data) {
            Ok(value) => Ok(value),
            Err(_) if !self.is_well_formed() => Err(self.malformed()),
            Err(error) => Err(mismatch(index, parameter, &error)),
        }
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
            // Reading through a tree treats repeated names and deep values differently, so it may succeed here.
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
            match self.skip() {
                Ok(true) => {}
                Ok(false) => return ArgsError::surplus(expected, self.index),
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
        let mut rest = self.clone();
        loop {
            match rest.skip() {
                Ok(true) => {}
                Ok(false) => return true,
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

/// The way to the place of the mistake, such as `.pos.x`. Names in it are the client's, and excerpts.
pub(in crate::packet) fn path<E>(error: &serde_path_to_error::Error<E>) -> String {
    let mut path = String::new();
    for segment in error.path() {
        if path.len() > LONGEST_PATH {
            path.push_str("...");
            break;
        }
        let _ = match segment {
            Segment::Seq { index } => write!(path, "[{index}]"),
            Segment::Map { key } => write!(path, ".{}", Excerpt(key)),
            Segment::Enum { variant } => write!(path, ".{}", Excerpt(variant)),
            Segment::Unknown => write!(path, ".?"),
        };
    }
    path
}
