//! Profile: the auth payload and the sessions of one client in one namespace. Most clients have neither, so nothing is
//! allocated before one of them is needed.

use std::sync::{Arc, OnceLock};

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
    /// Shared with the connections that the client has had before, if it has come back.
    sessions: OnceLock<Arc<Sessions>>,
}

impl Profile {
    /// A profile with this auth payload. It is empty if the client sent none.
    pub(crate) fn new(auth: Raw<'_>) -> Self {
        if auth.is_empty() {
            return Self::default();
        }
        Self(OnceLock::from(Box::new(Details {
            auth: auth.to_buf(),
            sessions: OnceLock::new(),
        })))
    }

    /// Takes over the sessions that the client had before it has come back. To be called before anybody uses the profile.
    pub(in crate::adapter) fn resume(&self, sessions: Arc<Sessions>) {
        let details = self.0.get_or_init(Box::default);
        // An error means that there are sessions already, which nobody can have asked for.
        let _ = details.sessions.set(sessions);
    }

    /// The client's sessions, for when it comes back. They are there even if no handler has asked for one yet: those that
    /// still run, and the disconnect handler, may do so.
    pub(in crate::adapter) fn share_sessions(&self) -> Arc<Sessions> {
        let details = self.0.get_or_init(Box::default);
        Arc::clone(details.sessions.get_or_init(Arc::default))
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
        let details = self.0.get_or_init(Box::default);
        details.sessions.get_or_init(Arc::default)
    }

    /// Looks at the session of this type, if there is one.
    pub(crate) fn peek<T: Send + 'static, R>(&self, look: impl FnOnce(&mut T) -> R) -> Option<R> {
        let session = self.0.get()?.sessions.get()?.peek()?;
        Some(session.with(look))
    }

    /// Drops all sessions, once the client has left.
    pub(crate) fn end(&self) {
        if let Some(sessions) = self.0.get().and_then(|details| details.sessions.get()) {
            sessions.end();
        }
    }
}
