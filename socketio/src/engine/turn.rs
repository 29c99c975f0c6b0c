//! Turn: one poll of a connection, and what it has to say at its end. While a connection is polled, what it
//! sends to others only queues; at the end of the turn every touched peer is written once, however much it
//! was given. This is where it is decided who writes a delivery.

use std::{
    cell::RefCell,
    collections::VecDeque,
    sync::Arc,
    task::{Context, Waker},
};

use bytes::Bytes;

use super::Peer;

/// How many peers one turn writes before others get the thread: about a third of a millisecond.
const CHUNK: usize = 64;
/// Buffers that have grown beyond this are not kept for the next turn.
const KEEP: usize = 256 << 10;

thread_local! {
    static CURRENT: RefCell<Slot> = const { RefCell::new(Slot::new()) };
}

/// What the current turn has gathered, and the current walk.
#[derive(Debug)]
struct Slot {
    /// Whose turn it is, by address; 0 outside a turn.
    own: usize,
    /// Finished frames for the connection whose turn it is.
    replies: Vec<u8>,
    touched: Vec<Arc<Peer>>,
    /// Tasks are not woken now, but listed.
    walking: bool,
    wakers: Vec<Waker>,
}

impl Slot {
    const fn new() -> Self {
        Self {
            own: 0,
            replies: Vec::new(),
            touched: Vec::new(),
            walking: false,
            wakers: Vec::new(),
        }
    }
}

/// While it lives, this thread is inside a turn of one connection.
#[derive(Debug)]
#[must_use]
pub(crate) struct Turn {
    /// The turn around this one, when a handler polls another connection itself.
    outer: Option<Slot>,
}

impl Turn {
    /// `peer` is the connection's own.
    pub(crate) fn begin(peer: &Arc<Peer>) -> Self {
        CURRENT.with_borrow_mut(|slot| {
            let outer = (slot.own != 0).then(|| std::mem::replace(slot, Slot::new()));
            slot.own = address(peer);
            Self { outer }
        })
    }

    /// Ends the turn: what was touched is written, a chunk of it now; the rest stays in the backlog and the
    /// task is woken for it.
    pub(crate) fn end(self, backlog: &mut Backlog, cx: &Context<'_>) {
        let mut touched = CURRENT.with_borrow_mut(|slot| std::mem::take(&mut slot.touched));
        if backlog.0.is_empty() && touched.len() <= CHUNK {
            touched.drain(..).for_each(|peer| peer.flush());
            CURRENT.with_borrow_mut(|slot| slot.touched = touched);
            return;
        }
        backlog.0.extend(touched);
        for peer in backlog.0.drain(..CHUNK.min(backlog.0.len())) {
            peer.flush();
        }
        if backlog.0.is_empty() {
            backlog.0 = VecDeque::new();
        } else {
            cx.waker().wake_by_ref();
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let touched = CURRENT.with_borrow_mut(|slot| {
            slot.own = 0;
            // Written by now. If not, they must not reach the connection whose turn is next.
            slot.replies.clear();
            match self.outer.take() {
                Some(outer) => std::mem::replace(slot, outer).touched,
                // Kept for its allocation; empty unless the turn did not end as it should.
                None if slot.touched.is_empty() => Vec::new(),
                None => std::mem::take(&mut slot.touched),
            }
        });
        touched.iter().for_each(|peer| peer.wake());
    }
}

/// Runs what gives messages to many under a lock: tasks that have to be woken for them are woken when it has
/// returned, and no earlier.
pub(crate) fn walk<R>(give: impl FnOnce() -> R) -> R {
    let _walk = Walk::begin();
    give()
}

/// While it lives, this thread wakes nobody.
struct Walk;

impl Walk {
    fn begin() -> Self {
        CURRENT.with_borrow_mut(|slot| slot.walking = true);
        Self
    }
}

impl Drop for Walk {
    fn drop(&mut self) {
        let wakers = CURRENT.with_borrow_mut(|slot| {
            slot.walking = false;
            std::mem::take(&mut slot.wakers)
        });
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// Wakes a task, or has it woken at the end of the walk.
pub(super) fn wake(waker: Waker) {
    let now = CURRENT.with_borrow_mut(|slot| {
        if slot.walking {
            slot.wakers.push(waker);
            return None;
        }
        Some(waker)
    });
    if let Some(waker) = now {
        waker.wake();
    }
}

/// Peers that were given something in an earlier turn and are not written yet.
/// When it is dropped, their own tasks are woken to do it.
#[derive(Debug, Default)]
pub(crate) struct Backlog(VecDeque<Arc<Peer>>);

impl Drop for Backlog {
    fn drop(&mut self) {
        self.0.iter().for_each(|peer| peer.wake());
    }
}

/// Notes that `peer` has something to be written; `false` outside a turn.
pub(super) fn note(peer: &Arc<Peer>) -> bool {
    CURRENT.with_borrow_mut(|slot| {
        if slot.own == 0 {
            return false;
        }
        // Its own connection is written at the end of its turn anyway.
        if slot.own != address(peer) {
            slot.touched.push(Arc::clone(peer));
        }
        true
    })
}

/// Appends to the frames that leave for the connection at the end of its turn.
pub(super) fn reply<R>(write: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    // Taken out meanwhile: what is written may be the user's own `Serialize`, and may emit.
    let mut replies = CURRENT.with_borrow_mut(|slot| std::mem::take(&mut slot.replies));
    let result = write(&mut replies);
    CURRENT.with_borrow_mut(|slot| slot.replies = replies);
    result
}

/// The replies to `peer` that must be queued before anything else is, or order breaks.
pub(super) fn spill(peer: &Arc<Peer>) -> Option<Bytes> {
    CURRENT.with_borrow_mut(|slot| {
        if slot.replies.is_empty() || slot.own != address(peer) {
            return None;
        }
        let replies = Bytes::copy_from_slice(&slot.replies);
        slot.replies.clear();
        Some(replies)
    })
}

/// Lends the turn's replies to be written; what is left in them afterwards is dropped.
pub(super) fn with_replies<R>(run: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    reply(|replies| {
        let result = run(replies);
        replies.clear();
        replies.shrink_to(KEEP);
        result
    })
}

fn address(peer: &Arc<Peer>) -> usize {
    Arc::as_ptr(peer).addr()
}
