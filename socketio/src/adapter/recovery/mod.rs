//! Recovery: what a namespace keeps for clients that lose their connection, so that they can come back as who they were:
//! what was sent lately, and who is gone. Knows no members and no rooms.

mod bounds;
mod counters;
mod identity;
mod log;
mod lost;
mod offset;
mod pid;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::{Mutex, MutexGuard};
use rustc_hash::FxHashMap;
use tokio::time::Instant;

use self::{
    bounds::Bounds,
    log::{Log, Missed},
    lost::{Lost, RoomChange},
    offset::Origin,
};
pub(super) use self::{bounds::Capacity, counters::Counters, identity::Identity, lost::LostClient};
pub(crate) use self::{offset::Offset, pid::Pid};
use super::target::{RoomName, Target};
use crate::{config::Config, engine::Message, observe::RecoveryFailure, sid::Sid};

/// What one namespace keeps.
#[derive(Debug)]
pub(super) struct Store {
    bounds: Bounds,
    authorise_again: bool,
    origin: Origin,
    next: AtomicU64,
    kept: Mutex<Kept>,
    pub(super) counters: Counters,
}

#[derive(Debug, Default)]
struct Kept {
    log: Log,
    lost: Lost,
    /// All clients that are here or may come back.
    pids: FxHashMap<Pid, Sid>,
    /// Whether a task runs that gives up what has expired.
    swept: bool,
}

/// The store, locked: nothing is recorded, and nobody is lost or comes back, while this lives.
pub(super) struct Locked<'a> {
    kept: MutexGuard<'a, Kept>,
    bounds: &'a Bounds,
}

/// What is kept no longer. It has destructors of the program and is dropped without a lock.
#[derive(Debug, Default)]
#[must_use = "it is dropped without a lock"]
pub(super) struct Expired(Vec<LostClient>);

/// How many clients, messages and bytes are kept at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    pub(super) clients: usize,
    pub(super) messages: usize,
    pub(super) bytes: usize,
}

impl Store {
    /// The store of a namespace; `None` if its clients are not recovered.
    pub(super) fn new(namespace: &str, pattern: Option<&str>, config: &Config) -> Option<Self> {
        let recovery = config.recovery.as_ref()?;
        recovery.covers(namespace, pattern).then(|| Self {
            bounds: Bounds::new(recovery, config),
            authorise_again: recovery.authorise_again,
            origin: Origin::random(),
            next: AtomicU64::new(0),
            kept: Mutex::default(),
            counters: Counters::default(),
        })
    }

    /// Whether the connect handler decides about clients that come back.
    pub(super) fn authorises_again(&self) -> bool {
        self.authorise_again
    }

    /// The offset of the next event. The event is encoded with it, and gets its place when it is recorded.
    #[inline]
    pub(super) fn next_offset(&self) -> Offset {
        self.origin
            .offset(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// The number of an offset that a client has sent.
    pub(super) fn number_of(&self, offset: &str) -> Option<u64> {
        let number = self.origin.number_of(offset)?;
        (number < self.next.load(Ordering::Relaxed)).then_some(number)
    }

    #[inline]
    pub(super) fn lock(&self) -> Locked<'_> {
        Locked {
            kept: self.kept.lock(),
            bounds: &self.bounds,
        }
    }
}

impl Locked<'_> {
    /// An event that is about to be given to those who are here. All of them have to get it before this is unlocked, so
    /// that everybody gets everything in the order in which it is recorded.
    #[inline]
    pub(super) fn record(&mut self, offset: Offset, target: &Target<'_>, message: Message) {
        // Without clients there is nobody who could miss it.
        if !self.kept.pids.is_empty() {
            let log = &mut self.kept.log;
            log.sent(offset.number, target, message, self.bounds);
        }
    }

    /// A client has joined a room. Without clients that may come back nobody will ask.
    pub(super) fn joined(&mut self, sid: Sid, room: &Arc<str>) {
        if !self.kept.pids.is_empty() {
            self.kept.log.joined(sid, room, self.bounds);
        }
    }

    /// A client has left a room.
    pub(super) fn left(&mut self, sid: Sid, room: &Arc<str>) {
        if !self.kept.pids.is_empty() {
            self.kept.log.left(sid, room, self.bounds);
        }
    }

    /// Puts the lost clients that the target means into rooms.
    pub(super) fn join(&mut self, target: &Target<'_>, names: &[RoomName<'_>]) {
        let changes = self.kept.lost.join(target, names);
        self.note(changes);
    }

    /// Takes the lost clients that the target means out of rooms.
    pub(super) fn leave(&mut self, target: &Target<'_>, names: &[RoomName<'_>]) {
        let changes = self.kept.lost.leave(target, names);
        self.note(changes);
    }

    fn note(&mut self, changes: Vec<RoomChange>) {
        for change in changes {
            match change {
                RoomChange::Joined(sid, room) => self.joined(sid, &room),
                RoomChange::Left(sid, room) => self.left(sid, &room),
            }
        }
    }

    /// The place of the next event, for a client that comes in now.
    pub(super) fn end(&self) -> u64 {
        self.kept.log.end()
    }

    /// A client is here, and may be lost and come back.
    pub(super) fn admit(&mut self, pid: Pid, sid: Sid) {
        self.kept.pids.insert(pid, sid);
    }

    /// The sid of a client that is here or may come back.
    pub(super) fn sid_of(&self, pid: Pid) -> Option<Sid> {
        self.kept.pids.get(&pid).copied()
    }

    /// A client has left for good.
    pub(super) fn forget(&mut self, pid: Pid) -> Expired {
        let sid = self.kept.pids.remove(&pid);
        let lost = sid.and_then(|sid| self.kept.lost.remove(sid));
        Expired(lost.into_iter().collect())
    }

    /// A client has lost its connection.
    pub(super) fn keep(&mut self, sid: Sid, client: LostClient) -> Expired {
        self.kept.pids.insert(client.pid, sid);
        let before = self.kept.lost.insert(sid, client);
        let mut expired = Expired(before.into_iter().collect());
        while self.kept.lost.len() > self.bounds.clients {
            self.give_up_first(&mut expired);
        }
        expired
    }

    fn give_up_first(&mut self, expired: &mut Expired) {
        if let Some((sid, client)) = self.kept.lost.first() {
            let pid = client.pid;
            self.kept.pids.remove(&pid);
            expired.0.extend(self.kept.lost.remove(sid));
        }
    }

    pub(super) fn is_lost(&self, sid: Sid) -> bool {
        self.kept.lost.contains(sid)
    }

    /// The client of this sid, if it is lost.
    pub(super) fn lost(&self, sid: Sid) -> Option<&LostClient> {
        self.kept.lost.get(sid)
    }

    /// A lost client is back.
    pub(super) fn take(&mut self, sid: Sid) -> Option<LostClient> {
        self.kept.lost.remove(sid)
    }

    /// Gives up the lost clients that the target means.
    pub(super) fn give_up(&mut self, target: &Target<'_>) -> Expired {
        let sids = self.kept.lost.named(target);
        let mut expired = Expired::default();
        for sid in sids {
            if let Some(client) = self.kept.lost.remove(sid) {
                self.kept.pids.remove(&client.pid);
                expired.0.push(client);
            }
        }
        expired
    }

    /// Whether a client that was lost at that time may still come back.
    pub(super) fn is_in_time(&self, since: Instant) -> bool {
        since.elapsed() <= self.bounds.time
    }

    /// What a client has missed, that came in at `start` and knows the event with this number as its last. It must be able to
    /// take all of it at once.
    pub(super) fn missed(
        &self,
        start: u64,
        number: Option<u64>,
        sid: Sid,
        rooms: &[Arc<str>],
        capacity: Capacity,
    ) -> Result<Vec<Message>, RecoveryFailure> {
        let log = &self.kept.log;
        let from = match number {
            Some(number) => log.behind(number),
            // It has got no event yet that bears an offset.
            None => (start >= log.first()).then_some(start),
        };
        let from = from.or_else(|| log.beginning(Instant::now(), self.bounds));
        let from = from.ok_or(RecoveryFailure::OffsetUnknown)?.max(start);
        let Missed { messages, bytes } = log.missed(from, sid, rooms);
        if messages.len() > capacity.messages || bytes > capacity.bytes {
            return Err(RecoveryFailure::TooMuchMissed);
        }
        Ok(messages)
    }

    /// Whether somebody has to begin to look for what has expired.
    pub(super) fn begin_to_sweep(&mut self) -> bool {
        !std::mem::replace(&mut self.kept.swept, true)
    }

    /// Gives up what has expired. How long until something else expires; `None` once there is nothing left to look at.
    pub(super) fn sweep(&mut self) -> (Expired, Option<Duration>) {
        let now = Instant::now();
        let mut expired = Expired::default();
        self.kept.log.expire(now, self.bounds);
        while let Some((_, client)) = self.kept.lost.first()
            && !self.is_in_time(client.since)
        {
            self.give_up_first(&mut expired);
        }
        if self.kept.pids.is_empty() {
            self.kept.log.clear();
            self.kept.pids = FxHashMap::default();
            self.kept.swept = false;
            return (expired, None);
        }
        let log = self.kept.log.oldest().map(|at| at + self.bounds.kept_for);
        let lost = self
            .kept
            .lost
            .first()
            .map(|(_, client)| client.since + self.bounds.time);
        let next = log.into_iter().chain(lost).min();
        let next = next.map_or(self.bounds.time, |next| next.duration_since(now));
        (expired, Some(next.max(Duration::from_millis(1))))
    }

    pub(super) fn load(&self) -> Load {
        Load {
            clients: self.kept.lost.len(),
            messages: self.kept.log.len(),
            bytes: self.kept.log.bytes(),
        }
    }
}

impl Expired {
    /// Ends the sessions of these clients.
    pub(super) fn end(self) {
        for client in self.0 {
            client.sessions.end();
        }
    }
}
