//! A GET takes what is queued for the client, or waits for it. It runs in the task of its HTTP connection.

use std::{
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;

use super::Refusal;
use crate::{
    engine::{
        format::{
            message::Form,
            packet::{CLOSE, NOOP},
            payload::{self, Allowance, PACKETS, Payload, PollingBody},
            revision::Revision,
            revision3,
        },
        outbox::Item,
        peer::{Peer, link::Link, state::Noted},
        transport::polling::mailbox::ProbeStage,
    },
    observe::Reason,
};

/// A GET. Dropped before it is answered, it was aborted by the client, and what it might have carried is lost: the
/// session ends.
#[derive(Debug)]
pub(crate) struct Get {
    peer: Arc<Peer>,
    done: bool,
}

/// The body of a response to a GET.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    /// No message in it forbids it.
    pub(crate) may_be_compressed: bool,
    /// It is no text. Only clients of revision 3 get such bodies.
    pub(crate) binary: bool,
}

impl Peer {
    /// Takes the place of the one GET that may wait. A second one is against the protocol and ends the session.
    pub(crate) fn begin_get(self: &Arc<Self>) -> Result<Get, Refusal> {
        let mut state = self.state.lock();
        let mailbox = state.link.mailbox().ok_or(Refusal::BadRequest)?;
        if !mailbox.get.claim() {
            state.fail(Reason::TransportError);
            return Err(Refusal::BadRequest);
        }
        drop(state);
        Ok(Get {
            peer: Arc::clone(self),
            done: false,
        })
    }

    /// What goes into the next body, and the packet that ends it if the session is over.
    fn poll_take(&self, cx: &Context<'_>) -> Poll<(Vec<Item>, Option<&'static [u8]>)> {
        let mut allowance = Allowance::new(self.config().max_payload);
        let mut items = Vec::new();
        let mut guard = self.state.lock();
        let state = &mut *guard;
        let mailbox = match &mut state.link {
            Link::Polling(mailbox) => mailbox,
            // A client that has closed the session itself need not be told.
            Link::Lost(_) if state.closing != Some(Reason::TransportClose) => {
                return Poll::Ready((items, Some(CLOSE)));
            }
            // The rest goes over another transport, or nowhere.
            _ => return Poll::Ready((items, None)),
        };
        while let Some(item) = state.outbox.front()
            && allowance.admit(packets(item).min(PACKETS), polled_size(item))
        {
            items.extend(state.outbox.pop_packets(PACKETS));
        }
        // Alone in its body: the official client drops what it has just read once it reads that the session is over.
        let last = !state.open && items.is_empty() && state.outbox.is_empty();
        if items.is_empty() && !last && mailbox.probe != ProbeStage::Answered {
            mailbox.get.wait(cx);
            return Poll::Pending;
        }
        mailbox.get.free();
        mailbox.told = last;
        state.noted = Noted::BY_NOBODY;
        state.tell_room(self.config());
        if last {
            state.wake_task();
        }
        Poll::Ready((items, last.then_some(CLOSE)))
    }
}

impl Get {
    /// The body of the response.
    pub(crate) fn poll_body(&mut self, cx: &Context<'_>) -> Poll<Body> {
        let (items, end) = ready!(self.peer.poll_take(cx));
        self.done = true;
        let may_be_compressed = items.iter().all(may_be_compressed);
        if self.peer.revision() == Revision::Three {
            let (bytes, binary) = self.peer.encode_revision3(&items, end);
            return Poll::Ready(Body {
                bytes,
                may_be_compressed,
                binary,
            });
        }
        let bytes = match &items[..] {
            [item] if let Some(body) = alone(item) => body,
            [] => Bytes::from_static(end.unwrap_or(NOOP)),
            items => {
                let mut payload = Payload::default();
                write_items(items, end, &mut payload);
                payload.into_body().into()
            }
        };
        Poll::Ready(Body {
            bytes,
            may_be_compressed,
            binary: false,
        })
    }
}

impl Peer {
    /// The body for a client of revision 3, and whether it is binary.
    #[cold]
    fn encode_revision3(&self, items: &[Item], end: Option<&'static [u8]>) -> (Bytes, bool) {
        let binary = !self.state.lock().manner.bytes.is_text() && items.iter().any(has_bytes);
        let mut body = revision3::Body::new(binary);
        write_items(items, end, &mut body);
        (body.finish(), binary)
    }
}

fn has_bytes(item: &Item) -> bool {
    match item {
        Item::Message(message) => {
            message.form() == Form::Binary || !message.attachments().is_empty()
        }
        Item::Packet(_) | Item::Frames(_) => false,
    }
}

impl Drop for Get {
    fn drop(&mut self) {
        if !self.done {
            let mut state = self.peer.state.lock();
            if let Some(mailbox) = state.link.mailbox() {
                mailbox.get.free();
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
            let packet = match message.form() {
                Form::Text => message.packet().len(),
                Form::Binary => payload::base64_len(message.packet().len()),
            };
            packet
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
        Item::Message(message)
            if message.attachments().is_empty() && message.form() == Form::Text =>
        {
            Some(message.to_packet())
        }
        Item::Packet(bytes) => Some(bytes.clone()),
        _ => None,
    }
}

/// Writes the packets of `items` into a body; if there are none, `end`, or a packet that says nothing.
fn write_items(items: &[Item], end: Option<&'static [u8]>, body: &mut impl PollingBody) {
    for item in items {
        match item {
            Item::Message(message) => {
                match message.form() {
                    Form::Text => body.push_text(message.packet()),
                    Form::Binary => body.push_binary(message.packet()),
                }
                let attachments = message.attachments().iter();
                attachments.for_each(|bytes| body.push_binary(bytes));
            }
            Item::Packet(bytes) => body.push_text(bytes),
            // Frames are made for a WebSocket, and a session never goes back from one to polling.
            Item::Frames(_) => {}
        }
    }
    if items.is_empty() {
        body.push_text(end.unwrap_or(NOOP));
    }
}
