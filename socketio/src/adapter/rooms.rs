//! Rooms: room -> members, member -> rooms, both directions dense and linked to each other. A broadcast is
//! a walk over one `Vec`; leaving costs what the leaver's own rooms cost. The room of a socket's own sid is
//! not kept, it follows from the sid. Knows nothing of messages.

use std::{collections::HashMap, sync::Arc};

use rustc_hash::FxHashMap;
use slab::Slab;

use super::member::Member;
use crate::{engine::Peer, sid::Sid};

/// The room that everybody is in, and which has no name.
const EVERYONE: u32 = 0;
/// A list gives memory back when it is filled to less than one part in this many,
const SPARSE: usize = 4;
/// unless it is as small as this.
const SMALL: usize = 64;

/// Who is in which room of one namespace.
#[derive(Debug)]
pub(super) struct Rooms {
    seats: Slab<Seat>,
    // The sids are ours and random: a plain hash will do.
    sids: FxHashMap<Sid, u32>,
    rooms: Slab<Room>,
    // Names may come from clients, so this hash has a secret.
    names: HashMap<Arc<str>, u32>,
    /// What has changed, if somebody wants to know.
    changes: Option<Vec<Change>>,
}

/// A change of a room with a name.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Created(Arc<str>),
    Joined(Arc<str>, Sid),
    Left(Arc<str>, Sid),
    Deleted(Arc<str>),
}

/// A member and where its entries are.
#[derive(Debug)]
struct Seat {
    member: Arc<Member>,
    places: Vec<Place>,
}

/// One room of a member: which, and where in its list.
#[derive(Clone, Copy, Debug)]
struct Place {
    room: u32,
    at: u32,
}

#[derive(Debug)]
struct Room {
    name: Arc<str>,
    entries: Vec<Entry>,
}

/// One member of a room: where its messages go, its seat, and which of its places this is.
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
        }
    }
}

impl Rooms {
    /// Notes every change from now on, until the changes are taken.
    pub(super) fn note_changes(&mut self) {
        self.changes = Some(Vec::new());
    }

    /// What has changed since then.
    pub(super) fn take_changes(&mut self) -> Vec<Change> {
        self.changes.take().unwrap_or_default()
    }

    #[inline]
    fn note(&mut self, change: impl FnOnce() -> Change) {
        if let Some(changes) = &mut self.changes {
            changes.push(change());
        }
    }

    pub(super) fn insert(&mut self, member: Arc<Member>) {
        let sid = member.sid();
        let seat = key(self.seats.insert(Seat {
            member,
            places: Vec::with_capacity(1),
        }));
        self.sids.insert(sid, seat);
        self.enter(seat, EVERYONE);
    }

    /// Takes a member out, of all its rooms as well.
    pub(super) fn remove(&mut self, sid: Sid) -> Option<Arc<Member>> {
        let seat = self.sids.remove(&sid)?;
        for nth in (0..self.seat(seat).places.len()).rev() {
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

    /// Whether anybody is in a room, or has it as its sid.
    pub(super) fn is_occupied(&self, name: &str) -> bool {
        self.names.contains_key(name)
            || name.parse().is_ok_and(|sid| self.find_seat(&sid).is_some())
    }

    /// The names of a member's rooms, its own among them.
    pub(super) fn names_of(&self, sid: Sid) -> Option<Vec<String>> {
        let seat = self.seat(self.find_seat(&sid)?);
        let named = seat.places.iter().filter(|place| place.room != EVERYONE);
        let mut names = Vec::with_capacity(seat.places.len());
        names.push(sid.as_str().to_owned());
        names.extend(named.map(|place| self.room(place.room).name.as_ref().to_owned()));
        Some(names)
    }

    pub(super) fn member(&self, seat: u32) -> &Arc<Member> {
        &self.seat(seat).member
    }

    pub(super) fn find_seat(&self, sid: &Sid) -> Option<u32> {
        self.sids.get(sid).copied()
    }

    /// The members of a room.
    pub(super) fn entries(&self, name: &str) -> Option<&[Entry]> {
        self.names
            .get(name)
            .map(|&room| self.room(room).entries.as_slice())
    }

    /// The members of the namespace.
    pub(super) fn everyone(&self) -> &[Entry] {
        &self.room(EVERYONE).entries
    }

    /// An upper bound of all seats' numbers.
    pub(super) fn seats(&self) -> usize {
        self.seats.capacity()
    }

    /// Which of the member's places is this room. Looks through the shorter of the two lists, so that neither
    /// a crowded room nor a member of many rooms makes it slow.
    fn nth(&self, seat: u32, room: u32) -> Option<usize> {
        let (places, entries) = (&self.seat(seat).places, &self.room(room).entries);
        if places.len() <= entries.len() {
            places.iter().position(|place| place.room == room)
        } else {
            entries
                .iter()
                .find(|entry| entry.seat == seat)
                .map(|entry| entry.nth as usize)
        }
    }

    fn enter(&mut self, seat: u32, room: u32) {
        let Seat { member, places } = &mut self.seats[seat as usize];
        let entries = &mut self.rooms[room as usize].entries;
        let (nth, at) = (key(places.len()), key(entries.len()));
        entries.push(Entry {
            peer: Arc::clone(member.peer()),
            seat,
            nth,
        });
        places.push(Place { room, at });
        if let Some(changes) = &mut self.changes
            && room != EVERYONE
        {
            let name = Arc::clone(&self.rooms[room as usize].name);
            changes.push(Change::Joined(name, member.sid()));
        }
    }

    /// Closes both gaps with the last of each list and tells those moved where they are now.
    fn exit(&mut self, seat: u32, nth: usize) {
        let Seat { member, places } = &mut self.seats[seat as usize];
        let Place { room, at } = places.swap_remove(nth);
        if let Some(changes) = &mut self.changes
            && room != EVERYONE
        {
            let name = Arc::clone(&self.rooms[room as usize].name);
            changes.push(Change::Left(name, member.sid()));
        }
        if let Some(moved) = places.get(nth) {
            self.rooms[moved.room as usize].entries[moved.at as usize].nth = key(nth);
        }

        let entries = &mut self.rooms[room as usize].entries;
        entries.swap_remove(at as usize);
        if let Some(moved) = entries.get(at as usize) {
            self.seats[moved.seat as usize].places[moved.nth as usize].at = at;
        }
        if entries.is_empty() && room != EVERYONE {
            let room = self.rooms.remove(room as usize);
            self.names.remove(&room.name);
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

/// Places and seats are numbered in 32 bits: half the memory, and more than there are sockets.
fn key(index: usize) -> u32 {
    u32::try_from(index).expect("fewer than 2^32 members and rooms")
}

#[cfg(test)]
mod tests;
