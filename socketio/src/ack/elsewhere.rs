//! Elsewhere: what another node owes to one question. It says how many of its clients it asks only after the question
//! has left; until then it owes that number, and from then on as many answers.

use rustc_hash::FxHashSet;

use crate::sid::Sid;

/// How many answers of a node are taken before it has said how many there will be: nothing that comes from outside
/// grows without bound.
const EARLY: usize = 1 << 16;

/// Another node, as the adapter numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(pub(crate) u64);

/// What one node owes to one question.
#[derive(Debug)]
pub(super) struct Debt {
    pub(super) node: NodeId,
    /// How many clients it asks; `None` until it has said.
    asked: Option<usize>,
    answered: FxHashSet<Sid>,
}

impl Debt {
    pub(super) fn new(node: NodeId) -> Self {
        Self {
            node,
            asked: None,
            answered: FxHashSet::default(),
        }
    }

    /// How much is due: the answers that have not come, or the number of them.
    pub(super) fn due(&self) -> usize {
        self.missing().unwrap_or(1)
    }

    /// How many answers have not come; `None` until the node has said how many there will be.
    pub(super) fn missing(&self) -> Option<usize> {
        Some(self.asked?.saturating_sub(self.answered.len()))
    }

    /// The node has said how many it asks. Only its first word counts.
    pub(super) fn count(&mut self, asked: usize) {
        self.asked.get_or_insert(asked);
    }

    /// Notes an answer; `false` for one too many, and for the second one of a client.
    pub(super) fn take(&mut self, sid: Sid) -> bool {
        self.answered.len() < self.asked.unwrap_or(EARLY) && self.answered.insert(sid)
    }
}
