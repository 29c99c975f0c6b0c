//! Manner: in which form a client reads what is sent to it.

use crate::engine::format::{deflate::Window, revision::BytesForm};

/// In which form a client reads what is sent to it.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Manner {
    pub(in crate::engine) bytes: BytesForm,
    /// How far back it looks when it decompresses, if messages may be compressed.
    pub(in crate::engine) window: Option<Window>,
}
