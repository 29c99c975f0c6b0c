//! Awaited: which question a handler waits for. Whoever polls the future of answers notes it for its thread, and the
//! client's connection, which polls the handler, takes the note.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use parking_lot::Mutex;

use super::pending::Pending;
use crate::{engine, sid::Sid};

thread_local! {
    /// What a handler that was polled on this thread waits for, until that is taken.
    static AWAITED: Cell<Option<Awaited>> = const { Cell::new(None) };
    /// On a thread that runs a blocking handler: where that handler's connection looks for the note.
    static RELAY: RefCell<Option<Arc<Relay>>> = const { RefCell::new(None) };
}

/// A question that a handler waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Awaited {
    /// The address of the table that has it. Ids are unique in one table only.
    table: usize,
    id: u64,
}

impl Awaited {
    /// Whether the question is one of this table, and this socket has yet to answer it.
    pub(crate) fn is_due(self, table: &Arc<Pending>, sid: Sid) -> bool {
        self.table == Arc::as_ptr(table).addr() && table.owes(self.id, sid)
    }
}

/// Notes that a handler waits for this question. Tasks of their own wait without anybody waiting for them, so nothing is
/// noted there.
#[cold]
pub(super) fn note(table: &Arc<Pending>, id: u64) {
    let awaited = Awaited {
        table: Arc::as_ptr(table).addr(),
        id,
    };
    if engine::is_in_turn() {
        AWAITED.set(Some(awaited));
        return;
    }
    let relay = RELAY.with_borrow(Clone::clone);
    if let Some(relay) = relay {
        relay.pass(awaited);
    }
}

/// Takes what the handler that was polled last waits for, if it was noted since the last call.
pub(crate) fn take() -> Option<Awaited> {
    AWAITED.take()
}

/// Between the thread of a blocking handler and the connection that waits for that handler.
#[derive(Debug, Default)]
pub(crate) struct Relay(Mutex<(Option<Awaited>, Option<Waker>)>);

impl Relay {
    fn pass(&self, awaited: Awaited) {
        let waker = {
            let (noted, waker) = &mut *self.0.lock();
            *noted = Some(awaited);
            waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Calls `work`, a blocking handler, and passes on what it waits for.
    pub(crate) fn within<T>(self: Arc<Self>, work: impl FnOnce() -> T) -> T {
        /// Takes the relay out again, also when the handler panics.
        struct RelayGuard;
        impl Drop for RelayGuard {
            fn drop(&mut self) {
                RELAY.take();
            }
        }
        RELAY.set(Some(self));
        let _guard = RelayGuard;
        work()
    }

    /// Waits for `ended`, the end of the blocking handler, and notes for its connection what was passed on meanwhile.
    pub(crate) async fn watch<F: Future + Unpin>(&self, mut ended: F) -> F::Output {
        std::future::poll_fn(|cx| self.poll(cx, Pin::new(&mut ended))).await
    }

    fn poll<F: Future>(&self, cx: &mut Context<'_>, ended: Pin<&mut F>) -> Poll<F::Output> {
        let polled = ended.poll(cx);
        if polled.is_pending() {
            let (noted, waker) = &mut *self.0.lock();
            *waker = Some(cx.waker().clone());
            if noted.is_some() {
                AWAITED.set(noted.take());
            }
        }
        polled
    }
}
