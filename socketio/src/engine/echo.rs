//! Echo: a session that sends each message back to its client. It is what the test suite of the Engine.IO v4 protocol asks
//! for, and shows what the engine does without anything above it.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use super::{Backlog, Connection, Form, Inbox, Incoming, Peer, Turn, budget::Quota};
use crate::observe::{Observation, Reason, Topics};

/// How many messages one turn sends back before other tasks get the thread.
const MESSAGES: usize = 64;

/// A session that sends each message back. The future is ready when the session has ended.
#[derive(Debug)]
pub(crate) struct Echo {
    connection: Connection,
    peer: Arc<Peer>,
    backlog: Backlog,
    /// Why the session has ended.
    ended: Option<Reason>,
}

impl Echo {
    pub(crate) fn new(mut connection: Connection) -> Self {
        // There are no namespaces, so none has to be joined in time.
        connection.joined();
        Self {
            peer: Arc::clone(connection.peer()),
            backlog: Backlog::default(),
            connection,
            ended: None,
        }
    }

    fn turn(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.ended.is_none() {
            self.ended = self.drive(cx).err();
        }
        let _ = self.connection.poll_flush(cx);
        let Some(reason) = self.ended else {
            return Poll::Pending;
        };
        ready!(self.connection.poll_close(cx, reason));
        self.tell_closed(reason);
        Poll::Ready(())
    }

    fn drive(&mut self, cx: &mut Context<'_>) -> Result<(), Reason> {
        if let Poll::Ready(reason) = self.connection.poll_drive(cx) {
            return Err(reason);
        }
        if self.connection.is_stopping() {
            return Err(Reason::ServerShuttingDown);
        }
        let mut inbox = self.connection.take_inbox();
        let exchanged = self.exchange(&mut inbox, cx);
        self.connection.stash(inbox);
        exchanged
    }

    fn exchange(&mut self, inbox: &mut Inbox, cx: &mut Context<'_>) -> Result<(), Reason> {
        for _ in 0..MESSAGES {
            match self.connection.next(inbox) {
                Some(Ok(Incoming::Text(text))) => self.send(Form::Text, text.as_bytes()),
                Some(Ok(Incoming::Binary(bytes))) => self.send(Form::Binary, bytes),
                Some(Ok(Incoming::Handled)) => {}
                Some(Err(reason)) => return Err(reason),
                None => match self.connection.poll_fill(cx, inbox) {
                    Poll::Ready(filled) => filled?,
                    Poll::Pending => return Ok(()),
                },
            }
        }
        cx.waker().wake_by_ref();
        Ok(())
    }

    fn send(&mut self, form: Form, message: &[u8]) {
        let write = |out: &mut Vec<u8>| out.extend_from_slice(message);
        self.connection.reply(form, message.len(), write);
    }

    fn tell_closed(&self, reason: Reason) {
        let observers = &self.peer.config().observers;
        observers.tell_of(Topics::SESSIONS, || Observation::SessionClosed {
            session: self.peer.sid(),
            transport: self.peer.transport(),
            reason,
        });
    }
}

impl Future for Echo {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let echo = self.get_mut();
        let turn = Turn::begin(&echo.peer, &echo.backlog, Quota::default());
        let polled = echo.turn(cx);
        turn.end(&mut echo.backlog, cx);
        polled
    }
}
