//! Turn: one poll of a connection. While it is polled, what it sends to others is only queued; at the end of the turn each
//! peer that was given something is written once, however much that is. Replies to its own client are gathered as frames
//! and leave at the end of the turn, too.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    mem,
    sync::Arc,
    task::Context,
};

use bytes::Bytes;

use super::{
    Peer,
    budget::{self, Outer, Quota},
    state::Noted,
};

/// How many peers one turn writes before others get the thread: about a third of a millisecond.
const CHUNK: usize = 64;
/// This many bytes count as one more peer, because copying them takes time as well.
const BYTES: usize = 16 << 10;
/// Buffers that have grown beyond this are not kept for the next turn.
const KEEP: usize = 256 << 10;

thread_local! {
    /// The address of the peer whose turn it is; 0 outside a turn.
    static OWN: Cell<usize> = const { Cell::new(0) };
    /// The address of the peer whose blocking handler this thread runs; 0 if it runs none.
    static BESIDE: Cell<usize> = const { Cell::new(0) };
    static GATHERED: RefCell<Gathered> = const { RefCell::new(Gathered::new()) };
}

/// What the current turn has gathered.
#[derive(Debug)]
struct Gathered {
    /// Finished frames for the connection whose turn it is.
    replies: Vec<u8>,
    touched: Vec<Arc<Peer>>,
}

impl Gathered {
    const fn new() -> Self {
        Self {
            replies: Vec::new(),
            touched: Vec::new(),
        }
    }
}

/// A guard: while it lives, its thread is in a turn of one connection.
#[derive(Debug)]
#[must_use]
pub(crate) struct Turn {
    /// The turn around this one. There is one when a handler polls another connection itself.
    outer: Option<Box<Around>>,
    quota: Quota,
    /// Whether it began with a backlog, so that nothing was read or sent in it.
    blocked: bool,
}

/// A turn that another one is inside of.
#[derive(Debug)]
struct Around {
    own: usize,
    gathered: Gathered,
    budget: Outer,
}

impl Turn {
    /// Begins a turn of the connection of `peer`. As long as there is a backlog, nothing may be read or sent: what a client
    /// causes is written before more of it is caused, or the queues of those who read would fill all the same.
    pub(crate) fn begin(peer: &Arc<Peer>, backlog: &Backlog, quota: Quota) -> Self {
        let own = OWN.replace(address(peer));
        let outer = (own != 0).then(|| {
            Box::new(Around {
                own,
                gathered: GATHERED.replace(Gathered::new()),
                budget: budget::lay_aside(),
            })
        });
        let blocked = !backlog.is_empty();
        budget::begin(peer.config(), quota, blocked);
        Self {
            outer,
            quota,
            blocked,
        }
    }

    /// Ends the turn: writes the peers that were given something, at most a chunk of them; the others stay in the
    /// backlog, and the task is woken for them. The quota of the next turn.
    pub(crate) fn end(self, backlog: &mut Backlog, cx: &mut Context<'_>) -> Quota {
        let none = GATHERED.with_borrow(|gathered| gathered.touched.is_empty());
        if !none || self.blocked {
            self.write(backlog, cx);
        }
        budget::end(self.quota)
    }

    fn write(&self, backlog: &mut Backlog, cx: &mut Context<'_>) {
        let mut touched = GATHERED.with_borrow_mut(|gathered| mem::take(&mut gathered.touched));
        let mut left = CHUNK;
        while left > 0
            && let Some(peer) = backlog.0.pop_front()
        {
            left = left.saturating_sub(cost(&peer));
        }
        let mut written = 0;
        while left > 0
            && let Some(peer) = touched.get(written)
        {
            left = left.saturating_sub(cost(peer));
            written += 1;
        }
        touched.drain(..written);
        if touched.is_empty() {
            GATHERED.with_borrow_mut(|gathered| gathered.touched = touched);
        } else {
            backlog.0.extend(touched);
        }
        if backlog.0.is_empty() {
            backlog.0 = VecDeque::new();
        }
        // A turn that was blocked has not read, so another one is needed even if all is written by now.
        if self.blocked || !backlog.is_empty() {
            budget::yield_now_and_wake(cx);
        }
    }
}

/// Writes a peer; how much of a chunk that is. One that others have written meanwhile does not count: if it did, such
/// entries would pile up.
fn cost(peer: &Peer) -> usize {
    match peer.flush() {
        0 => 0,
        bytes => 1 + bytes / BYTES,
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let outer = self.outer.take();
        OWN.set(outer.as_ref().map_or(0, |outer| outer.own));
        match &outer {
            Some(outer) => budget::take_up(outer.budget),
            None => budget::clear(),
        }
        let left = GATHERED.with_borrow_mut(|gathered| {
            // The turn has written its replies unless it was broken off by a panic. Such a rest must not reach the
            // connection whose turn is next.
            gathered.replies.clear();
            match outer {
                Some(outer) => Some(mem::replace(gathered, outer.gathered).touched),
                // An empty list is kept for its allocation. It is not empty if the turn was broken off by a panic.
                None if gathered.touched.is_empty() => None,
                None => Some(mem::take(&mut gathered.touched)),
            }
        });
        if let Some(touched) = left {
            touched.iter().for_each(|peer| peer.wake());
        }
    }
}

/// Peers that were given something in an earlier turn and are not written yet. Dropping it wakes their own tasks to do
/// that.
#[derive(Debug, Default)]
pub(crate) struct Backlog(VecDeque<Arc<Peer>>);

impl Backlog {
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for Backlog {
    fn drop(&mut self) {
        self.0.iter().for_each(|peer| peer.wake());
    }
}

/// The turn that this thread is in, if any: the address of the peer whose turn it is, or 0. It is read once for each push.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Current(usize);

/// The turn that this thread is in, if any.
#[inline]
pub(in crate::engine) fn current() -> Current {
    Current(OWN.get())
}

impl Current {
    /// Who notes a push of this thread: its turn, or else the task of the peer, which is woken.
    #[inline]
    pub(in crate::engine) fn noted(self) -> Noted {
        match self.0 {
            0 => Noted::BY_TASK,
            own => Noted::by_turn(own),
        }
    }

    /// Notes that `peer` has something to be written; `false` outside a turn.
    #[inline]
    pub(in crate::engine) fn note(self, peer: &Arc<Peer>) -> bool {
        // The turn's own connection is written at its end anyway.
        if self.0 != 0 && self.0 != address(peer) {
            GATHERED.with_borrow_mut(|gathered| gathered.touched.push(Arc::clone(peer)));
        }
        self.0 != 0
    }

    /// The replies of the turn, if it is `peer`'s: they must be queued before anything else is, or order breaks.
    #[inline]
    pub(in crate::engine) fn take_replies(self, peer: &Arc<Peer>) -> Option<Bytes> {
        if self.0 == address(peer) {
            take_own_replies()
        } else {
            None
        }
    }
}

/// Whether this thread is inside a turn of any connection.
pub(crate) fn is_in_turn() -> bool {
    OWN.get() != 0
}

/// Whether this thread runs a handler of `peer`'s client: inside a turn of its connection, or [beside](beside) its turns.
pub(crate) fn is_handling(peer: &Arc<Peer>) -> bool {
    OWN.get() == address(peer) || BESIDE.get() == address(peer)
}

/// Calls `work`, a blocking handler of `peer`'s client, on a thread of its own.
pub(crate) fn beside<T>(peer: &Arc<Peer>, work: impl FnOnce() -> T) -> T {
    /// Clears the mark, also when the handler panics.
    struct Mark;
    impl Drop for Mark {
        fn drop(&mut self) {
            BESIDE.set(0);
        }
    }
    BESIDE.set(address(peer));
    let _mark = Mark;
    work()
}

/// Appends to the frames that leave for the connection at the end of its turn.
pub(in crate::engine) fn reply(write: impl FnOnce(&mut Vec<u8>)) {
    GATHERED.with_borrow_mut(|gathered| write(&mut gathered.replies));
}

fn take_own_replies() -> Option<Bytes> {
    GATHERED.with_borrow_mut(|gathered| {
        if gathered.replies.is_empty() {
            return None;
        }
        let replies = Bytes::copy_from_slice(&gathered.replies);
        gathered.replies.clear();
        Some(replies)
    })
}

/// Lends the turn's replies to be written; what is left in them afterwards is dropped.
pub(in crate::engine) fn with_replies<R>(run: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    // Taken out while they are written: writing wakes tasks, and a foreign waker may call back into this module.
    let mut replies = GATHERED.with_borrow_mut(|gathered| mem::take(&mut gathered.replies));
    let result = run(&mut replies);
    replies.clear();
    replies.shrink_to(KEEP);
    GATHERED.with_borrow_mut(|gathered| gathered.replies = replies);
    result
}

fn address(peer: &Arc<Peer>) -> usize {
    Arc::as_ptr(peer).addr()
}
