//! Local: the members on this node, behind one lock. The lock is never held while something is encoded or awaited, or
//! while a callback runs. A push under the lock does not wait, write or wake a task.

mod emptied;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use parking_lot::RwLock;

use self::emptied::tell_emptied;
use super::{
    member::{Member, PhaseChange, Scope},
    recovery::{Locked, Offset, Store},
    rooms::{Change, Rooms},
    selection::{members, present},
    target::{RoomName, Target, To},
};
use crate::{
    engine::{self, Message, Untaken, budget},
    observe::Reason,
    sid::Sid,
};

#[derive(Debug, Default)]
pub(super) struct Local {
    pub(super) rooms: RwLock<Rooms>,
    /// What is kept for clients that lose their connection, where they are recovered. Locked behind the rooms.
    pub(super) store: Option<Box<Store>>,
    /// How many members of the rooms messages may not go to, or not at once. While it is zero, a broadcast does not
    /// look at each member's phase.
    pub(super) closed: AtomicUsize,
}

impl Local {
    pub(super) fn new(store: Option<Store>) -> Self {
        Self {
            store: store.map(Box::new),
            ..Self::default()
        }
    }

    pub(super) fn insert(&self, member: &Arc<Member>) {
        self.insert_into(&mut self.rooms.write(), member);
    }

    pub(super) fn insert_into(&self, rooms: &mut Rooms, member: &Arc<Member>) {
        if !member.phase().is_open() {
            // Counted before anybody can see the member.
            self.closed.fetch_add(1, Ordering::AcqRel);
        }
        rooms.insert(Arc::clone(member));
    }

    /// Lets a member in: what was held back for it is queued.
    pub(super) fn accept(&self, member: &Member) {
        self.transition(|| member.accept());
        if let Some(store) = &self.store
            && member.is_recovered()
        {
            store.counters.count_recovered();
        }
    }

    /// Asks the members the target means to leave: from now on only answers are sent to them. Those that have lost their
    /// connection do not come back.
    pub(super) fn disconnect(&self, target: &Target<'_>, scope: Scope) {
        // Asking one wakes its task, so nobody is asked under the lock.
        for member in self.members_without_lost(target) {
            self.transition(|| member.ask_to_leave(scope));
        }
        if self.store.is_some() {
            // Some may have lost their connection since they were looked for, and some of those are back already.
            let mut back = self.members_without_lost(target);
            back.retain(|member| member.is_recovered() && !member.phase().is_asked());
            for member in back {
                self.transition(|| member.ask_to_leave(scope));
            }
        }
    }

    /// The members the target means. Clients that it means and that have lost their connection are given up, in the same step:
    /// nobody comes back between.
    fn members_without_lost(&self, target: &Target<'_>) -> Vec<Arc<Member>> {
        let rooms = self.rooms.read();
        let found = members(&rooms, target);
        let expired = self
            .store
            .as_ref()
            .map(|store| store.lock().give_up(target));
        drop(rooms);
        if let Some(expired) = expired {
            expired.end();
        }
        found
    }

    /// Stops what is sent to a member. Its rooms can still be read. `false` if it had left before.
    pub(super) fn shut(&self, member: &Member, reason: Reason) -> bool {
        self.transition(|| member.leave(reason)).is_some()
    }

    /// The serial handlers of a member that has left have finished. `false` if it is not time for that.
    pub(super) fn finish(&self, member: &Member) -> bool {
        self.transition(|| member.finish()).is_some()
    }

    /// Takes out a member that its connect handler has turned away.
    pub(super) fn refuse(&self, member: &Member, noted: bool) -> Removal {
        match self.transition(|| member.refuse()) {
            Some(_) => self.take_out(member, noted),
            None => Removal::default(),
        }
    }

    /// Takes out a member, wherever it stands.
    pub(super) fn remove(&self, member: &Member, noted: bool) -> Removal {
        match self.transition(|| member.remove()) {
            Some(_) => self.take_out(member, noted),
            None => Removal::default(),
        }
    }

    /// Changes the phase of a member, and keeps the count of those that are closed.
    pub(super) fn transition(
        &self,
        change: impl FnOnce() -> Option<PhaseChange>,
    ) -> Option<PhaseChange> {
        // Counted up before the phase changes, and down behind it: whoever sees the count at zero may push to anybody.
        self.closed.fetch_add(1, Ordering::AcqRel);
        let changed = change();
        let (before, after) = changed.map_or((true, true), |changed| {
            (changed.before.is_open(), changed.after.is_open())
        });
        match (before, after) {
            (true, false) => {}
            (false, true) => {
                self.closed.fetch_sub(2, Ordering::AcqRel);
            }
            (true, true) | (false, false) => {
                self.closed.fetch_sub(1, Ordering::AcqRel);
            }
        }
        changed
    }

    fn take_out(&self, member: &Member, noted: bool) -> Removal {
        let mut rooms = self.rooms.write();
        let (removed, changes) = change(&mut rooms, noted, |rooms| {
            // Another connection of the client may have its place.
            rooms.holds(member) && rooms.remove(member.sid()).is_some()
        });
        tell_emptied(rooms);
        if removed {
            self.closed.fetch_sub(1, Ordering::AcqRel);
        }
        Removal { removed, changes }
    }

    /// Changes the rooms under their lock, and those of lost clients as well. What has changed is given back if it is to be
    /// `noted`, to be told without the lock.
    fn change(
        &self,
        noted: bool,
        alter: impl FnOnce(&mut Rooms),
        alter_lost: impl FnOnce(&mut Locked<'_>),
    ) -> Vec<Change> {
        let mut rooms = self.rooms.write();
        let Some(store) = &self.store else {
            let ((), changes) = change(&mut rooms, noted, alter);
            tell_emptied(rooms);
            return changes;
        };
        let ((), changes) = change(&mut rooms, true, alter);
        let mut store = store.lock();
        for change in &changes {
            match change {
                Change::Joined(room, sid) => store.joined(*sid, room),
                Change::Left(room, sid) => store.left(*sid, room),
                Change::Created(_) | Change::Deleted(_) => {}
            }
        }
        alter_lost(&mut store);
        drop(store);
        tell_emptied(rooms);
        if noted { changes } else { Vec::new() }
    }

    /// Waits until nobody is in a room.
    pub(super) async fn emptied(&self, room: &str) {
        emptied::emptied(&self.rooms, room).await;
    }

    /// Gives a message to everyone the target means: one lock, and per member one reference and one push. With an offset
    /// it is recorded, for those who have lost their connection.
    pub(super) fn broadcast(&self, target: &Target<'_>, message: &Message, offset: Option<Offset>) {
        engine::walk(|| {
            let rooms = self.rooms.read();
            // Locked until everybody has it: all get messages in the order in which they are recorded.
            let recorded = self.store.as_ref().zip(offset).map(|(store, offset)| {
                let mut store = store.lock();
                store.record(offset, target, message.clone());
                store
            });
            self.deliver(&rooms, target, message);
            drop(recorded);
        });
    }

    /// Gives a question to everyone the target means, after `register` was told who they are.
    pub(super) fn ask(
        &self,
        target: &Target<'_>,
        message: &Message,
        register: impl FnOnce(Vec<Arc<Member>>),
    ) {
        engine::walk(|| {
            let rooms = self.rooms.read();
            let mut asked = Vec::new();
            rooms.each(target, |_, seat| {
                let member = rooms.member(seat);
                if member.phase().takes_messages() {
                    asked.push(Arc::clone(member));
                }
            });
            // Registered before the push, since an answer may come at once; and under the lock, so that a member that
            // leaves from now on is struck off the list of those that owe an answer.
            register(asked);
            self.deliver(&rooms, target, message);
        });
    }

    /// Gives a message to one member, past the rooms. A volatile one is left out if the member could not get it at once.
    /// With an offset it is recorded, as a broadcast is.
    pub(super) fn send(
        &self,
        member: &Member,
        message: Message,
        volatile: bool,
        offset: Option<Offset>,
    ) -> Result<(), Untaken> {
        budget::sent(1, message.size());
        if let (Some(store), Some(offset)) = (&self.store, offset) {
            return engine::walk(|| self.send_recorded(store, member, message, offset));
        }
        if volatile {
            member.push(message, true);
            return Ok(());
        }
        member.offer(message)
    }

    fn deliver(&self, rooms: &Rooms, target: &Target<'_>, message: &Message) {
        let volatile = target.flags.volatile;
        let mut deliveries = 0;
        if self.closed.load(Ordering::Acquire) > 0 {
            rooms.each(target, |_, seat| {
                rooms.member(seat).push(message.clone(), volatile);
                deliveries += 1;
            });
        } else if volatile {
            rooms.each(target, |peer, _| {
                peer.push_volatile(message.clone());
                deliveries += 1;
            });
        } else {
            rooms.each(target, |peer, _| {
                peer.push(message.clone());
                deliveries += 1;
            });
        }
        budget::sent(deliveries, message.size());
    }

    /// Puts the members the target means into rooms: one lock, however many they are.
    pub(super) fn join(
        &self,
        target: &Target<'_>,
        names: &[RoomName<'_>],
        noted: bool,
    ) -> Vec<Change> {
        let join = |rooms: &mut Rooms| {
            for sid in present(rooms, target) {
                for name in names {
                    rooms.join(sid, name.as_str());
                }
            }
        };
        self.change(noted, join, |lost| lost.join(target, names))
    }

    /// Takes the members the target means out of rooms: one lock, however many they are.
    pub(super) fn leave(
        &self,
        target: &Target<'_>,
        names: &[RoomName<'_>],
        noted: bool,
    ) -> Vec<Change> {
        let leave = |rooms: &mut Rooms| {
            for sid in present(rooms, target) {
                for name in names {
                    rooms.leave(sid, name.as_str());
                }
            }
        };
        self.change(noted, leave, |lost| lost.leave(target, names))
    }

    /// Takes everybody out of rooms.
    pub(super) fn close(&self, names: &[RoomName<'_>], noted: bool) -> Vec<Change> {
        let close = |rooms: &mut Rooms| names.iter().for_each(|name| rooms.close(name.as_str()));
        self.change(noted, close, |lost| lost.leave(&Target::default(), names))
    }

    /// Whether the target may mean anybody. It looks only whether there are such rooms and sids.
    pub(super) fn reaches(&self, target: &Target<'_>) -> bool {
        let rooms = self.rooms.read();
        match &target.to {
            To::Everyone => !rooms.everyone().is_empty(),
            To::Member(sid) => rooms.find_seat(sid).is_some(),
            To::Rooms(names) => names.as_slice().iter().any(|name| match name {
                RoomName::Name(name) => rooms.is_occupied(name),
                RoomName::Sid(sid) => rooms.find_seat(sid).is_some(),
            }),
        }
    }

    /// How many the target means, but not those who have left.
    pub(super) fn count(&self, target: &Target<'_>) -> usize {
        let rooms = self.rooms.read();
        let mut count = 0;
        rooms.each(target, |_, seat| {
            count += usize::from(rooms.member(seat).phase().takes_messages());
        });
        count
    }

    /// How many members and how many rooms there are.
    pub(super) fn size(&self) -> (usize, usize) {
        self.rooms.read().size()
    }

    /// The member with this sid.
    pub(super) fn find(&self, sid: Sid) -> Option<Arc<Member>> {
        let rooms = self.rooms.read();
        let seat = rooms.find_seat(&sid)?;
        Some(Arc::clone(rooms.member(seat)))
    }

    pub(super) fn rooms_of(&self, sid: Sid) -> Option<Vec<String>> {
        self.rooms.read().names_of(sid)
    }

    /// The sids of the connected members the target means.
    pub(super) fn sids(&self, target: &Target<'_>) -> Vec<Sid> {
        let rooms = self.rooms.read();
        let mut sids = Vec::new();
        rooms.each(target, |_, seat| {
            let member = rooms.member(seat);
            if member.phase().is_open() {
                sids.push(member.sid());
            }
        });
        sids
    }

    /// The connected members the target means.
    pub(super) fn connected(&self, target: &Target<'_>) -> Vec<Arc<Member>> {
        let mut members = members(&self.rooms.read(), target);
        members.retain(|member| member.phase().is_open());
        members
    }
}

/// A member was taken out of the table.
#[derive(Debug, Default)]
pub(super) struct Removal {
    /// Whether it was in it, and not another one in its place.
    pub(super) removed: bool,
    pub(super) changes: Vec<Change>,
}

/// Changes the rooms. What has changed is given back if it is to be `noted`.
pub(super) fn change<T>(
    rooms: &mut Rooms,
    noted: bool,
    change: impl FnOnce(&mut Rooms) -> T,
) -> (T, Vec<Change>) {
    if noted {
        rooms.note_changes();
    }
    let changed = change(rooms);
    (changed, rooms.take_changes())
}

#[cfg(test)]
mod tests;
