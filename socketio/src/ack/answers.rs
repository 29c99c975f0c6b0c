//! Answers: what comes in for one question, still raw, until everything is there or the deadline passes.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep_until};

use super::{
    arrivals::{Answer, Arrivals},
    awaited,
    elsewhere::NodeId,
    missing::Missing,
    pending::Pending,
};
use crate::sid::Sid;

/// The answers to one question. Dropping it withdraws the question: late answers are ignored.
#[derive(Debug)]
pub(crate) struct Answers {
    id: u64,
    arrivals: Arc<Arrivals>,
    pending: Arc<Pending>,
    deadline: Option<Pin<Box<Sleep>>>,
    /// Who had not answered at the deadline, once it has passed.
    missing: Option<Missing>,
}

impl Answers {
    /// The answers of the clients that are `asked` on this node, and of those that the other `nodes` will ask. To be
    /// called before the question leaves, since an answer may be faster than the caller.
    pub(crate) fn new(
        pending: &Arc<Pending>,
        id: u64,
        asked: impl ExactSizeIterator<Item = Sid>,
        nodes: &[NodeId],
    ) -> Self {
        Self {
            id,
            arrivals: pending.register(id, asked, nodes),
            pending: Arc::clone(pending),
            deadline: None,
            missing: None,
        }
    }

    /// Waits no longer than this, counted from now.
    pub(crate) fn within(mut self, limit: Duration) -> Self {
        // A deadline that is too far away to be computed never passes.
        self.deadline = Instant::now()
            .checked_add(limit)
            .map(|at| Box::pin(sleep_until(at)));
        self
    }

    /// The next answer. At the deadline one `Timeout` for each client of this node that is missing; after the last,
    /// `None`.
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Answer>> {
        if let Poll::Ready(next) = self.arrivals.poll_next(cx) {
            return Poll::Ready(next);
        }
        let deadline = self.deadline.as_mut();
        if !deadline.is_some_and(|deadline| deadline.as_mut().poll(cx).is_ready()) {
            awaited::note(&self.pending, self.id);
            return Poll::Pending;
        }
        self.give_up();
        // Answers that came before the timer was looked at count, and go first.
        self.arrivals.poll_next(cx)
    }

    /// Who has not answered yet, or had not at the deadline.
    pub(crate) fn missing(&self) -> Missing {
        let mut missing = match &self.missing {
            Some(missing) => missing.clone(),
            None => self.pending.missing(self.id),
        };
        self.arrivals.add_lost(&mut missing);
        missing
    }

    fn give_up(&mut self) {
        self.deadline = None;
        self.missing = Some(self.pending.expire(self.id));
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.pending.forget(self.id);
    }
}
