//! Without the feature `compression` no client is offered it, so neither fn is called.

use crate::engine::format::frame::Violation;

pub(super) fn compress(_: &[u8]) -> Option<Vec<u8>> {
    None
}

pub(in crate::engine) fn decompress(_: &[u8], _: usize) -> Result<Vec<u8>, Violation> {
    Err(Violation::Compression)
}
