//! Local: the members on this node, behind one lock. The lock is never held while something is encoded or awaited, or
//! while a callback runs. A push under the lock does not wait, write or wake a task.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use parking_lot::RwLock;
use tokio::sync::Notify;

use super::{
    member::{Member, PhaseChange, Scope},
    rooms::{Change, Rooms},
    target::{RoomName, Target, To},
};
use crate::{
    engine::{self, Message, Untaken, budget},
    observe::Reason,
    sid::Sid,
};

#[derive(Debug, Default)]
pub(super) struct Local {
    rooms: RwLock<Rooms>,
    /// How many members of the rooms messages may not go to, or not at once. While it is zero, a broadcast does not
    /// look at each member's phase.
    closed: AtomicUsize,
}

/// A task that waits for a room to become empty.
struct Watch<'a> {
    local: &'a Local,
    room: &'a str,
    emptied: Arc<Notify>,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.local.rooms.write().watchers.unwatch(self.room);
    }
}

impl Local {
    pub(super) fn insert(&self, member: &Arc<Member>) {
        let mut rooms = self.rooms.write();
        if !member.phase().is_open() {
            // Counted before anybody can see the member.
            self.closed.fetch_add(1, Ordering::AcqRel);
        }
        rooms.insert(Arc::clone(member));
    }

    /// Lets a member in: what was held back for it is queued.
    pub(super) fn accept(&self, member: &Member) {
        self.transition(|| member.accept());
    }

    /// Asks the members the target means to leave: from now on only answers are sent to them.
    pub(super) fn disconnect(&self, target: &Target<'_>, scope: Scope) {
        // Asking one wakes its task, so nobody is asked under the lock.
        for member in self.members(target) {
            self.transition(|| member.ask_to_leave(scope));
        }
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
    pub(super) fn refuse(&self, member: &Member, noted: bool) -> Vec<Change> {
        match self.transition(|| member.refuse()) {
            Some(_) => self.take_out(member, noted),
            None => Vec::new(),
        }
    }

    /// Takes out a member, wherever it stands.
    pub(super) fn remove(&self, member: &Member, noted: bool) -> Vec<Change> {
        match self.transition(|| member.remove()) {
            Some(_) => self.take_out(member, noted),
            None => Vec::new(),
        }
    }

    /// Changes the phase of a member, and keeps the count of those that are closed.
    fn transition(&self, change: impl FnOnce() -> Option<PhaseChange>) -> Option<PhaseChange> {
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

    fn take_out(&self, member: &Member, noted: bool) -> Vec<Change> {
        let (removed, changes) = self.change(noted, |rooms| rooms.remove(member.sid()));
        if removed.is_some() {
            self.closed.fetch_sub(1, Ordering::AcqRel);
        }
        changes
    }

    /// Changes the rooms under their lock. What has changed is given back if it is to be `noted`, to be told without it.
    fn change<T>(&self, noted: bool, change: impl FnOnce(&mut Rooms) -> T) -> (T, Vec<Change>) {
        let mut rooms = self.rooms.write();
        if noted {
            rooms.note_changes();
        }
        let changed = change(&mut rooms);
        let (changes, emptied) = (rooms.take_changes(), rooms.watchers.take_emptied());
        drop(rooms);
        emptied.iter().for_each(|emptied| emptied.notify_waiters());
        (changed, changes)
    }

    /// Waits until nobody is in a room.
    pub(super) async fn emptied(&self, room: &str) {
        let watch = {
            let mut rooms = self.rooms.write();
            if !rooms.is_occupied(room) {
                return;
            }
            Watch {
                local: self,
                room,
                emptied: rooms.watchers.watch(room),
            }
        };
        loop {
            let mut emptied = pin!(watch.emptied.notified());
            // Registers before it looks: the last member could leave between the two.
            emptied.as_mut().enable();
            if !self.rooms.read().is_occupied(room) {
                return;
            }
            emptied.await;
        }
    }

    /// Gives a message to everyone the target means: one lock, and per member one reference and one push.
    pub(super) fn broadcast(&self, target: &Target<'_>, message: &Message) {
        engine::walk(|| {
            let rooms = self.rooms.read();
            self.deliver(&rooms, target, message);
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
    pub(super) fn send(
        &self,
        member: &Member,
        message: Message,
        volatile: bool,
    ) -> Result<(), Untaken> {
        budget::sent(1, message.size());
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
        self.change(noted, join).1
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
        self.change(noted, leave).1
    }

    /// Takes everybody out of rooms.
    pub(super) fn close(&self, names: &[RoomName<'_>], noted: bool) -> Vec<Change> {
        let close = |rooms: &mut Rooms| names.iter().for_each(|name| rooms.close(name.as_str()));
        self.change(noted, close).1
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
        let mut members = self.members(target);
        members.retain(|member| member.phase().is_open());
        members
    }

    /// The members the target means, but not those who have left.
    fn members(&self, target: &Target<'_>) -> Vec<Arc<Member>> {
        let rooms = self.rooms.read();
        let mut members = Vec::new();
        rooms.each(target, |_, seat| {
            let member = rooms.member(seat);
            if !member.phase().has_left() {
                members.push(Arc::clone(member));
            }
        });
        members
    }
}

/// The sids of the members whose rooms the target changes. Those who have left are passed over, unless one alone is
/// meant: its disconnect handler may still change its rooms. One alone, the common case, allocates nothing.
fn present(rooms: &Rooms, target: &Target<'_>) -> impl Iterator<Item = Sid> + use<> {
    let (mut one, mut many) = (None, Vec::new());
    if let To::Member(sid) = target.to {
        one = Some(sid);
    } else {
        rooms.each(target, |_, seat| {
            let member = rooms.member(seat);
            if !member.phase().has_left() {
                many.push(member.sid());
            }
        });
    }
    one.into_iter().chain(many)
}

#[cfg(test)]
mod tests;
