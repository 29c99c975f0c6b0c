//! Missing: who has not answered a question.

use super::elsewhere::NodeId;
use crate::sid::Sid;

/// The clients that have not answered a question: see [`Acks::missing`](crate::Acks::missing).
///
/// Clients of this node are known by their sids. Of other nodes only the number is known, and that only after each has said
/// how many clients it asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    pub(super) sids: Vec<Sid>,
    pub(super) elsewhere: usize,
    /// Nodes that have not said how many clients they ask.
    pub(super) silent: Vec<NodeId>,
    /// Nodes that have not sent all answers, those that are gone among them.
    pub(super) nodes: Vec<NodeId>,
}

impl Missing {
    /// The clients of this node that have not answered, in no order.
    #[must_use]
    pub fn sids(&self) -> &[Sid] {
        &self.sids
    }

    /// How many clients of other nodes have not answered; `None` if a node has not said how many clients it asks.
    #[must_use]
    pub fn elsewhere(&self) -> Option<usize> {
        self.silent.is_empty().then_some(self.elsewhere)
    }

    /// The other nodes that have not sent all answers, in no order. A node that is gone is among them if answers of it are
    /// missing, or if it was gone before it had said how many clients it asks.
    #[must_use]
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// Whether everyone has answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sids.is_empty() && self.nodes.is_empty()
    }
}
