//! Peer: the shared half of a connection. Whoever has something for a client holds one of these; `push`
//! queues and never waits.

mod delivery;
pub(in crate::engine) mod state;
pub(in crate::engine) mod turn;
pub(in crate::engine) mod walk;

use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
};

use parking_lot::Mutex;

use self::state::{Attention, Delivery, Life, State, Writer};
use crate::{
    config::Config,
    engine::{
        format::message::Message,
        handshake::Handshake,
        outbox::{
            Item, Outbox,
            overflow::{self, Verdict},
        },
    },
    observe::{Reason, TransportKind},
    sid::Sid,
};

/// A client that leaves this much untaken, in bytes, is not read from until it takes some.
const CONGESTED: usize = 1 << 20;

/// The shared half of a connection.
#[derive(Debug)]
pub(crate) struct Peer {
    sid: Sid,
    config: Arc<Config>,
    handshake: Handshake,
    pub(in crate::engine) state: Mutex<State>,
}

impl Peer {
    pub(in crate::engine) fn new(
        sid: Sid,
        config: Arc<Config>,
        handshake: Handshake,
        transport: TransportKind,
        writer: Writer,
    ) -> Self {
        let state = State {
            outbox: Outbox::default(),
            polling: (transport == TransportKind::Polling).then(Box::default),
            writer,
            transport,
            closing: None,
            life: Life::Open,
            noted: false,
            task: None,
        };
        Self {
            sid,
            config,
            handshake,
            state: Mutex::new(state),
        }
    }

    /// The id of the session.
    pub(crate) fn sid(&self) -> Sid {
        self.sid
    }

    pub(crate) fn handshake(&self) -> &Handshake {
        &self.handshake
    }

    pub(in crate::engine) fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// The transport in use.
    pub(crate) fn transport(&self) -> TransportKind {
        self.state.lock().transport
    }

    /// Whether the session is over, or asked to end.
    #[cfg(test)]
    pub(crate) fn is_closed(&self) -> bool {
        let state = self.state.lock();
        state.life != Life::Open || state.closing.is_some()
    }

    /// Queues a message. Never waits; a client that does not take what it is sent is closed.
    pub(crate) fn push(self: &Arc<Self>, message: Message) {
        self.enqueue(Item::Message(message));
    }

    /// Queues a message unless it would have to wait; tells whether it did.
    pub(crate) fn push_volatile(self: &Arc<Self>, message: Message) -> bool {
        let state = self.state.lock();
        let ready = match &state.writer {
            Writer::Anyone(_) | Writer::Busy => true,
            Writer::Blocked(_) => false,
            Writer::Task => state.outbox.is_empty(),
            Writer::Poll => state
                .polling
                .as_ref()
                .is_some_and(|mailbox| mailbox.is_polled()),
        };
        drop(state);
        if ready {
            self.push(message);
        }
        ready
    }

    /// Asks the session to end. What is queued is still written, within bounds.
    pub(crate) fn close(&self, reason: Reason) {
        let mut state = self.state.lock();
        state.closing.get_or_insert(reason);
        let task = state.task.clone();
        drop(state);
        wake(task);
    }

    pub(in crate::engine) fn enqueue(self: &Arc<Self>, item: Item) {
        let earlier = turn::spill(self);
        let mut state = self.state.lock();
        if state.life != Life::Open {
            return;
        }
        if let Some(replies) = earlier {
            state.outbox.push(Item::Frames(replies));
        }
        let delivery = match overflow::judge(&state.outbox, &self.config) {
            Verdict::Queue => {
                state.outbox.push(item);
                state.delivery()
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
            Delivery::Turn => self.rouse(),
            Delivery::Task => self.wake(),
        }
    }

    /// Wakes whoever writes: the GET that waits, or the connection's task.
    fn rouse(&self) {
        let mut state = self.state.lock();
        let waker = match state.writer {
            Writer::Poll => state.take_get(),
            _ => state.task.clone(),
        };
        drop(state);
        wake(waker);
    }

    /// Wakes the connection's task.
    pub(crate) fn wake(&self) {
        let task = self.state.lock().task.clone();
        wake(task);
    }

    /// The connection's task is at work: remembers it, and tells what it must know.
    pub(in crate::engine) fn attend(&self, cx: &Context<'_>) -> Attention {
        let mut state = self.state.lock();
        let moved = !state
            .task
            .as_ref()
            .is_some_and(|task| task.will_wake(cx.waker()));
        if moved {
            state.task = Some(cx.waker().clone());
        }
        let stuck = matches!(state.writer, Writer::Blocked(_) | Writer::Task);
        let congested = stuck && state.outbox.bytes() > CONGESTED;
        let upgraded = state
            .polling
            .as_ref()
            .is_some_and(|mailbox| mailbox.successor.is_some());
        Attention {
            moved,
            congested,
            upgraded,
            closing: state.closing,
        }
    }

    /// The transport is gone, and what was queued for it.
    pub(in crate::engine) fn lose(&self) {
        self.state.lock().end(Reason::TransportClose);
    }

    pub(in crate::engine) fn is_lost(&self) -> bool {
        self.state.lock().life == Life::Lost
    }

    /// Nothing more is taken from now on; `false` if that was so already.
    pub(in crate::engine) fn finish(&self) -> bool {
        let mut state = self.state.lock();
        let open = state.life == Life::Open;
        if open {
            state.life = Life::Finishing;
        }
        open
    }

    /// Ready once all is written. The writing half is closed then if reading is to `linger`.
    pub(in crate::engine) fn poll_hang_up(&self, linger: bool) -> Poll<()> {
        let mut state = self.state.lock();
        match &state.writer {
            Writer::Busy | Writer::Blocked(_) => return Poll::Pending,
            Writer::Anyone(_) | Writer::Task | Writer::Poll if linger => {
                state.writer = Writer::Task;
            }
            Writer::Anyone(_) | Writer::Task | Writer::Poll => {}
        }
        Poll::Ready(())
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        walk::wake(waker);
    }
}
