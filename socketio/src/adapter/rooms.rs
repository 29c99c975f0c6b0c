//! Rooms: which members are in a room, and which rooms a member is in. Each room has a list of its members, each member a
//! list of its rooms, and each entry of one list knows the index of its counterpart in the other. So a broadcast walks over
//! one `Vec`, and leaving costs time only for the rooms of the member that leaves. The room that is named by a member's own
//! sid has no list; the sid leads to it. Knows nothing of messages.

use std::{collections::HashMap, ptr, sync::Arc};

use rustc_hash::FxHashMap;
use slab::Slab;

use super::{member::Member, watchers::Watchers};
use crate::{engine::Peer, sid::Sid};

/// The room without a name, in which every member is.
const EVERYONE: u32 = 0;
/// A list gives memory back when less than one part in this many of it is used.
const SPARSE: usize = 4;
/// A list of this capacity or less keeps its memory.
const SMALL: usize = 64;

/// Who is in which room of one namespace.
#[derive(Debug)]
pub(super) struct Rooms {
    seats: Slab<Seat>,
    // The server makes the sids at random, so nobody can provoke collisions and a plain hash is enough.
    sids: FxHashMap<Sid, u32>,
    rooms: Slab<Room>,
    // Clients may choose names, so this hash has a random key.
    names: HashMap<Arc<str>, u32>,
    /// The changes since `note_changes`, as long as they are noted.
    changes: Option<Vec<Change>>,
    pub(super) watchers: Watchers,
}

/// A change of a room with a name.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Created(Arc<str>),
    Joined(Arc<str>, Sid),
    Left(Arc<str>, Sid),
    Deleted(Arc<str>),
}

/// A member and its rooms.
#[derive(Debug)]
struct Seat {
    member: Arc<Member>,
    visits: Vec<Visit>,
}

/// One room of a member, and the index of the member's entry in the list of the room.
#[derive(Clone, Copy, Debug)]
struct Visit {
    room: u32,
    at: u32,
}

#[derive(Debug)]
struct Room {
    name: Arc<str>,
    entries: Vec<Entry>,
}

/// One member of a room: the peer that its messages go to, its seat, and the index of its visit in the list of the seat.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) peer: Arc<Peer>,
    pub(super) seat: u32,
    nth: u32,
}

impl Default for Rooms {
    fn default() -> Self {
        let mut rooms = Slab::new();
        let everyone = rooms.insert(Room {
            name: Arc::from(""),
            entries: Vec::new(),
        });
        debug_assert_eq!(key(everyone), EVERYONE);
        Self {
            seats: Slab::new(),
            sids: FxHashMap::default(),
            rooms,
            names: HashMap::new(),
            changes: None,
            watchers: Watchers::default(),
        }
    }
}

impl Rooms {
    /// Notes every change until `take_changes`.
    pub(super) fn note_changes(&mut self) {
        self.changes = Some(Vec::new());
    }

    /// The changes since `note_changes`. Changes are not noted any more.
    pub(super) fn take_changes(&mut self) -> Vec<Change> {
        self.changes.take().unwrap_or_default()
    }

    #[inline]
    fn note(&mut self, change: impl FnOnce() -> Change) {
        if let Some(changes) = &mut self.changes {
            changes.push(change());
        }
    }

    /// How many members and how many rooms with names there are.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.seats.len(), self.names.len())
    }

    /// Adds a member, which is in no named room yet.
    pub(super) fn insert(&mut self, member: Arc<Member>) {
        let sid = member.sid();
        let seat = key(self.seats.insert(Seat {
            member,
            visits: Vec::with_capacity(1),
        }));
        self.sids.insert(sid, seat);
        self.enter(seat, EVERYONE);
    }

    /// Removes a member from the namespace and all its rooms.
    pub(super) fn remove(&mut self, sid: Sid) -> Option<Arc<Member>> {
        let seat = self.sids.remove(&sid)?;
        self.watchers.note_emptied(sid.as_str());
        for nth in (0..self.seat(seat).visits.len()).rev() {
            self.exit(seat, nth);
        }
        if is_sparse(self.sids.len(), self.sids.capacity()) {
            self.sids.shrink_to(self.sids.len() * 2);
        }
        Some(self.seats.remove(seat as usize).member)
    }

    /// Puts a member into a room; `false` if there is no such member.
    pub(super) fn join(&mut self, sid: Sid, name: &str) -> bool {
        let Some(seat) = self.find_seat(&sid) else {
            return false;
        };
        if name == sid.as_str() {
            return true;
        }
        let room = match self.names.get(name) {
            Some(&room) => room,
            None => {
                let name: Arc<str> = name.into();
                let room = Room {
                    name: Arc::clone(&name),
                    entries: Vec::with_capacity(1),
                };
                let room = key(self.rooms.insert(room));
                self.note(|| Change::Created(Arc::clone(&name)));
                self.names.insert(name, room);
                room
            }
        };
        if self.nth(seat, room).is_none() {
            self.enter(seat, room);
        }
        true
    }

    /// Takes a member out of a room; `false` if there is no such member.
    pub(super) fn leave(&mut self, sid: Sid, name: &str) -> bool {
        let Some(seat) = self.find_seat(&sid) else {
            return false;
        };
        if let Some(&room) = self.names.get(name)
            && let Some(nth) = self.nth(seat, room)
        {
            self.exit(seat, nth);
        }
        true
    }

    /// Takes everybody out of a room.
    pub(super) fn close(&mut self, name: &str) {
        let Some(&room) = self.names.get(name) else {
            return;
        };
        for _ in 0..self.room(room).entries.len() {
            let last = self
                .room(room)
                .entries
                .last()
                .expect("one is taken out per turn, and the room goes with the last");
            let (seat, nth) = (last.seat, last.nth);
            self.exit(seat, nth as usize);
        }
    }

    /// Whether a room has members: a named room, or the room of a member's own sid.
    pub(super) fn is_occupied(&self, name: &str) -> bool {
        self.names.contains_key(name)
            || name.parse().is_ok_and(|sid| self.find_seat(&sid).is_some())
    }

    /// The names of a member's rooms, with the room of its own sid.
    pub(super) fn names_of(&self, sid: Sid) -> Option<Vec<String>> {
        let seat = self.seat(self.find_seat(&sid)?);
        let named = seat.visits.iter().filter(|visit| visit.room != EVERYONE);
        let mut names = Vec::with_capacity(seat.visits.len());
        names.push(sid.as_str().to_owned());
        names.extend(named.map(|visit| self.room(visit.room).name.as_ref().to_owned()));
        Some(names)
    }

    /// The names of a member's rooms, without the room of its own sid, shared with the rooms.
    pub(super) fn shared_names_of(&self, sid: Sid) -> Vec<Arc<str>> {
        let seat = self.find_seat(&sid).map(|seat| self.seat(seat));
        let visits = seat.map_or(&[][..], |seat| &seat.visits);
        let named = visits.iter().filter(|visit| visit.room != EVERYONE);
        named
            .map(|visit| Arc::clone(&self.room(visit.room).name))
            .collect()
    }

    /// Whether this very member is in the table, and not another one of its sid, nor none.
    pub(super) fn holds(&self, member: &Member) -> bool {
        self.find_seat(&member.sid())
            .is_some_and(|seat| ptr::eq(&**self.member(seat), member))
    }

    pub(super) fn member(&self, seat: u32) -> &Arc<Member> {
        &self.seat(seat).member
    }

    pub(super) fn find_seat(&self, sid: &Sid) -> Option<u32> {
        self.sids.get(sid).copied()
    }

    /// The members of a named room.
    pub(super) fn entries(&self, name: &str) -> Option<&[Entry]> {
        self.names
            .get(name)
            .map(|&room| self.room(room).entries.as_slice())
    }

    /// All members of the namespace.
    pub(super) fn everyone(&self) -> &[Entry] {
        &self.room(EVERYONE).entries
    }

    /// A number that is larger than that of any seat.
    pub(super) fn seats(&self) -> usize {
        self.seats.capacity()
    }

    /// The index of a room among the member's visits. It searches the shorter of the two lists, so that neither a large room
    /// nor a member of many rooms makes it slow.
    fn nth(&self, seat: u32, room: u32) -> Option<usize> {
        let (visits, entries) = (&self.seat(seat).visits, &self.room(room).entries);
        if visits.len() <= entries.len() {
            visits.iter().position(|visit| visit.room == room)
        } else {
            entries
                .iter()
                .find(|entry| entry.seat == seat)
                .map(|entry| entry.nth as usize)
        }
    }

    /// Adds the member to the room and the room to the member's visits.
    fn enter(&mut self, seat: u32, room: u32) {
        let Seat { member, visits } = &mut self.seats[seat as usize];
        let entries = &mut self.rooms[room as usize].entries;
        let (nth, at) = (key(visits.len()), key(entries.len()));
        entries.push(Entry {
            peer: Arc::clone(member.peer()),
            seat,
            nth,
        });
        visits.push(Visit { room, at });
        if let Some(changes) = &mut self.changes
            && room != EVERYONE
        {
            let name = Arc::clone(&self.rooms[room as usize].name);
            changes.push(Change::Joined(name, member.sid()));
        }
    }

    /// Removes an entry from both lists. The last element of each list moves into the gap, and its counterpart in the other
    /// list gets the new index.
    fn exit(&mut self, seat: u32, nth: usize) {
        let Seat { member, visits } = &mut self.seats[seat as usize];
        let Visit { room, at } = visits.swap_remove(nth);
        if let Some(changes) = &mut self.changes
            && room != EVERYONE
        {
            let name = Arc::clone(&self.rooms[room as usize].name);
            changes.push(Change::Left(name, member.sid()));
        }
        if let Some(moved) = visits.get(nth) {
            self.rooms[moved.room as usize].entries[moved.at as usize].nth = key(nth);
        }

        let entries = &mut self.rooms[room as usize].entries;
        entries.swap_remove(at as usize);
        if let Some(moved) = entries.get(at as usize) {
            self.seats[moved.seat as usize].visits[moved.nth as usize].at = at;
        }
        if entries.is_empty() && room != EVERYONE {
            let room = self.rooms.remove(room as usize);
            self.names.remove(&room.name);
            self.watchers.note_emptied(&room.name);
            self.note(|| Change::Deleted(room.name));
        } else if is_sparse(entries.len(), entries.capacity()) {
            entries.shrink_to(entries.len() * 2);
        }
    }

    fn seat(&self, seat: u32) -> &Seat {
        &self.seats[seat as usize]
    }

    fn room(&self, room: u32) -> &Room {
        &self.rooms[room as usize]
    }
}

fn is_sparse(len: usize, capacity: usize) -> bool {
    capacity > SMALL && len < capacity / SPARSE
}

/// Indices of 32 bits need half the memory of `usize`, and a process has fewer sockets than that.
fn key(index: usize) -> u32 {
    u32::try_from(index).expect("fewer than 2^32 members and rooms")
}

#[cfg(test)]
mod tests;
