//! HTTP long-polling: a GET takes what is queued for the client or waits for it, a POST delivers what the client
//! says. Both run in the task of their HTTP connection; between them and the session's task stands the mailbox.

use std::{
    sync::Arc,
    task::{Context, Poll, Waker, ready},
};

use bytes::Bytes;

use super::Refusal;
use crate::{
    engine::{
        format::{
            packet::{CLOSE, NOOP},
            payload::{self, Allowance, Payload},
        },
        outbox::Item,
        peer::{
            Peer,
            state::{Life, State},
            walk,
        },
        transport::websocket::WebSocket,
    },
    observe::{Reason, TransportKind},
};

/// Where the requests of a polling session and its own task meet.
#[derive(Debug, Default)]
pub(in crate::engine) struct Mailbox {
    get: Slot,
    post: Slot,
    /// A body that the session has not read yet; the next POST waits until it has.
    delivered: Option<Bytes>,
    pub(in crate::engine) upgrade: Upgrade,
    /// The session's next transport.
    pub(in crate::engine) successor: Option<WebSocket>,
    /// The client has been told that the session is over.
    dismissed: bool,
}

/// At most one request of a kind is served at a time.
#[derive(Debug, Default)]
enum Slot {
    #[default]
    Free,
    Taken(Option<Waker>),
}

/// How far a session has come with leaving for a WebSocket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) enum Upgrade {
    #[default]
    No,
    /// A WebSocket is open.
    Begun,
    /// The client has tried it and wants to move: polls are answered at once, so that it can.
    Probed,
}

impl Slot {
    fn take(&mut self) -> Option<Waker> {
        match self {
            Self::Taken(waker) => waker.take(),
            Self::Free => None,
        }
    }

    fn wake(&mut self) {
        if let Some(waker) = self.take() {
            walk::wake(waker);
        }
    }

    fn wait(&mut self, cx: &Context<'_>) {
        *self = Self::Taken(Some(cx.waker().clone()));
    }
}

impl Mailbox {
    /// Whether a GET waits.
    pub(in crate::engine) fn is_polled(&self) -> bool {
        matches!(self.get, Slot::Taken(_))
    }

    pub(in crate::engine) fn take_get(&mut self) -> Option<Waker> {
        self.get.take()
    }

    pub(in crate::engine) fn wake_get(&mut self) {
        self.get.wake();
    }

    pub(in crate::engine) fn wake_all(&mut self) {
        self.get.wake();
        self.post.wake();
    }

    /// The body that was delivered; lets the next one in.
    pub(in crate::engine) fn take_delivered(&mut self) -> Option<Bytes> {
        let body = self.delivered.take()?;
        self.post.wake();
        Some(body)
    }
}

impl Peer {
    /// Takes the place of the one GET that may wait. A second one is against the protocol and ends the session.
    pub(crate) fn begin_get(self: &Arc<Self>) -> Result<Get, Refusal> {
        self.begin(|mailbox| &mut mailbox.get)?;
        Ok(Get {
            peer: Arc::clone(self),
            done: false,
        })
    }

    /// Takes the place of the one POST. A second one is against the protocol and ends the session.
    pub(crate) fn begin_post(self: &Arc<Self>) -> Result<Post, Refusal> {
        self.begin(|mailbox| &mut mailbox.post)?;
        Ok(Post {
            peer: Arc::clone(self),
            done: false,
        })
    }

    fn begin(&self, slot: impl FnOnce(&mut Mailbox) -> &mut Slot) -> Result<(), Refusal> {
        let mut state = self.state.lock();
        let mailbox = state.mailbox().ok_or(Refusal::BadRequest)?;
        let slot = slot(mailbox);
        if matches!(slot, Slot::Free) {
            *slot = Slot::Taken(None);
            return Ok(());
        }
        state.fail(Reason::TransportError);
        Err(Refusal::BadRequest)
    }

    /// What a POST has delivered.
    pub(in crate::engine) fn take_delivered(&self) -> Option<Bytes> {
        self.state.lock().polling.as_mut()?.take_delivered()
    }

    /// The session is finishing: ready once a GET has taken the rest, and the news.
    pub(in crate::engine) fn poll_dismissed(&self) -> Poll<()> {
        let mut state = self.state.lock();
        match state.mailbox() {
            Some(mailbox) if !mailbox.dismissed => {
                mailbox.wake_get();
                Poll::Pending
            }
            _ => Poll::Ready(()),
        }
    }
}

impl State {
    /// The mailbox, while the session polls.
    pub(in crate::engine) fn mailbox(&mut self) -> Option<&mut Mailbox> {
        self.polling
            .as_deref_mut()
            .filter(|_| self.transport == TransportKind::Polling && self.life != Life::Lost)
    }

    /// The session ends at once, and its task learns of it.
    fn fail(&mut self, reason: Reason) {
        self.end(reason);
        self.wake_task();
    }
}

/// A GET that takes what is queued, or waits for it. Dropped before it is answered, it was aborted by the client,
/// and what it might have carried is lost: the session ends.
#[derive(Debug)]
pub(crate) struct Get {
    peer: Arc<Peer>,
    done: bool,
}

/// The body of a response to a GET.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    /// Nothing in it asked not to be.
    pub(crate) may_be_compressed: bool,
}

impl Get {
    /// The body of the response.
    pub(crate) fn poll_body(&mut self, cx: &Context<'_>) -> Poll<Body> {
        let (items, end) = ready!(self.peer.poll_take(cx));
        self.done = true;
        let bytes = match (&items[..], end) {
            ([], end) => Bytes::from_static(end.unwrap_or(NOOP)),
            ([item], None) if let Some(body) = alone(item) => body,
            (items, end) => {
                let mut payload = Payload::default();
                items.iter().for_each(|item| encode(item, &mut payload));
                end.into_iter().for_each(|packet| payload.push_text(packet));
                payload.into_body().into()
            }
        };
        Poll::Ready(Body {
            bytes,
            may_be_compressed: items.iter().all(may_be_compressed),
        })
    }
}

impl Peer {
    /// What goes into the next body, and the packet that ends it if the session is over.
    fn poll_take(&self, cx: &Context<'_>) -> Poll<(Vec<Item>, Option<&'static [u8]>)> {
        let mut allowance = Allowance::new(self.config().max_payload);
        let mut items = Vec::new();
        let mut guard = self.state.lock();
        let state = &mut *guard;
        let finishing = state.life == Life::Finishing;
        let Some(mailbox) = state
            .polling
            .as_mut()
            .filter(|_| state.transport == TransportKind::Polling)
        else {
            return Poll::Ready((items, None)); // the rest goes over another transport
        };
        if state.life == Life::Lost {
            // A client that has closed the session itself need not be told.
            let end = if state.closing == Some(Reason::TransportClose) {
                NOOP
            } else {
                CLOSE
            };
            return Poll::Ready((items, Some(end)));
        }
        while let Some(item) = state.outbox.front()
            && allowance.admit(packets(item), polled_size(item))
        {
            items.extend(state.outbox.pop());
        }
        // Alone in its body: the official client drops what it has just read once it reads that the session is over.
        let last = finishing && items.is_empty() && state.outbox.is_empty();
        if items.is_empty() && !last && mailbox.upgrade != Upgrade::Probed {
            mailbox.get.wait(cx);
            return Poll::Pending;
        }
        mailbox.get = Slot::Free;
        mailbox.dismissed = last;
        state.noted = false;
        if last {
            state.wake_task();
        }
        Poll::Ready((items, last.then_some(CLOSE)))
    }
}

impl Drop for Get {
    fn drop(&mut self) {
        if !self.done {
            let mut state = self.peer.state.lock();
            if let Some(mailbox) = state.mailbox() {
                mailbox.get = Slot::Free;
                state.fail(Reason::TransportError);
            }
        }
    }
}

/// A POST that delivers. Dropped before its body is there, the client has gone away amid it: the session ends.
#[derive(Debug)]
pub(crate) struct Post {
    peer: Arc<Peer>,
    done: bool,
}

impl Post {
    /// The most bytes the body may have.
    pub(crate) fn limit(&self) -> usize {
        self.peer.config().max_payload
    }

    /// The body was too large and is not read; the session lives on.
    pub(crate) fn give_up(mut self) {
        self.free();
    }

    /// Hands the body over; pending until the session has taken the one before.
    pub(crate) fn poll_deliver(
        &mut self,
        cx: &Context<'_>,
        body: &Bytes,
    ) -> Poll<Result<(), Refusal>> {
        let sound = payload::check(body).is_ok();
        let mut state = self.peer.state.lock();
        let Some(mailbox) = state.mailbox() else {
            drop(state);
            self.done = true;
            return Poll::Ready(Err(Refusal::BadRequest));
        };
        if !sound {
            state.fail(Reason::ParseError);
            drop(state);
            self.done = true;
            return Poll::Ready(Err(Refusal::BadRequest));
        }
        if mailbox.delivered.is_some() {
            mailbox.post.wait(cx);
            return Poll::Pending;
        }
        mailbox.delivered = Some(body.clone());
        state.wake_task();
        drop(state);
        self.free();
        Poll::Ready(Ok(()))
    }

    fn free(&mut self) {
        self.done = true;
        if let Some(mailbox) = self.peer.state.lock().mailbox() {
            mailbox.post = Slot::Free;
        }
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        if !self.done {
            let mut state = self.peer.state.lock();
            if let Some(mailbox) = state.mailbox() {
                mailbox.post = Slot::Free;
                state.fail(Reason::TransportError);
            }
        }
    }
}

fn may_be_compressed(item: &Item) -> bool {
    match item {
        Item::Message(message) => message.may_be_compressed(),
        Item::Packet(_) | Item::Frames(_) => true,
    }
}

/// How many packets of a body an item makes.
fn packets(item: &Item) -> usize {
    match item {
        Item::Message(message) => 1 + message.attachments().len(),
        Item::Packet(_) => 1,
        Item::Frames(_) => 0,
    }
}

/// About how many bytes of a body an item takes.
fn polled_size(item: &Item) -> usize {
    match item {
        Item::Message(message) => {
            let attachments = message.attachments().iter();
            message.packet().len()
                + attachments
                    .map(|bytes| 2 + payload::base64_len(bytes.len()))
                    .sum::<usize>()
        }
        Item::Packet(bytes) => bytes.len(),
        Item::Frames(_) => 0,
    }
}

/// The body of one text packet, without a copy.
fn alone(item: &Item) -> Option<Bytes> {
    match item {
        Item::Message(message) if message.attachments().is_empty() => Some(message.to_packet()),
        Item::Packet(bytes) => Some(bytes.clone()),
        _ => None,
    }
}

fn encode(item: &Item, payload: &mut Payload) {
    match item {
        Item::Message(message) => {
            payload.push_text(message.packet());
            message
                .attachments()
                .iter()
                .for_each(|bytes| payload.push_binary(bytes));
        }
        Item::Packet(bytes) => payload.push_text(bytes),
        // Frames are made for a WebSocket, and a session never goes back from one to polling.
        Item::Frames(_) => {}
    }
}

#[cfg(test)]
mod tests;
