//! The name of an event: the first element of its JSON array, escaped in any way JSON allows.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Number;

use super::plain::PlainString;
use crate::packet::{incoming::DecodeError, packet_type::PacketType};

const INVALID: DecodeError = DecodeError::Payload(PacketType::Event);

/// Splits the data of an event into its name and what follows it: `,1,2]` or `]`.
/// The name is borrowed unless it contains escapes.
#[inline(always)] // as `decode::read`
pub(in crate::packet) fn event_name(data: &str) -> Result<(Cow<'_, str>, &str), DecodeError> {
    let data = skip_whitespace(data).strip_prefix('[').ok_or(INVALID)?;
    let data = skip_whitespace(data);
    let (name, length) = match PlainString::find(data) {
        Some((PlainString(name), length)) => (Cow::Borrowed(name), length),
        None => unusual(data)?,
    };
    let rest = skip_whitespace(&data[length..]);
    match rest.as_bytes().first() {
        Some(b',' | b']') => Ok((name, rest)),
        _ => Err(INVALID),
    }
}

/// A name with escapes, or a number: the reference server lets that pass, so an event may be called `1`.
#[cold]
fn unusual(data: &str) -> Result<(Cow<'_, str>, usize), DecodeError> {
    match data.as_bytes().first() {
        Some(b'"') => parsed(data).map(|(name, length): (String, _)| (Cow::Owned(name), length)),
        Some(b'-' | b'0'..=b'9') => {
            parsed(data).map(|(_, length): (Number, _)| (Cow::Borrowed(&data[..length]), length))
        }
        _ => Err(INVALID),
    }
}

/// The JSON value that `data` begins with, and its length.
fn parsed<T: DeserializeOwned>(data: &str) -> Result<(T, usize), DecodeError> {
    let mut values = serde_json::Deserializer::from_str(data).into_iter::<T>();
    match values.next() {
        Some(Ok(value)) => Ok((value, values.byte_offset())),
        _ => Err(INVALID),
    }
}

/// The text without the JSON whitespace in front.
#[inline]
pub(super) fn skip_whitespace(text: &str) -> &str {
    match text.as_bytes().first() {
        Some(b' ' | b'\t' | b'\n' | b'\r') => text.trim_start_matches([' ', '\t', '\n', '\r']),
        _ => text,
    }
}
