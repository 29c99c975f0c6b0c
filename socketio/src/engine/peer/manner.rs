//! Manner: in which form a client reads what is sent to it.

use crate::engine::format::{deflate::Window, revision::Revision};

/// In which form a client reads what is sent to it.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Manner {
    pub(in crate::engine) revision: Revision,
    /// It reads nothing but text: bytes are sent as base64.
    pub(in crate::engine) text_only: bool,
    /// How far back it looks when it decompresses, if messages may be compressed.
    pub(in crate::engine) window: Option<Window>,
}

impl Manner {
    /// Whether attachments go over a WebSocket otherwise than as they are.
    pub(in crate::engine) fn changes_bytes(self) -> bool {
        self.text_only || self.revision == Revision::Three
    }
}
