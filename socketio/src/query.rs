//! One parameter of a query, decoded.

use percent_encoding::percent_decode_str;

/// The key and the value of a parameter, which is what stands between two `&`. Without a `=` the value is empty.
pub(crate) fn parameter(text: &str) -> (String, String) {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    (decode(key), decode(value))
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
