//! Arrivals: what has come in for one question, and how much has not. The table of open questions fills it, and
//! whoever asked takes from it. Knows neither.

use std::{
    collections::VecDeque,
    task::{Context, Poll, Waker},
};

use parking_lot::Mutex;

use super::{elsewhere::NodeId, error::AckError, missing::Missing};
use crate::{packet::Args, sid::Sid};

/// One client's answer, or why there is none.
pub(crate) type Answer = (Sid, Result<Args, AckError>);

#[derive(Debug)]
pub(super) struct Arrivals(Mutex<Progress>);

#[derive(Debug)]
struct Progress {
    answers: VecDeque<Answer>,
    /// How many answers, and how many counts of other nodes, have not come yet.
    due: usize,
    /// The nodes that are gone and owed something, and how many answers of them are known to be missing.
    lost: (Vec<NodeId>, usize),
    waker: Option<Waker>,
}

impl Arrivals {
    pub(super) fn new(due: usize) -> Self {
        Self(Mutex::new(Progress {
            answers: VecDeque::new(),
            due,
            lost: Default::default(),
            waker: None,
        }))
    }

    /// Adds an answer that was due.
    pub(super) fn add(&self, sid: Sid, answer: Result<Args, AckError>) -> Wake {
        self.change(|progress| {
            progress.due -= 1;
            progress.answers.push_back((sid, answer));
        })
    }

    /// Adds an answer that [`expect`](Self::expect) will account for.
    pub(super) fn add_early(&self, sid: Sid, answer: Result<Args, AckError>) -> Wake {
        self.change(|progress| progress.answers.push_back((sid, answer)))
    }

    /// So many are due now instead of `before`.
    pub(super) fn expect(&self, before: usize, after: usize) -> Wake {
        self.change(|progress| progress.due = progress.due - before + after)
    }

    /// So many that were due from this node never come; `answers` of them are known to be answers.
    pub(super) fn lose(&self, node: NodeId, due: usize, answers: usize) -> Wake {
        self.change(|progress| {
            progress.due -= due;
            if due > 0 {
                progress.lost.0.push(node);
            }
            progress.lost.1 += answers;
        })
    }

    /// Adds what nodes that are gone owed.
    pub(super) fn add_lost(&self, missing: &mut Missing) {
        let (nodes, answers) = &self.0.lock().lost;
        missing.nodes.extend(nodes);
        missing.elsewhere += answers;
    }

    fn change(&self, change: impl FnOnce(&mut Progress)) -> Wake {
        let mut progress = self.0.lock();
        change(&mut progress);
        Wake(progress.waker.take())
    }

    /// The next answer; `None` when nothing is due any more.
    pub(super) fn poll_next(&self, cx: &mut Context<'_>) -> Poll<Option<Answer>> {
        let mut progress = self.0.lock();
        match progress.answers.pop_front() {
            Some(answer) => Poll::Ready(Some(answer)),
            None if progress.due == 0 => Poll::Ready(None),
            None => {
                progress.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// The waker of the task that waits for answers. It is called once no lock is held: a waker may do anything, such as drop the question.
#[derive(Debug, Default)]
#[must_use]
pub(super) struct Wake(Option<Waker>);

impl Wake {
    pub(super) fn now(self) {
        if let Some(waker) = self.0 {
            waker.wake();
        }
    }
}
