//! The sessions of one server: sid -> peer, sharded.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::Peer;
use crate::sid::Sid;

/// Enough that workers which open and close sessions at once seldom meet.
const SHARDS: usize = 64;

#[derive(Debug)]
pub(super) struct Peers {
    // The ids are ours and random: a plain hash will do.
    shards: [Mutex<FxHashMap<Sid, Arc<Peer>>>; SHARDS],
    len: AtomicUsize,
}

impl Default for Peers {
    fn default() -> Self {
        Self {
            shards: std::array::from_fn(|_| Mutex::default()),
            len: AtomicUsize::new(0),
        }
    }
}

impl Peers {
    pub(super) fn insert(&self, peer: Arc<Peer>) {
        let sid = peer.sid();
        if self.shard(&sid).lock().insert(sid, peer).is_none() {
            self.len.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn find(&self, sid: &Sid) -> Option<Arc<Peer>> {
        self.shard(sid).lock().get(sid).cloned()
    }

    pub(super) fn remove(&self, sid: &Sid) {
        if self.shard(sid).lock().remove(sid).is_some() {
            self.len.fetch_sub(1, Ordering::Relaxed);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::Relaxed)
    }

    /// Visits every session, without a lock.
    pub(super) fn for_each(&self, visit: impl Fn(&Arc<Peer>)) {
        for shard in &self.shards {
            let peers: Vec<_> = shard.lock().values().cloned().collect();
            peers.iter().for_each(&visit);
        }
    }

    fn shard(&self, sid: &Sid) -> &Mutex<FxHashMap<Sid, Arc<Peer>>> {
        let last = sid.as_str().as_bytes().last().copied().unwrap_or_default();
        &self.shards[usize::from(last) % SHARDS]
    }
}
