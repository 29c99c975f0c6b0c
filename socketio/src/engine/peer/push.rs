//! Push: something is queued for a client, and somebody is told to write it.

use std::sync::Arc;

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

impl Peer {
    /// Queues a message. Never waits; a client that does not take what it is sent is closed.
    pub(crate) fn push(self: &Arc<Self>, message: Message) {
        self.enqueue(Item::Message(message));
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
        let earlier = turn::take_replies(self);
        let mut state = self.state.lock();
        if !state.open {
            return;
        }
        if let Some(replies) = earlier {
            state.outbox.push(Item::Frames(replies));
        }
        let delivery = match overflow::judge(&state.outbox, &self.config) {
            Verdict::Queue => {
                state.outbox.push(item);
                state.delivery(turn::noted())
            }
            Verdict::Close => {
                state.end(Reason::SlowConsumer);
                Delivery::Task
            }
        };
        drop(state);
        match delivery {
            Delivery::Noted => {}
            Delivery::Turn if turn::note(self) => {}
            Delivery::Turn => self.wake_writer(),
            Delivery::Task => self.wake(),
        }
    }

    /// Queues what is the very last, although nothing else is taken any more and however much waits. The caller writes
    /// it.
    pub(in crate::engine) fn enqueue_last(self: &Arc<Self>, item: Item) {
        let earlier = turn::take_replies(self);
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
