//! Restore: clients that lose their connection are kept, and come back: one step each, between two messages.

use std::sync::{Arc, atomic::Ordering};

use tokio::time::Instant;

use super::{
    local::{Local, change},
    member::{Allowance, Member, Phase, Profile, Scope},
    recovery::{Capacity, Identity, LostClient, Offset, Pid, Store},
    rooms::{Change, Rooms},
    target::Target,
};
use crate::{
    engine::{Message, Peer, Untaken},
    observe::{Reason, RecoveryFailure},
    sid::Sid,
};

/// About how many bytes a CONNECT has, and the name of its namespace.
const CONNECT: usize = 512;

/// A client that says who it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim {
    pid: Pid,
    /// Who it was, as far as anybody knows.
    sid: Sid,
    /// The number of the last event that it has got; `None` if it has got none.
    number: Option<u64>,
}

/// What a client that comes back joins with.
pub(crate) struct Returning<'a> {
    pub(crate) peer: &'a Arc<Peer>,
    pub(crate) profile: Profile,
    pub(crate) phase: Phase,
    /// CONNECT, if it is sent before anything is decided.
    pub(crate) connect: Option<Message>,
}

/// A client has come back.
pub(super) struct Returned {
    pub(super) member: Arc<Member>,
    /// Whether its old connection was still taken for a living one.
    pub(super) replaced: bool,
    pub(super) changes: Vec<Change>,
}

impl Claim {
    /// What a client claims, if it is somebody who may come back.
    pub(super) fn new(
        store: &Store,
        pid: &str,
        offset: Option<&str>,
    ) -> Result<Self, RecoveryFailure> {
        let pid: Pid = pid.parse().map_err(|_| RecoveryFailure::Unknown)?;
        let sid = store.lock().sid_of(pid).ok_or(RecoveryFailure::Unknown)?;
        let number = match offset {
            None => None,
            Some(offset) => Some(
                store
                    .number_of(offset)
                    .ok_or(RecoveryFailure::OffsetUnknown)?,
            ),
        };
        Ok(Self { pid, sid, number })
    }

    pub(crate) fn sid(&self) -> Sid {
        self.sid
    }

    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }
}

impl Local {
    /// Admits a new client, which may be lost and come back.
    pub(super) fn admit(&self, store: &Store, member: Member, pid: Pid) -> Arc<Member> {
        let mut rooms = self.rooms.write();
        let mut kept = store.lock();
        let identity = Identity::new(pid, kept.end(), None);
        kept.admit(pid, member.sid());
        let member = Arc::new(member.with_identity(identity));
        self.insert_into(&mut rooms, &member);
        member
    }

    /// A client is about to leave for this reason. It is kept if it may come back from that.
    pub(super) fn keep_lost(&self, member: &Member, reason: Reason) {
        if member.may_come_back(reason) {
            if self.keep(member, Instant::now())
                && let Some(store) = &self.store
            {
                store.counters.count_kept();
            }
        } else if !member.phase().has_left() {
            self.forget(member);
        }
    }

    /// A client is about to be refused. One that had come back may try again, but has no more time for that.
    pub(super) fn keep_refused(&self, member: &Member) {
        match member.away_since() {
            Some(since) => {
                if let Some(store) = &self.store {
                    store.counters.count_refused();
                }
                self.keep(member, since);
            }
            None => self.forget(member),
        }
    }

    /// A client is about to be removed. It does not come back unless it was kept before.
    pub(super) fn give_up_removed(&self, member: &Member) {
        if !member.outlives_connection() {
            self.forget(member);
        }
    }

    /// Keeps what a client needs to come back, which has been away since then. It is about to leave. `false` if it is back
    /// already, or was given up.
    fn keep(&self, member: &Member, since: Instant) -> bool {
        let (Some(store), Some(identity)) = (&self.store, member.identity()) else {
            return false;
        };
        let expired = {
            let rooms = self.rooms.read();
            let mut kept = store.lock();
            let client = LostClient {
                pid: identity.pid,
                since,
                start: identity.start,
                rooms: rooms.shared_names_of(member.sid()),
                sessions: member.profile().share_sessions(),
            };
            if !rooms.holds(member) || kept.sid_of(identity.pid) != Some(member.sid()) {
                return false;
            }
            identity.release();
            kept.keep(member.sid(), client)
        };
        expired.end();
        true
    }

    /// A client does not come back, unless it is back already.
    fn forget(&self, member: &Member) {
        if let (Some(store), Some(identity)) = (&self.store, member.identity()) {
            let rooms = self.rooms.read();
            // In one step: it may come back over another connection at any moment.
            let expired = rooms
                .holds(member)
                .then(|| store.lock().forget(identity.pid));
            drop(rooms);
            if let Some(expired) = expired {
                expired.end();
            }
        }
    }

    /// Whether this very member has its sid, and not another connection of the same client.
    pub(super) fn is_current(&self, member: &Member) -> bool {
        self.store.is_none() || self.rooms.read().holds(member)
    }

    /// A client comes back as who it was: with its sid, rooms and sessions. CONNECT and what it has missed are queued, or
    /// wait for the connect handler; what is sent from now on follows.
    pub(super) fn restore(
        &self,
        store: &Store,
        claim: Claim,
        returning: Returning<'_>,
        allowance: Allowance,
        noted: bool,
    ) -> Result<Returned, RecoveryFailure> {
        let mut rooms = self.rooms.write();
        let mut kept = store.lock();
        let sid = claim.sid;
        if kept.sid_of(claim.pid) != Some(sid) {
            return Err(RecoveryFailure::Unknown);
        }
        let old = rooms
            .find_seat(&sid)
            .map(|seat| Arc::clone(rooms.member(seat)));
        let (away, start, names, sessions) = match (kept.lost(sid), &old) {
            (Some(client), _) if !kept.is_in_time(client.since) => {
                return Err(RecoveryFailure::Unknown);
            }
            (Some(client), _) => (
                client.since,
                client.start,
                client.rooms.clone(),
                Arc::clone(&client.sessions),
            ),
            (None, Some(old)) => (
                Instant::now(),
                replaceable(old)?.start,
                rooms.shared_names_of(sid),
                old.profile().share_sessions(),
            ),
            (None, None) => return Err(RecoveryFailure::Unknown),
        };
        let missed = kept.missed(
            start,
            claim.number,
            sid,
            &names,
            capacity(&returning, allowance),
        )?;

        // Nothing fails from here on.
        kept.take(sid);
        let replaced = old.as_ref().is_some_and(|old| !old.outlives_connection());
        if let Some(old) = &old {
            self.replace(&mut rooms, old);
        }
        returning.profile.resume(sessions);
        let peer = returning.peer;
        if let Some(connect) = returning.connect {
            peer.push(connect);
        }
        let identity = Identity::new(claim.pid, start, Some(away));
        let member = Member::new(
            sid,
            Arc::clone(peer),
            returning.profile,
            returning.phase,
            allowance,
        );
        let member = Arc::new(member.with_identity(identity));
        member.begin_with(missed);
        let ((), changes) = change(&mut rooms, noted && old.is_none(), |rooms| {
            self.insert_into(rooms, &member);
            for name in &names {
                rooms.join(sid, name);
            }
        });
        Ok(Returned {
            member,
            replaced,
            changes,
        })
    }

    /// Takes an older connection of a client that is back out of the table. If it seems to live, it is asked to leave.
    fn replace(&self, rooms: &mut Rooms, old: &Member) {
        if let Some(identity) = old.identity() {
            identity.release();
        }
        self.transition(|| old.ask_to_leave(Scope::Namespace));
        if rooms.remove(old.sid()).is_some() {
            self.closed.fetch_sub(1, Ordering::AcqRel);
        }
    }

    /// Gives a message to a member if there is room for it, and records it.
    #[inline]
    pub(super) fn send_recorded(
        &self,
        store: &Store,
        member: &Member,
        message: Message,
        offset: Offset,
    ) -> Result<(), Untaken> {
        let mut kept = store.lock();
        match member.offer(message.clone()) {
            Ok(()) => {
                kept.record(offset, &Target::member(member.sid()), message);
                Ok(())
            }
            Err(Untaken::Full(message)) => Err(Untaken::Full(message)),
            Err(Untaken::Gone) => {
                drop(kept);
                self.send_to_sid(store, member.sid(), message, offset)
            }
        }
    }

    /// Gives a message to a client whose connection has gone: it is recorded for when it is back, or sent over the
    /// connection that it has now.
    #[cold]
    fn send_to_sid(
        &self,
        store: &Store,
        sid: Sid,
        message: Message,
        offset: Offset,
    ) -> Result<(), Untaken> {
        let rooms = self.rooms.read();
        let mut kept = store.lock();
        let present = rooms
            .find_seat(&sid)
            .is_some_and(|seat| rooms.member(seat).push(message.clone(), false));
        if !present && !kept.is_lost(sid) {
            return Err(Untaken::Gone);
        }
        kept.record(offset, &Target::member(sid), message);
        Ok(())
    }

    /// Gives up the lost clients that the target means.
    pub(super) fn give_up(&self, target: &Target<'_>) {
        if let Some(store) = &self.store {
            let expired = store.lock().give_up(target);
            expired.end();
        }
    }
}

/// How much a client can take behind its CONNECT: what its queue has room for, or what may be held back for it until its
/// connect handler has let it in, which is the same if no other namespace has filled the queue.
fn capacity(returning: &Returning<'_>, allowance: Allowance) -> Capacity {
    let (messages, bytes) = returning.peer.room();
    let connect = returning.connect.as_ref();
    // A CONNECT that is yet to come is not much longer than this.
    let connect = connect.map_or(CONNECT, Message::size);
    Capacity {
        messages: messages.min(allowance.messages).saturating_sub(1),
        bytes: bytes.min(allowance.bytes).saturating_sub(connect),
    }
}

/// The identity of a client that comes back while its connection is still taken for a living one.
fn replaceable(old: &Member) -> Result<&Identity, RecoveryFailure> {
    match old.phase() {
        // It has told its pid itself, over the older connection, or is coming back over two at once.
        phase if phase.is_connecting() => Err(RecoveryFailure::InUse),
        phase if phase.is_open() => old.identity().ok_or(RecoveryFailure::Unknown),
        // It was asked to leave, or has left for a reason that nobody comes back from.
        _ => Err(RecoveryFailure::Unknown),
    }
}
