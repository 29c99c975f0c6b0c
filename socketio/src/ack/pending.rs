//! Pending: which questions are open in one namespace, and who owes an answer. The ids come from one
//! counter, so that a question to many is encoded once.

use std::{
    collections::hash_map::Entry,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use parking_lot::Mutex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    answers::{Answers, Arrivals},
    error::AckError,
};
use crate::{packet::Args, sid::Sid};

#[derive(Debug, Default)]
pub(crate) struct Pending {
    next: AtomicU64,
    table: Mutex<Table>,
}

// Both kinds of keys are ours: a plain hash will do.
#[derive(Debug, Default)]
struct Table {
    questions: FxHashMap<u64, Question>,
    /// The questions each socket has yet to answer.
    owed: FxHashMap<Sid, Vec<u64>>,
}

#[derive(Debug)]
struct Question {
    due: FxHashSet<Sid>,
    arrivals: Arc<Arrivals>,
}

impl Pending {
    pub(crate) fn next_id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Notes a question and who will be asked. To be called before the question leaves.
    pub(crate) fn register(
        self: &Arc<Self>,
        id: u64,
        asked: impl ExactSizeIterator<Item = Sid>,
    ) -> Answers {
        let arrivals = Arc::new(Arrivals::new(asked.len()));
        if asked.len() > 0 {
            let mut table = self.table.lock();
            let due: FxHashSet<Sid> = asked.collect();
            for sid in &due {
                table.owed.entry(*sid).or_default().push(id);
            }
            table.questions.insert(
                id,
                Question {
                    due,
                    arrivals: Arc::clone(&arrivals),
                },
            );
        }
        Answers::new(id, arrivals, Arc::clone(self))
    }

    /// An answer has come. Unknown ids, late answers and answers of others are ignored.
    pub(crate) fn settle(&self, id: u64, sid: Sid, args: Args) {
        let arrivals = self.table.lock().take(id, sid);
        if let Some(arrivals) = arrivals {
            arrivals.add(sid, Ok(args));
        }
    }

    /// Nothing more will come from this socket.
    pub(crate) fn fail(&self, sid: Sid) {
        let failed: Vec<_> = {
            let mut table = self.table.lock();
            let ids = table.owed.get(&sid).cloned().unwrap_or_default();
            ids.into_iter()
                .filter_map(|id| table.take(id, sid))
                .collect()
        };
        for arrivals in failed {
            arrivals.add(sid, Err(AckError::Disconnected));
        }
    }

    /// Nobody waits any more. Who has not answered.
    pub(super) fn forget(&self, id: u64) -> Vec<Sid> {
        let mut table = self.table.lock();
        let Some(question) = table.questions.remove(&id) else {
            return Vec::new();
        };
        for sid in &question.due {
            table.discharge(id, *sid);
        }
        question.due.into_iter().collect()
    }

    /// Whether this socket has yet to answer something.
    pub(crate) fn is_due(&self, sid: Sid) -> bool {
        self.table.lock().owed.contains_key(&sid)
    }
}

impl Table {
    /// Strikes one debt off; where the answer goes, if it was owed.
    fn take(&mut self, id: u64, sid: Sid) -> Option<Arc<Arrivals>> {
        let Entry::Occupied(mut question) = self.questions.entry(id) else {
            return None;
        };
        if !question.get_mut().due.remove(&sid) {
            return None;
        }
        let arrivals = Arc::clone(&question.get().arrivals);
        if question.get().due.is_empty() {
            question.remove();
        }
        self.discharge(id, sid);
        Some(arrivals)
    }

    fn discharge(&mut self, id: u64, sid: Sid) {
        if let Entry::Occupied(mut owed) = self.owed.entry(sid) {
            owed.get_mut().retain(|&other| other != id);
            if owed.get().is_empty() {
                owed.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests;
