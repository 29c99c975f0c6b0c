//! Profile: the auth payload and the sessions of one client in one namespace. Most clients have neither, so nothing is
//! allocated before one of them is needed.

use std::sync::OnceLock;

use crate::{
    packet::{Codec, Raw, RawBuf},
    session::Sessions,
};

/// What is remembered about one client in one namespace.
#[derive(Debug, Default)]
pub(crate) struct Profile(OnceLock<Box<Details>>);

#[derive(Debug, Default)]
struct Details {
    auth: RawBuf,
    sessions: Sessions,
}

impl Profile {
    /// A profile with this auth payload. It is empty if the client sent none.
    pub(crate) fn new(auth: Raw<'_>) -> Self {
        if auth.is_empty() {
            return Self::default();
        }
        Self(OnceLock::from(Box::new(Details {
            auth: auth.to_buf(),
            sessions: Sessions::default(),
        })))
    }

    /// The client's auth payload; empty if it sent none. `codec` is the server's.
    pub(crate) fn auth(&self, codec: Codec) -> Raw<'_> {
        match self.0.get() {
            Some(details) => details.auth.as_raw(codec),
            None => Raw::empty(codec),
        }
    }

    /// The client's sessions: what handlers remember about it.
    pub(crate) fn sessions(&self) -> &Sessions {
        &self.0.get_or_init(Box::default).sessions
    }

    /// Drops all sessions, once the client has left.
    pub(crate) fn end(&self) {
        if let Some(details) = self.0.get() {
            details.sessions.end();
        }
    }
}
