//! Answers: what comes in for one question, still raw, until all are there or the deadline passes.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use parking_lot::Mutex;
use tokio::time::{Instant, Sleep, sleep_until};

use super::{error::AckError, pending::Pending};
use crate::{packet::Args, sid::Sid};

/// One client's answer, or why there is none.
pub(crate) type Answer = (Sid, Result<Args, AckError>);

/// Where answers are put, shared by the table and the one who waits.
#[derive(Debug)]
pub(super) struct Arrivals(Mutex<State>);

#[derive(Debug)]
struct State {
    answers: VecDeque<Answer>,
    /// How many have not come yet.
    due: usize,
    waker: Option<Waker>,
}

impl Arrivals {
    pub(super) fn new(due: usize) -> Self {
        Self(Mutex::new(State {
            answers: VecDeque::new(),
            due,
            waker: None,
        }))
    }

    pub(super) fn add(&self, sid: Sid, answer: Result<Args, AckError>) {
        let mut state = self.0.lock();
        state.due -= 1;
        state.answers.push_back((sid, answer));
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// The answers to one question. Dropping it withdraws the question: late answers are ignored.
#[derive(Debug)]
pub(crate) struct Answers {
    id: u64,
    arrivals: Arc<Arrivals>,
    pending: Arc<Pending>,
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Answers {
    pub(super) fn new(id: u64, arrivals: Arc<Arrivals>, pending: Arc<Pending>) -> Self {
        Self {
            id,
            arrivals,
            pending,
            deadline: None,
        }
    }

    /// Waits no longer than this, counted from now.
    pub(crate) fn within(mut self, limit: Duration) -> Self {
        // A limit too large to add is no limit that could pass.
        self.deadline = Instant::now()
            .checked_add(limit)
            .map(|at| Box::pin(sleep_until(at)));
        self
    }

    /// The next answer. At the deadline one `Timeout` for each that is missing; after the last, `None`.
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Answer>> {
        if let Poll::Ready(next) = self.poll_arrival(cx) {
            return Poll::Ready(next);
        }
        let deadline = self.deadline.as_mut();
        if !deadline.is_some_and(|deadline| deadline.as_mut().poll(cx).is_ready()) {
            return Poll::Pending;
        }
        self.give_up();
        // What came in between waking and giving up counts, and comes first.
        self.poll_arrival(cx)
    }

    fn poll_arrival(&self, cx: &mut Context<'_>) -> Poll<Option<Answer>> {
        let mut state = self.arrivals.0.lock();
        match state.answers.pop_front() {
            Some(answer) => Poll::Ready(Some(answer)),
            None if state.due == 0 => Poll::Ready(None),
            None => {
                state.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }

    fn give_up(&mut self) {
        self.deadline = None;
        for sid in self.pending.forget(self.id) {
            self.arrivals.add(sid, Err(AckError::Timeout));
        }
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.pending.forget(self.id);
    }
}
