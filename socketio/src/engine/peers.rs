//! The sessions of one server, and what they share: options, and whether the server stops.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::{addresses::Addresses, peer::Peer};
use crate::{config::Config, sid::Sid};

/// Enough that threads which open and close sessions at a time seldom wait for each other.
const SHARDS: usize = 64;

/// The peers of all sessions, by their id.
#[derive(Debug)]
pub(super) struct Peers {
    config: Arc<Config>,
    /// No session is opened any more.
    shut: AtomicBool,
    stopping: AtomicBool,
    // Ids are random and chosen by the server, so a hash without protection against collisions will do.
    shards: [Mutex<FxHashMap<Sid, Arc<Peer>>>; SHARDS],
    len: AtomicUsize,
    /// How many come from each address, if that is limited.
    addresses: Option<Addresses>,
}

impl Peers {
    pub(super) fn new(config: Arc<Config>) -> Arc<Self> {
        Arc::new(Self {
            addresses: config.max_connections_per_address.map(Addresses::new),
            config,
            shut: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            shards: std::array::from_fn(|_| Mutex::default()),
            len: AtomicUsize::new(0),
        })
    }

    pub(super) fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// From here on no session is to be opened.
    pub(super) fn shut(&self) {
        self.shut.store(true, Ordering::Release);
    }

    pub(super) fn is_shut(&self) -> bool {
        self.shut.load(Ordering::Acquire)
    }

    /// From here on every session ends as soon as nothing is at work for it.
    pub(super) fn stop(&self) {
        self.shut();
        self.stopping.store(true, Ordering::Release);
        self.for_each(|peer| peer.wake());
    }

    #[inline]
    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    pub(super) fn insert(&self, peer: Arc<Peer>) {
        let (sid, addr) = (peer.sid(), self.counted(&peer));
        if self.shard(&sid).lock().insert(sid, peer).is_none() {
            self.len.fetch_add(1, Ordering::Relaxed);
            if let Some((addresses, addr)) = addr {
                addresses.enter(addr);
            }
        }
    }

    pub(super) fn find(&self, sid: &Sid) -> Option<Arc<Peer>> {
        self.shard(sid).lock().get(sid).cloned()
    }

    pub(super) fn remove(&self, sid: &Sid) {
        let removed = self.shard(sid).lock().remove(sid);
        if let Some(peer) = removed {
            self.len.fetch_sub(1, Ordering::Relaxed);
            if let Some((addresses, addr)) = self.counted(&peer) {
                addresses.leave(addr);
            }
        }
    }

    /// The address that a session counts for, if that is limited and its address is known.
    fn counted(&self, peer: &Peer) -> Option<(&Addresses, IpAddr)> {
        let addresses = self.addresses.as_ref()?;
        Some((addresses, peer.handshake().addr()?.ip()))
    }

    /// Whether as many sessions are open from this address as may be.
    pub(super) fn is_full_for(&self, address: IpAddr) -> bool {
        let addresses = self.addresses.as_ref();
        addresses.is_some_and(|addresses| addresses.is_full(address))
    }

    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::Relaxed)
    }

    /// The ids of all sessions.
    pub(super) fn sids(&self) -> Vec<Sid> {
        let ids =
            |shard: &Mutex<FxHashMap<Sid, _>>| shard.lock().keys().copied().collect::<Vec<_>>();
        self.shards.iter().flat_map(ids).collect()
    }

    /// Calls `visit` with each peer, without a lock.
    pub(super) fn for_each(&self, mut visit: impl FnMut(&Arc<Peer>)) {
        for shard in &self.shards {
            let peers: Vec<_> = shard.lock().values().cloned().collect();
            peers.iter().for_each(&mut visit);
        }
    }

    fn shard(&self, sid: &Sid) -> &Mutex<FxHashMap<Sid, Arc<Peer>>> {
        let last = sid.as_str().as_bytes().last().copied().unwrap_or_default();
        &self.shards[usize::from(last) % SHARDS]
    }
}
