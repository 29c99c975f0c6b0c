//! The name of an event: the first element of its JSON array, escaped in any way JSON allows.

use std::borrow::Cow;

use super::header::{DecodeError, Kind};

const INVALID: DecodeError = DecodeError::Payload(Kind::Event);

/// Whether `name` belongs to the library: no client may send it and no program emit it.
pub(crate) fn is_reserved(name: &str) -> bool {
    matches!(
        name,
        "connect"
            | "connect_error"
            | "disconnect"
            | "disconnecting"
            | "newListener"
            | "removeListener"
    )
}

/// Splits the data of an event into its name and the offset of what follows it: `,1,2]` or `]`.
/// The name is borrowed unless it contains escapes.
pub(crate) fn event_name(data: &str) -> Result<(Cow<'_, str>, usize), DecodeError> {
    let bytes = data.as_bytes();
    let open = skip_whitespace(bytes, 0);
    if bytes.get(open) != Some(&b'[') {
        return Err(INVALID);
    }
    let start = skip_whitespace(bytes, open + 1);
    let (name, end) = match bytes.get(start) {
        Some(b'"') => quoted(data, start)?,
        // The reference server lets a number pass for a name; an event may be called `1` there.
        Some(b'-' | b'0'..=b'9') => parsed::<serde_json::Number>(data, start)
            .map(|(_, end)| (Cow::Borrowed(&data[start..end]), end))?,
        _ => return Err(INVALID),
    };
    let rest = skip_whitespace(bytes, end);
    match bytes.get(rest) {
        Some(b',' | b']') => Ok((name, rest)),
        _ => Err(INVALID),
    }
}

/// The string whose opening quote is at `start`, and where it ends.
fn quoted(data: &str, start: usize) -> Result<(Cow<'_, str>, usize), DecodeError> {
    let inside = &data.as_bytes()[start + 1..];
    let special = inside
        .iter()
        .position(|&byte| byte == b'"' || byte == b'\\' || byte < 0x20);
    match special.map(|length| (length, inside[length])) {
        Some((length, b'"')) => {
            let end = start + 1 + length;
            Ok((Cow::Borrowed(&data[start + 1..end]), end + 1))
        }
        Some((_, b'\\')) => {
            parsed::<String>(data, start).map(|(name, end)| (Cow::Owned(name), end))
        }
        _ => Err(INVALID), // a bare control character, or no end
    }
}

/// The JSON value at `start`, and where it ends.
#[cold]
fn parsed<T: serde::de::DeserializeOwned>(
    data: &str,
    start: usize,
) -> Result<(T, usize), DecodeError> {
    let mut values = serde_json::Deserializer::from_str(&data[start..]).into_iter::<T>();
    match values.next() {
        Some(Ok(value)) => Ok((value, start + values.byte_offset())),
        _ => Err(INVALID),
    }
}

/// The first position from `at` on where there is no JSON whitespace.
#[inline]
pub(super) fn skip_whitespace(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}
