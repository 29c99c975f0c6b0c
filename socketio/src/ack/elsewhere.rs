//! Elsewhere: what another node owes to one question. It says how many of its clients it asks only after the question
//! has left; until then it owes that number, and from then on as many answers.

use std::{fmt, str};

use rustc_hash::FxHashSet;

use crate::sid::Sid;

/// How many answers of a node are taken before it has said how many there will be: nothing that comes from outside
/// grows without bound.
const EARLY: usize = 1 << 16;

/// The longest id that a node may have, in bytes. Those of python-socketio are the longest that are known.
const LONGEST: usize = 32;

/// The id of a node of a cluster, as the node has chosen it: up to 32 letters, digits, `-` and `_`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    bytes: [u8; LONGEST],
    length: u8,
}

impl NodeId {
    /// Whichever node it is, where answers do not say that.
    pub(crate) const ANYBODY: Self = Self::new("anybody").expect("it is an id");

    /// A node that is known by nothing but its number.
    pub(crate) fn nameless(number: usize) -> Self {
        Self::new(&format!("node-{number}")).expect("it is an id")
    }

    /// Reads an id; `None` if no node can have it.
    pub(crate) const fn new(id: &str) -> Option<Self> {
        let (id, mut bytes, mut at) = (id.as_bytes(), [0; LONGEST], 0);
        if id.is_empty() || id.len() > LONGEST {
            return None;
        }
        while at < id.len() {
            if !id[at].is_ascii_alphanumeric() && id[at] != b'-' && id[at] != b'_' {
                return None;
            }
            bytes[at] = id[at];
            at += 1;
        }
        let length = at as u8;
        Some(Self { bytes, length })
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..usize::from(self.length)]).expect("ids are ASCII")
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeId({self})")
    }
}

/// What one node owes to one question.
#[derive(Debug)]
pub(super) struct Debt {
    pub(super) node: NodeId,
    /// How many clients it asks; `None` until it has said.
    asked: Option<usize>,
    answered: usize,
    /// The sids whose answers have come, as far as the node says.
    sids: FxHashSet<Sid>,
}

impl Debt {
    pub(super) fn new(node: NodeId) -> Self {
        Self {
            node,
            asked: None,
            answered: 0,
            sids: FxHashSet::default(),
        }
    }

    /// How much is due: the answers that have not come, or the number of them.
    pub(super) fn due(&self) -> usize {
        self.missing().unwrap_or(1)
    }

    /// How many answers have not come; `None` until the node has said how many there will be.
    pub(super) fn missing(&self) -> Option<usize> {
        Some(self.asked?.saturating_sub(self.answered))
    }

    /// The node has said how many it asks. Only its first word counts.
    pub(super) fn count(&mut self, asked: usize) {
        self.asked.get_or_insert(asked);
    }

    /// Notes an answer; `false` for one too many, and for the second one of a client. Nodes of other servers do not say
    /// whose answer it is.
    pub(super) fn take(&mut self, sid: Option<Sid>) -> bool {
        let takes = self.answered < self.asked.unwrap_or(EARLY)
            && sid.is_none_or(|sid| self.sids.insert(sid));
        self.answered += usize::from(takes);
        takes
    }
}
