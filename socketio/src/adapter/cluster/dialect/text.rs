//! Text: what dialects that write JSON share. Values are appended to a buffer; what is JSON already is copied.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::Serialize;

use super::speak::Malformed;

/// Appends a text in quotes, or any other value.
pub(super) fn value(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    serde_json::to_writer(out, value).expect("it has a form in JSON, and memory takes all");
}

/// Appends what is JSON already.
pub(super) fn raw(out: &mut Vec<u8>, json: &str) {
    out.extend_from_slice(json.as_bytes());
}

/// Appends the elements of a list, with commas between them.
pub(super) fn list<T>(
    out: &mut Vec<u8>,
    elements: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (nth, element) in elements.into_iter().enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        write(out, element);
    }
    out.push(b']');
}

/// Appends binary values as a list of base64.
pub(super) fn base64(out: &mut Vec<u8>, attachments: &[Bytes]) {
    list(out, attachments, base64_value);
}

/// Appends a binary value as base64 in quotes.
pub(super) fn base64_value(out: &mut Vec<u8>, bytes: &Bytes) {
    value(out, &STANDARD.encode(bytes));
}

/// Reads binary values from base64.
pub(super) fn from_base64(texts: &[Cow<'_, str>]) -> Result<Vec<Bytes>, Malformed> {
    let decode = |text: &Cow<'_, str>| STANDARD.decode(&**text).map(Bytes::from);
    let decoded: Result<Vec<_>, _> = texts.iter().map(decode).collect();
    decoded.map_err(|_| Malformed::Broken)
}
