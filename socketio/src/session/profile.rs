//! Profile: what is remembered about one client in one namespace: what it sent to join, and its sessions. Most
//! clients have neither, so nothing is allocated before there is something to remember.

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
    /// `auth` is what the client sent to join, as JSON; empty for nothing.
    pub(crate) fn new(auth: &str) -> Self {
        if auth.is_empty() {
            return Self::default();
        }
        Self(OnceLock::from(Box::new(Details {
            auth: auth.into(),
            sessions: Sessions::default(),
        })))
    }

    /// What the client sent to join, as JSON; empty for nothing.
    pub(crate) fn auth(&self) -> &str {
        self.0.get().map_or("", |details| &details.auth)
    }

    /// What handlers keep about the client.
    pub(crate) fn sessions(&self) -> &Sessions {
        &self.0.get_or_init(Box::default).sessions
    }

    /// Drops what handlers kept: the client is gone.
    pub(crate) fn end(&self) {
        if let Some(details) = self.0.get() {
            details.sessions.end();
        }
    }
}
