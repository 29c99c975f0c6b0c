//! Selection: from a target's names to members, each once. One list is walked as it is; several are
//! marked in a bit set first. Nothing is allocated per member.

use std::sync::Arc;

use super::{
    member::Member,
    rooms::{Entry, Rooms},
    target::{RoomName, Target, To},
};
use crate::{engine::Peer, sid::Sid};

/// If more members than this are left out, they are marked in a bit set instead of compared one by one.
const FEW: usize = 8;

impl Rooms {
    /// Calls `visit` with every member the target means, once: where its messages go, and its seat.
    pub(super) fn each(&self, target: &Target<'_>, mut visit: impl FnMut(&Arc<Peer>, u32)) {
        let except = self.resolve(target.except.as_slice());
        let to = match &target.to {
            To::Everyone if except.is_short() => {
                return walk(self.everyone(), &except.seats, visit);
            }
            To::Everyone => NamedEntries {
                lists: vec![self.everyone()],
                seats: Vec::new(),
            },
            To::Member(sid) => {
                if let Some(seat) = self.find_seat(sid)
                    && !except.seats().any(|other| other == seat)
                {
                    visit(self.member(seat).peer(), seat);
                }
                return;
            }
            To::Rooms(rooms) => match rooms.as_slice() {
                [room] if except.is_short() => {
                    return self.walk_room(room, &except.seats, visit);
                }
                rooms => self.resolve(rooms),
            },
        };
        let mut marks = Marks::new(self.seats());
        to.seats().for_each(|seat| marks.set(seat));
        except.seats().for_each(|seat| marks.clear(seat));
        marks.each(|seat| visit(self.member(seat).peer(), seat));
    }

    /// Visits one room: its members, and the member whose sid is the room's name. A sid that is no text is that member alone.
    fn walk_room(
        &self,
        room: &RoomName<'_>,
        except: &[u32],
        mut visit: impl FnMut(&Arc<Peer>, u32),
    ) {
        let list = self.listed(room).unwrap_or_default();
        let own = room
            .to_sid()
            .and_then(|sid| self.find_seat(&sid))
            .filter(|seat| !except.contains(seat));
        walk(list, except, &mut visit);
        if let Some(seat) = own {
            visit(self.member(seat).peer(), seat);
        }
    }

    /// The members that have joined a room of this name. Nobody joins a sid: whoever has joined a room with its text is in
    /// another room.
    fn listed(&self, room: &RoomName<'_>) -> Option<&[Entry]> {
        match room {
            RoomName::Name(name) => self.entries(name),
            RoomName::Sid(_) => None,
        }
    }

    fn resolve(&self, rooms: &[RoomName<'_>]) -> NamedEntries<'_> {
        NamedEntries {
            lists: rooms.iter().filter_map(|room| self.listed(room)).collect(),
            seats: rooms
                .iter()
                .filter_map(|room| self.find_seat(&room.to_sid()?))
                .collect(),
        }
    }
}

/// The members the target means, but not those who have left.
pub(super) fn members(rooms: &Rooms, target: &Target<'_>) -> Vec<Arc<Member>> {
    let mut members = Vec::new();
    rooms.each(target, |_, seat| {
        let member = rooms.member(seat);
        if !member.phase().has_left() {
            members.push(Arc::clone(member));
        }
    });
    members
}

/// The sids of the members whose rooms the target changes. Those who have left are passed over, unless one alone is
/// meant: its disconnect handler may still change its rooms. One alone, the common case, allocates nothing.
pub(super) fn present(rooms: &Rooms, target: &Target<'_>) -> impl Iterator<Item = Sid> + use<> {
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

fn walk(list: &[Entry], except: &[u32], mut visit: impl FnMut(&Arc<Peer>, u32)) {
    if except.is_empty() {
        return list.iter().for_each(|entry| visit(&entry.peer, entry.seat));
    }
    let wanted = list.iter().filter(|entry| !except.contains(&entry.seat));
    wanted.for_each(|entry| visit(&entry.peer, entry.seat));
}

/// What a list of names stands for: rooms, and sockets whose sid was named.
struct NamedEntries<'a> {
    lists: Vec<&'a [Entry]>,
    seats: Vec<u32>,
}

impl NamedEntries<'_> {
    /// Whether there are so few that each visited member can be compared with all of them.
    fn is_short(&self) -> bool {
        self.lists.is_empty() && self.seats.len() <= FEW
    }

    fn seats(&self) -> impl Iterator<Item = u32> {
        let listed = self
            .lists
            .iter()
            .flat_map(|list| list.iter().map(|entry| entry.seat));
        listed.chain(self.seats.iter().copied())
    }
}

/// A set of seats: a bit for each.
struct Marks(Vec<u64>);

impl Marks {
    fn new(seats: usize) -> Self {
        Self(vec![0; seats.div_ceil(64)])
    }

    fn set(&mut self, seat: u32) {
        self.0[seat as usize / 64] |= 1 << (seat % 64);
    }

    fn clear(&mut self, seat: u32) {
        self.0[seat as usize / 64] &= !(1 << (seat % 64));
    }

    fn each(&self, mut visit: impl FnMut(u32)) {
        for (word, &bits) in self.0.iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                visit(word as u32 * 64 + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }
}
