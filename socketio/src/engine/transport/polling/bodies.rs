//! Bodies: what POSTs have brought and the session has not read yet.

use std::mem;

use crate::engine::{
    format::{packet::PacketError, payload},
    transport::{
        inbox::{Inbox, Span},
        received::Received,
    },
};

/// Bodies that are not read yet, each with a separator behind it.
#[derive(Debug, Default)]
pub(in crate::engine) struct Bodies(Vec<u8>);

impl Bodies {
    pub(in crate::engine) fn push(&mut self, body: &[u8]) {
        self.0.extend_from_slice(body);
        self.0.push(payload::SEPARATOR);
    }

    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(in crate::engine) fn take_inbox(&mut self) -> Box<Inbox> {
        Inbox::take(mem::take(&mut self.0))
    }

    /// Keeps what is left in the inbox, before bodies that have come since it was taken.
    pub(in crate::engine) fn stash(&mut self, inbox: Box<Inbox>) {
        let mut unread = inbox.put();
        unread.append(&mut self.0);
        self.0 = unread;
    }

    /// The next packet; `None` once all are read.
    pub(in crate::engine) fn next(
        &mut self,
        inbox: &mut Inbox,
    ) -> Result<Option<Received>, PacketError> {
        if inbox.unread().is_empty() {
            inbox.push(&mem::take(&mut self.0));
            if inbox.unread().is_empty() {
                return Ok(None);
            }
        }
        let (part, next) = payload::first(inbox.unread());
        let length = part.len();
        if let Some(bytes) = payload::binary(part) {
            inbox.consume(next, 0);
            return Ok(Some(Received::Binary(inbox.assemble(bytes?))));
        }
        let span = Span::Buffer(inbox.consume(0, length));
        inbox.consume(next - length, 0);
        Ok(Some(Received::Text(span)))
    }
}
