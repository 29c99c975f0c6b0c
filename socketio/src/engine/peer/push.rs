//! Push: something is queued for a client, and somebody is told to write it.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use super::{Peer, link::Link, state::Delivery, turn, wake};
use crate::{
    engine::{
        format::message::Message,
        outbox::{
            Item,
            overflow::{self, Verdict},
        },
    },
    observe::Reason,
};

/// Why a message was not taken.
#[derive(Debug)]
pub(crate) enum Untaken {
    /// The queue is full. There may be room later.
    Full(Message),
    /// The session is over.
    Gone,
}

impl Peer {
    /// Queues a message. Never waits; a client that does not take what it is sent is closed.
    pub(crate) fn push(self: &Arc<Self>, message: Message) {
        self.enqueue(Item::Message(message));
    }

    /// Queues a message if there is room for it.
    pub(crate) fn offer(self: &Arc<Self>, message: Message) -> Result<(), Untaken> {
        match self.try_enqueue(Item::Message(message)) {
            Ok(()) => Ok(()),
            Err(Some(Item::Message(message))) => Err(Untaken::Full(message)),
            Err(_) => Err(Untaken::Gone),
        }
    }

    /// How many messages and bytes more may be queued at once.
    pub(crate) fn room(&self) -> (usize, usize) {
        overflow::room(&self.state.lock().outbox, &self.config)
    }

    /// Ready when there is room again, or will be none.
    pub(crate) fn poll_room(&self, cx: &Context<'_>) -> Poll<()> {
        let mut state = self.state.lock();
        if !state.open || overflow::has_room(&state.outbox, &self.config) {
            return Poll::Ready(());
        }
        state.waiting.get_or_insert_default().add(cx.waker());
        Poll::Pending
    }

    /// Ends the session of a client that has not taken what it is sent.
    #[cold]
    pub(crate) fn overflow(&self) {
        self.state.lock().end(Reason::SlowConsumer);
        self.wake();
    }

    /// Queues a message unless it would have to wait; `true` if it is queued.
    pub(crate) fn push_volatile(self: &Arc<Self>, message: Message) -> bool {
        let mut state = self.state.lock();
        let ready = match &mut state.link {
            Link::Idle(_) | Link::Busy => true,
            Link::Blocked(_) | Link::Moving(..) | Link::Lost(_) => false,
            Link::Task(_) => state.outbox.is_empty(),
            Link::Polling(mailbox) => mailbox.is_polled(),
        };
        drop(state);
        if ready {
            self.push(message);
        }
        ready
    }

    pub(in crate::engine) fn enqueue(self: &Arc<Self>, item: Item) {
        if let Err(Some(_)) = self.try_enqueue(item) {
            self.overflow();
        }
    }

    /// Queues an item; gives it back if the queue is full, and nothing if the session is over.
    #[inline(always)] // or what is given back would cost every push
    fn try_enqueue(self: &Arc<Self>, item: Item) -> Result<(), Option<Item>> {
        let turn = turn::current();
        let earlier = turn.take_replies(self);
        let mut state = self.state.lock();
        if !state.open {
            return Err(None);
        }
        if let Some(replies) = earlier {
            state.outbox.push(Item::Frames(replies));
        }
        if overflow::judge(&state.outbox, &self.config) == Verdict::Full {
            return Err(Some(item));
        }
        state.outbox.push(item);
        let delivery = state.delivery(turn.noted());
        drop(state);
        match delivery {
            Delivery::Noted => {}
            Delivery::Turn if turn.note(self) => {}
            Delivery::Turn => self.wake_writer(),
            Delivery::Task => self.wake(),
        }
        Ok(())
    }

    /// Queues what is the very last, although nothing else is taken any more and however much waits. The caller writes
    /// it.
    pub(in crate::engine) fn enqueue_last(self: &Arc<Self>, item: Item) {
        let earlier = turn::current().take_replies(self);
        let mut state = self.state.lock();
        if !state.link.is_lost() {
            let earlier = earlier.map(Item::Frames);
            earlier
                .into_iter()
                .chain([item])
                .for_each(|item| state.outbox.push(item));
        }
    }

    /// Wakes whoever writes: the GET that waits, or the session's task.
    fn wake_writer(&self) {
        let mut state = self.state.lock();
        let waker = match &mut state.link {
            Link::Polling(mailbox) => mailbox.get.take_waker(),
            _ => state.task.clone(),
        };
        drop(state);
        wake(waker);
    }
}
