//! Revision: which Engine.IO a client speaks, and how binary data is written to it.

/// The revision of Engine.IO that a session speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Revision {
    /// Of clients of Socket.IO 1 and 2: the client pings, and polling bodies have lengths.
    Three,
    /// Of clients of Socket.IO 3 and 4.
    Four,
}

/// In which form a client reads binary data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum BytesForm {
    /// As it is.
    Raw,
    /// As base64 in a text: the client reads nothing but text.
    Base64,
    /// Behind the packet type of a message, as revision 3 has it.
    Typed,
    /// As base64 in a text, behind the packet type.
    TypedBase64,
}

impl BytesForm {
    /// `text_only`: the client asks for text alone.
    pub(in crate::engine) const fn of(revision: Revision, text_only: bool) -> Self {
        match (revision, text_only) {
            (Revision::Four, false) => Self::Raw,
            (Revision::Four, true) => Self::Base64,
            (Revision::Three, false) => Self::Typed,
            (Revision::Three, true) => Self::TypedBase64,
        }
    }

    pub(in crate::engine) const fn is_text(self) -> bool {
        matches!(self, Self::Base64 | Self::TypedBase64)
    }
}
