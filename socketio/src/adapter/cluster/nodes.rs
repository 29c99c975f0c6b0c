//! Nodes: which other nodes are alive, by what was heard of them.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::{sync::Notify, time::Instant};

use crate::ack::NodeId;

/// More nodes than any cluster has: ids come from outside.
const MOST: usize = 1024;

/// The other nodes, and when each was last heard. There are few, so they are searched one by one.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    alive: Mutex<Vec<(NodeId, Instant)>>,
    heard: Notify,
}

impl Nodes {
    /// A node was heard; `true` if it is new.
    pub(super) fn hear(&self, node: NodeId) -> bool {
        let now = Instant::now();
        let mut alive = self.alive.lock();
        let is_new = match alive.iter_mut().find(|(known, _)| *known == node) {
            Some((_, at)) => {
                *at = now;
                false
            }
            None => {
                let has_room = alive.len() < MOST;
                if has_room {
                    alive.push((node, now));
                }
                has_room
            }
        };
        drop(alive);
        self.heard.notify_waiters();
        is_new
    }

    /// A node is gone; `false` if it was not known.
    pub(super) fn remove(&self, node: NodeId) -> bool {
        let mut alive = self.alive.lock();
        let before = alive.len();
        alive.retain(|(known, _)| *known != node);
        alive.len() < before
    }

    /// Those that were not heard for this long.
    pub(super) fn silent_for(&self, time: Duration) -> Vec<NodeId> {
        let now = Instant::now();
        let alive = self.alive.lock();
        let silent = alive
            .iter()
            .filter(|(_, at)| now.duration_since(*at) > time);
        silent.map(|(node, _)| *node).collect()
    }

    /// While the bus was away nobody could be heard: all have as much time as if they were heard now.
    pub(super) fn pardon(&self) {
        let now = Instant::now();
        self.alive.lock().iter_mut().for_each(|(_, at)| *at = now);
    }

    pub(super) fn alive(&self) -> Vec<NodeId> {
        self.alive.lock().iter().map(|(node, _)| *node).collect()
    }

    /// Waits until there are so many.
    pub(super) async fn are_known(&self, count: usize) {
        loop {
            let heard = self.heard.notified();
            if self.alive.lock().len() >= count {
                return;
            }
            heard.await;
        }
    }

    /// Waits until each of these nodes was heard after `begun`, or is gone.
    pub(super) async fn heard_since(&self, nodes: &[NodeId], begun: Instant) {
        loop {
            let heard = self.heard.notified();
            let is_silent = |&(node, at): &(NodeId, Instant)| at <= begun && nodes.contains(&node);
            if !self.alive.lock().iter().any(is_silent) {
                return;
            }
            heard.await;
        }
    }
}
