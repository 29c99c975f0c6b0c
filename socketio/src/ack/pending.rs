//! Pending: which questions are open in one namespace, and who owes an answer. The ids come from one
//! counter, so that a question to many is encoded once. Clients of this node are known by sid; other nodes owe a number.

use std::{
    collections::{BTreeSet, hash_map::Entry},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use parking_lot::Mutex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    arrivals::{Arrivals, Wake},
    elsewhere::{Debt, NodeId},
    error::AckError,
    missing::Missing,
};
use crate::{packet::Args, sid::Sid};

#[derive(Debug, Default)]
pub(crate) struct Pending {
    next: AtomicU64,
    table: Mutex<Questions>,
}

// Both kinds of keys are ours: a plain hash will do.
#[derive(Debug, Default)]
struct Questions {
    questions: FxHashMap<u64, OpenQuestion>,
    /// The questions each socket has yet to answer.
    owed: FxHashMap<Sid, BTreeSet<u64>>,
}

#[derive(Debug)]
struct OpenQuestion {
    due: FxHashSet<Sid>,
    elsewhere: Vec<Debt>,
    arrivals: Arc<Arrivals>,
}

impl Pending {
    pub(crate) fn next_id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Notes a question: the clients of this node that will be asked, and the other nodes that will ask theirs.
    pub(super) fn register(
        &self,
        id: u64,
        asked: impl ExactSizeIterator<Item = Sid>,
        nodes: &[NodeId],
    ) -> Arc<Arrivals> {
        let arrivals = Arc::new(Arrivals::new(asked.len() + nodes.len()));
        if asked.len() + nodes.len() > 0 {
            let mut table = self.table.lock();
            let due: FxHashSet<Sid> = asked.collect();
            for sid in &due {
                table.owed.entry(*sid).or_default().insert(id);
            }
            table.questions.insert(
                id,
                OpenQuestion {
                    due,
                    elsewhere: nodes.iter().copied().map(Debt::new).collect(),
                    arrivals: Arc::clone(&arrivals),
                },
            );
        }
        arrivals
    }

    /// An answer has come. Unknown ids, late answers and answers of others are ignored.
    pub(crate) fn settle(&self, id: u64, sid: Sid, args: Args) {
        let arrivals = self.table.lock().take(id, sid);
        if let Some(arrivals) = arrivals {
            arrivals.add(sid, Ok(args)).now();
        }
    }

    /// Nothing more will come from this socket.
    pub(crate) fn fail(&self, sid: Sid) {
        let failed: Vec<_> = {
            let mut table = self.table.lock();
            // All questions at once: one by one, each would search the set again.
            let ids = table.owed.remove(&sid).unwrap_or_default();
            ids.into_iter()
                .filter_map(|id| table.take(id, sid))
                .collect()
        };
        for arrivals in failed {
            arrivals.add(sid, Err(AckError::Disconnected)).now();
        }
    }

    /// Another node has said how many of its clients it asks.
    pub(crate) fn count(&self, id: u64, node: NodeId, asked: usize) {
        let uncounted = |debt: &Debt| debt.missing().is_none();
        let wake = self
            .table
            .lock()
            .change(id, node, uncounted, |debt, arrivals| {
                let before = debt.due();
                debt.count(asked);
                arrivals.expect(before, debt.due())
            });
        wake.now();
    }

    /// A client of another node has answered, or is gone. It may do so before its node has said how many it asks. Without a
    /// `sid` it is not known which client.
    pub(crate) fn settle_elsewhere(
        &self,
        id: u64,
        node: NodeId,
        sid: Option<Sid>,
        answer: Result<Args, AckError>,
    ) {
        // What comes early is taken from a node that has not said how many there will be.
        let owing = |debt: &Debt| debt.missing().is_some_and(|missing| missing > 0);
        let wake = self.table.lock().change(id, node, owing, |debt, arrivals| {
            let counted = debt.missing().is_some();
            let taken = debt.take(sid);
            let sid = sid.unwrap_or(Sid::UNKNOWN);
            match (taken, counted) {
                (true, true) => arrivals.add(sid, answer),
                (true, false) => arrivals.add_early(sid, answer),
                (false, _) => Wake::default(),
            }
        });
        wake.now();
    }

    /// Another node is gone: nothing more will come from it.
    pub(crate) fn lose(&self, node: NodeId) {
        let mut woken = Vec::new();
        self.table.lock().questions.retain(|_, question| {
            let arrivals = &question.arrivals;
            question.elsewhere.retain(|debt| {
                let gone = debt.node == node;
                if gone {
                    let missing = debt.missing().unwrap_or_default();
                    woken.push(arrivals.lose(node, debt.due(), missing));
                }
                !gone
            });
            !question.is_settled()
        });
        woken.into_iter().for_each(Wake::now);
    }

    /// Who has not answered yet.
    pub(super) fn missing(&self, id: u64) -> Missing {
        let table = self.table.lock();
        let question = table.questions.get(&id);
        question.map(OpenQuestion::missing).unwrap_or_default()
    }

    /// The deadline has passed: whoever is missing has not answered in time.
    pub(super) fn expire(&self, id: u64) -> Missing {
        let Some(question) = self.table.lock().remove(id) else {
            return Missing::default();
        };
        let missing = question.missing();
        for &sid in &missing.sids {
            question.arrivals.add(sid, Err(AckError::Timeout)).now();
        }
        question.arrivals.expect(question.due_elsewhere(), 0).now();
        missing
    }

    /// Nobody waits any more.
    pub(super) fn forget(&self, id: u64) {
        self.table.lock().remove(id);
    }

    /// Nobody waits and nobody owes anything.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        let table = self.table.lock();
        table.questions.is_empty() && table.owed.is_empty()
    }

    /// Whether this socket has yet to answer this question.
    pub(super) fn owes(&self, id: u64, sid: Sid) -> bool {
        let table = self.table.lock();
        let question = table.questions.get(&id);
        question.is_some_and(|question| question.due.contains(&sid))
    }

    /// Whether this socket has yet to answer something.
    pub(crate) fn is_due(&self, sid: Sid) -> bool {
        self.table.lock().owed.contains_key(&sid)
    }
}

impl Questions {
    /// Strikes one debt off; where the answer goes, if it was owed.
    fn take(&mut self, id: u64, sid: Sid) -> Option<Arc<Arrivals>> {
        let Entry::Occupied(mut question) = self.questions.entry(id) else {
            return None;
        };
        if !question.get_mut().due.remove(&sid) {
            return None;
        }
        let arrivals = Arc::clone(&question.get().arrivals);
        if question.get().is_settled() {
            question.remove();
        }
        self.discharge(id, sid);
        Some(arrivals)
    }

    /// Changes what a node owes to a question, if both are known. If it is not known which node, it is one that `prefers`.
    fn change(
        &mut self,
        id: u64,
        node: NodeId,
        prefers: impl Fn(&Debt) -> bool,
        change: impl FnOnce(&mut Debt, &Arrivals) -> Wake,
    ) -> Wake {
        let Entry::Occupied(mut entry) = self.questions.entry(id) else {
            return Wake::default();
        };
        let question = entry.get_mut();
        let mut debts = question.elsewhere.iter_mut();
        let debt = match node {
            NodeId::ANYBODY => debts.max_by_key(|debt| prefers(debt)),
            node => debts.find(|debt| debt.node == node),
        };
        let wake = debt.map(|debt| change(debt, &question.arrivals));
        if question.is_settled() {
            entry.remove();
        }
        wake.unwrap_or_default()
    }

    fn remove(&mut self, id: u64) -> Option<OpenQuestion> {
        let question = self.questions.remove(&id)?;
        for sid in &question.due {
            self.discharge(id, *sid);
        }
        Some(question)
    }

    fn discharge(&mut self, id: u64, sid: Sid) {
        if let Entry::Occupied(mut owed) = self.owed.entry(sid) {
            owed.get_mut().remove(&id);
            if owed.get().is_empty() {
                owed.remove();
            }
        }
    }
}

impl OpenQuestion {
    /// Whether nothing more will come.
    fn is_settled(&self) -> bool {
        self.due.is_empty() && self.due_elsewhere() == 0
    }

    fn due_elsewhere(&self) -> usize {
        self.elsewhere.iter().map(Debt::due).sum()
    }

    fn missing(&self) -> Missing {
        let nodes = |owes: fn(&Debt) -> bool| {
            let owing = self.elsewhere.iter().filter(|debt| owes(debt));
            owing.map(|debt| debt.node).collect()
        };
        Missing {
            sids: self.due.iter().copied().collect(),
            elsewhere: self.elsewhere.iter().filter_map(Debt::missing).sum(),
            silent: nodes(|debt| debt.missing().is_none()),
            nodes: nodes(|debt| debt.due() > 0),
        }
    }
}
