//! Reader: arguments one after the other, straight into the handler's types, whatever their format. Each format has a
//! reader of its own, which builds no tree in between.

use bytes::Bytes;
use serde::Deserialize;

#[cfg(feature = "msgpack")]
use super::msgpack;
use super::{args_error::ArgsError, json, raw::Raw};

/// The arguments that have not been read yet.
#[derive(Clone, Debug)]
pub(crate) enum Reader<'a> {
    Json(json::Reader<'a>),
    #[cfg(feature = "msgpack")]
    Msgpack(msgpack::Reader<'a>),
}

/// Arguments that are not borrowed from their packet any more. A clone costs a reference count, and one for each
/// attachment.
#[derive(Clone, Debug)]
pub(crate) enum Unread {
    Json(json::Unread),
    #[cfg(feature = "msgpack")]
    Msgpack(msgpack::Unread),
}

impl Unread {
    pub(crate) fn reader(&self) -> Reader<'_> {
        match self {
            Self::Json(held) => Reader::Json(held.reader()),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(held) => Reader::Msgpack(held.reader()),
        }
    }
}

impl<'a> Reader<'a> {
    /// No arguments at all.
    pub(crate) fn none() -> Self {
        Self::Json(json::Reader::none())
    }

    /// The bytes of the arguments that have not been read yet, with the attachments.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Json(reader) => reader.size(),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(reader) => reader.size(),
        }
    }

    /// A reader over the arguments of an event.
    #[inline]
    pub(crate) fn new(args: impl Into<Raw<'a>>, attachments: &'a [Bytes]) -> Self {
        match args.into() {
            Raw::Json(rest) => Self::Json(json::Reader::new(rest, attachments)),
            #[cfg(feature = "msgpack")]
            Raw::Msgpack(values) => Self::Msgpack(msgpack::Reader::new(values)),
        }
    }

    /// A reader over the arguments of an answer.
    #[inline]
    pub(crate) fn array(args: impl Into<Raw<'a>>, attachments: &'a [Bytes]) -> Self {
        match args.into() {
            Raw::Json(array) => Self::Json(json::Reader::array(array, attachments)),
            #[cfg(feature = "msgpack")]
            Raw::Msgpack(values) => Self::Msgpack(msgpack::Reader::new(values)),
        }
    }

    /// A reader over a payload: one value, or none.
    pub(crate) fn value(payload: impl Into<Raw<'a>>, attachments: &'a [Bytes]) -> Self {
        match payload.into() {
            Raw::Json(value) => Self::Json(json::Reader::value(value, attachments)),
            #[cfg(feature = "msgpack")]
            Raw::Msgpack(values) => Self::Msgpack(msgpack::Reader::new(values)),
        }
    }

    /// Reads the next argument; `parameter` names it in errors. Where there is none left, a type
    /// that can be absent (an `Option`) is.
    #[inline]
    pub(crate) fn next<T: Deserialize<'a>>(
        &mut self,
        parameter: &'static str,
    ) -> Result<T, ArgsError> {
        match self {
            Self::Json(reader) => reader.next(parameter),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(reader) => reader.next(parameter),
        }
    }

    /// Steps over the next argument, checked; `false` behind the last.
    pub(super) fn skip(&mut self) -> Result<bool, ArgsError> {
        match self {
            Self::Json(reader) => reader.skip(),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(reader) => reader.skip(),
        }
    }

    /// Copies the arguments that are left, to be read later. They are checked to be well-formed.
    pub(crate) fn unread(&self) -> Result<Unread, ArgsError> {
        match self {
            Self::Json(reader) => reader.unread().map(Unread::Json),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(reader) => reader.unread().map(Unread::Msgpack),
        }
    }

    /// Checks that no argument is left.
    #[inline]
    pub(crate) fn finish(&mut self) -> Result<(), ArgsError> {
        match self {
            Self::Json(reader) => reader.finish(),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(reader) => reader.finish(),
        }
    }
}
