//! EncodeError: why a value cannot be sent.

use std::{error, fmt};

use serde::ser;

/// A value that cannot be sent: the format of packets has no form for it.
///
/// In JSON, maps need keys that are strings, numbers or booleans; and a hand-written `Serialize` may refuse
/// for reasons of its own. Everything else always succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError(Box<str>);

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for EncodeError {}

impl ser::Error for EncodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string().into())
    }
}
