//! Any value as MessagePack, and back: what nodes of other servers tell each other.

use serde::{Deserialize as _, Serialize as _};

use super::{input::Input, value::Value, writer::Writer};
use crate::packet::Data;

/// The value as MessagePack.
pub(crate) fn pack(value: &Data) -> Vec<u8> {
    let mut out = Vec::new();
    // A tree of values always has a form in this format.
    let _ = value.serialize(&mut Writer::new(&mut out));
    out
}

/// Reads one value, with nothing behind it.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Data> {
    let mut rest = Input(bytes);
    rest.check()?;
    if !rest.0.is_empty() {
        return None;
    }
    Data::deserialize(Value::new(&mut Input(bytes))).ok()
}
