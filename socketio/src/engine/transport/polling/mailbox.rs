//! Mailbox: where the HTTP requests of a polling session meet the session's task. Requests run in the tasks of their
//! HTTP connections; the peer's lock guards the mailbox.

use std::task::{Context, Waker};

use bytes::Bytes;

use crate::engine::walk;

/// What the requests of a polling session and its task tell each other.
#[derive(Debug, Default)]
pub(in crate::engine) struct Mailbox {
    pub(in crate::engine) get: Slot,
    pub(in crate::engine) post: Slot,
    /// The body of a POST that the session has not read yet.
    body: Option<Bytes>,
    /// A body has been thrown away, for the session ends: its POST is refused.
    pub(in crate::engine) refused: bool,
    pub(in crate::engine) probe: ProbeStage,
    /// A GET has told the client that the session is over.
    pub(in crate::engine) told: bool,
}

/// The place of a request: at most one of a kind is served at a time.
#[derive(Debug, Default)]
pub(in crate::engine) enum Slot {
    #[default]
    Free,
    Taken(Option<Waker>),
}

/// How far the client has come with trying a WebSocket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) enum ProbeStage {
    /// No WebSocket is open.
    #[default]
    None,
    /// A WebSocket is open.
    Open,
    /// `3probe` was sent: from here on GETs are answered at once, so that the client can move.
    Answered,
}

impl Slot {
    /// Takes the place; `false` if another request has it.
    pub(in crate::engine) fn claim(&mut self) -> bool {
        let free = matches!(self, Self::Free);
        if free {
            *self = Self::Taken(None);
        }
        free
    }

    pub(in crate::engine) fn free(&mut self) {
        *self = Self::Free;
    }

    pub(in crate::engine) fn wait(&mut self, cx: &Context<'_>) {
        *self = Self::Taken(Some(cx.waker().clone()));
    }

    /// Whom to wake so that the request goes on.
    pub(in crate::engine) fn take_waker(&mut self) -> Option<Waker> {
        match self {
            Self::Taken(waker) => waker.take(),
            Self::Free => None,
        }
    }

    pub(in crate::engine) fn wake(&mut self) {
        if let Some(waker) = self.take_waker() {
            walk::wake(waker);
        }
    }
}

impl Mailbox {
    /// Whether a GET waits.
    pub(in crate::engine) fn is_polled(&self) -> bool {
        matches!(self.get, Slot::Taken(_))
    }

    pub(in crate::engine) fn wake_all(&mut self) {
        self.get.wake();
        self.post.wake();
    }

    /// Leaves the body of a POST; `false`, and nothing is left, while there is one that is not read.
    pub(in crate::engine) fn leave(&mut self, body: &Bytes) -> bool {
        let room = self.body.is_none();
        if room {
            self.body = Some(body.clone());
        }
        room
    }

    /// Whether a body waits to be read.
    pub(in crate::engine) fn has_body(&self) -> bool {
        self.body.is_some()
    }

    /// The body that was left; lets its POST be answered, or the next one leave its own.
    pub(in crate::engine) fn take_body(&mut self) -> Option<Bytes> {
        let body = self.body.take()?;
        self.post.wake();
        Some(body)
    }

    /// From now on no body is read: one that waits is thrown away.
    pub(in crate::engine) fn refuse_body(&mut self) {
        if self.body.take().is_some() {
            self.refused = true;
            self.post.wake();
        }
    }
}
