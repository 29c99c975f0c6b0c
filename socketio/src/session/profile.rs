//! Profile: the auth payload and the sessions of one client in one namespace. Most clients have neither, so nothing is
//! allocated before one of them is needed.

use std::sync::OnceLock;

use super::sessions::Sessions;

/// What is remembered about one client in one namespace.
#[derive(Debug, Default)]
pub(crate) struct Profile(OnceLock<Box<Details>>);

#[derive(Debug, Default)]
struct Details {
    auth: Box<str>,
    sessions: Sessions,
}

impl Profile {
    /// A profile with this auth payload, as JSON. It is empty if the client sent none.
    pub(crate) fn new(auth: &str) -> Self {
        if auth.is_empty() {
            return Self::default();
        }
        Self(OnceLock::from(Box::new(Details {
            auth: auth.into(),
            sessions: Sessions::default(),
        })))
    }

    /// The client's auth payload, as JSON; empty if it sent none.
    pub(crate) fn auth(&self) -> &str {
        self.0.get().map_or("", |details| &details.auth)
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
