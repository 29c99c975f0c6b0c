//! Lost: the clients that have lost their connection and may come back, with their rooms and sessions.

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::FxHashMap;
use tokio::time::Instant;

use super::pid::Pid;
use crate::{
    adapter::target::{RoomName, Target, To},
    session::Sessions,
    sid::Sid,
};

/// A client that has lost its connection.
#[derive(Debug)]
pub(in crate::adapter) struct LostClient {
    pub(in crate::adapter) pid: Pid,
    pub(in crate::adapter) since: Instant,
    /// The place in the log where it came in.
    pub(in crate::adapter) start: u64,
    pub(in crate::adapter) rooms: Vec<Arc<str>>,
    pub(in crate::adapter) sessions: Arc<Sessions>,
}

/// The clients of one namespace that have lost their connection.
#[derive(Debug, Default)]
pub(super) struct Lost {
    clients: FxHashMap<Sid, (u64, LostClient)>,
    /// In which order they were lost.
    order: BTreeMap<u64, Sid>,
    next: u64,
}

/// A change of the rooms of a client that has lost its connection.
pub(super) enum RoomChange {
    Joined(Sid, Arc<str>),
    Left(Sid, Arc<str>),
}

impl Lost {
    pub(super) fn len(&self) -> usize {
        self.clients.len()
    }

    pub(super) fn contains(&self, sid: Sid) -> bool {
        self.clients.contains_key(&sid)
    }

    pub(super) fn get(&self, sid: Sid) -> Option<&LostClient> {
        self.clients.get(&sid).map(|(_, client)| client)
    }

    pub(super) fn insert(&mut self, sid: Sid, client: LostClient) -> Option<LostClient> {
        let nth = self.next;
        self.next += 1;
        let before = self.remove(sid);
        self.order.insert(nth, sid);
        self.clients.insert(sid, (nth, client));
        before
    }

    pub(super) fn remove(&mut self, sid: Sid) -> Option<LostClient> {
        let (nth, client) = self.clients.remove(&sid)?;
        self.order.remove(&nth);
        if self.clients.is_empty() {
            self.clients = FxHashMap::default();
        }
        Some(client)
    }

    /// The one that was lost first.
    pub(super) fn first(&self) -> Option<(Sid, &LostClient)> {
        let (_, sid) = self.order.first_key_value()?;
        Some((*sid, self.get(*sid)?))
    }

    /// The sids of those that the target means.
    pub(super) fn named(&self, target: &Target<'_>) -> Vec<Sid> {
        if self.clients.is_empty() {
            return Vec::new();
        }
        if let To::Member(sid) = target.to {
            return self.contains(sid).then_some(sid).into_iter().collect();
        }
        let means = |sid: &Sid, client: &LostClient| {
            target.means(*sid, |name| client.rooms.iter().any(|room| **room == *name))
        };
        let clients = self.clients.iter();
        clients
            .filter(|(sid, (_, client))| means(sid, client))
            .map(|(sid, _)| *sid)
            .collect()
    }

    /// Puts those that the target means into rooms.
    pub(super) fn join(&mut self, target: &Target<'_>, names: &[RoomName<'_>]) -> Vec<RoomChange> {
        let mut changes = Vec::new();
        for sid in self.named(target) {
            let Some((_, client)) = self.clients.get_mut(&sid) else {
                continue;
            };
            for name in names.iter().map(RoomName::as_str) {
                if name != sid.as_str() && client.rooms.iter().all(|room| **room != *name) {
                    let room: Arc<str> = name.into();
                    client.rooms.push(Arc::clone(&room));
                    changes.push(RoomChange::Joined(sid, room));
                }
            }
        }
        changes
    }

    /// Takes those that the target means out of rooms.
    pub(super) fn leave(&mut self, target: &Target<'_>, names: &[RoomName<'_>]) -> Vec<RoomChange> {
        let mut changes = Vec::new();
        for sid in self.named(target) {
            let Some((_, client)) = self.clients.get_mut(&sid) else {
                continue;
            };
            client.rooms.retain(|room| {
                let leaves = names.iter().any(|name| name.as_str() == &**room);
                if leaves {
                    changes.push(RoomChange::Left(sid, Arc::clone(room)));
                }
                !leaves
            });
        }
        changes
    }
}
