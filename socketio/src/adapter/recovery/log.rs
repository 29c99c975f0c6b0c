//! Log: what was sent in a namespace, in the order in which everybody got it, and who joined and left which room between.
//! From that follows what a client has missed. Nothing is kept for each recipient.

use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
};

use tokio::time::Instant;

use super::bounds::Bounds;
use crate::{
    adapter::target::{RoomName, Target, To},
    engine::Message,
    sid::Sid,
};

/// What was sent in one namespace lately.
#[derive(Debug, Default)]
pub(super) struct Log {
    entries: VecDeque<Entry>,
    /// The place of the first entry. The places of the others follow.
    first: u64,
    /// How many bytes the entries occupy.
    bytes: usize,
    /// When the last of those was added that are no longer kept.
    dropped: Option<Instant>,
}

#[derive(Debug)]
struct Entry {
    at: Instant,
    bytes: usize,
    what: Recorded,
}

/// What an entry of the log says.
#[derive(Debug)]
enum Recorded {
    Sent {
        /// The number of its offset.
        number: u64,
        target: Target<'static>,
        message: Message,
    },
    /// A client has joined a room.
    Joined(Sid, Arc<str>),
    /// A client has left a room.
    Left(Sid, Arc<str>),
}

/// What a client has missed, in order.
#[derive(Debug, Default)]
pub(super) struct Missed {
    pub(super) messages: Vec<Message>,
    pub(super) bytes: usize,
}

impl Log {
    /// The place of the entry to come.
    pub(super) fn end(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// The place of the oldest entry.
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// When the oldest entry was added.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.entries.front().map(|entry| entry.at)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    #[inline]
    pub(super) fn sent(
        &mut self,
        number: u64,
        target: &Target<'_>,
        message: Message,
        bounds: &Bounds,
    ) {
        let bytes = message.size() + target.size();
        let target = target.to_owned();
        let what = Recorded::Sent {
            number,
            target,
            message,
        };
        self.append(bytes, what, bounds);
    }

    pub(super) fn joined(&mut self, sid: Sid, room: &Arc<str>, bounds: &Bounds) {
        self.append(room.len(), Recorded::Joined(sid, Arc::clone(room)), bounds);
    }

    pub(super) fn left(&mut self, sid: Sid, room: &Arc<str>, bounds: &Bounds) {
        self.append(room.len(), Recorded::Left(sid, Arc::clone(room)), bounds);
    }

    /// What is too old is dropped by the sweep, and not looked for here.
    fn append(&mut self, bytes: usize, what: Recorded, bounds: &Bounds) {
        let (at, bytes) = (Instant::now(), bytes + size_of::<Entry>());
        self.bytes += bytes;
        self.entries.push_back(Entry { at, bytes, what });
        while self.entries.len() > bounds.messages || self.bytes > bounds.bytes {
            self.drop_first();
        }
    }

    /// Drops what is older than anybody can have missed.
    pub(super) fn expire(&mut self, now: Instant, bounds: &Bounds) {
        while self
            .oldest()
            .is_some_and(|oldest| now.duration_since(oldest) > bounds.kept_for)
        {
            self.drop_first();
        }
    }

    /// Drops everything, once there is nobody who could miss it.
    pub(super) fn clear(&mut self) {
        self.first = self.end();
        self.entries = VecDeque::new();
        self.bytes = 0;
    }

    fn drop_first(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.first += 1;
            self.bytes -= entry.bytes;
            self.dropped = Some(entry.at);
        }
    }

    /// The place behind the message with this number; `None` if it is not kept any more.
    pub(super) fn behind(&self, number: u64) -> Option<u64> {
        // From the end: a client that comes back has missed little, most often.
        let back = self.entries.iter().rev().position(
            |entry| matches!(entry.what, Recorded::Sent { number: other, .. } if other == number),
        )?;
        Some(self.end() - back as u64)
    }

    /// The place of the first entry, if a client that was lost in time has certainly got all that is no longer kept.
    pub(super) fn beginning(&self, now: Instant, bounds: &Bounds) -> Option<u64> {
        let is_old = |dropped: Instant| now.duration_since(dropped) > bounds.kept_for;
        self.dropped.is_none_or(is_old).then_some(self.first)
    }

    /// The messages from this place on for a client that is in these rooms now.
    pub(super) fn missed(&self, from: u64, sid: Sid, rooms: &[Arc<str>]) -> Missed {
        let skipped = usize::try_from(from.saturating_sub(self.first)).unwrap_or(usize::MAX);
        let mut rooms: HashSet<Arc<str>> = rooms.iter().cloned().collect();
        let mut missed = Missed::default();
        // Backward, from the rooms of now to those of then: a message counts by the rooms at the time it was sent.
        for entry in self.entries.iter().skip(skipped).rev() {
            match &entry.what {
                Recorded::Sent {
                    target, message, ..
                } => {
                    if target.means(sid, |room| rooms.contains(room)) {
                        missed.bytes += message.size();
                        missed.messages.push(message.clone());
                    }
                }
                Recorded::Joined(other, room) if *other == sid => {
                    rooms.remove(room);
                }
                Recorded::Left(other, room) if *other == sid => {
                    rooms.insert(Arc::clone(room));
                }
                Recorded::Joined(..) | Recorded::Left(..) => {}
            }
        }
        missed.messages.reverse();
        missed
    }
}

impl Target<'_> {
    /// Whether it means the client with this sid, which is in those rooms for which `is_in` is true.
    pub(super) fn means(&self, sid: Sid, is_in: impl Fn(&str) -> bool) -> bool {
        // Nobody joins a sid: whoever has joined a room with its text is in another room.
        let is_named = |room: &RoomName<'_>| {
            matches!(room, RoomName::Name(name) if is_in(name)) || room.to_sid() == Some(sid)
        };
        let named = match &self.to {
            To::Everyone => true,
            To::Member(member) => *member == sid,
            To::Rooms(rooms) => rooms.as_slice().iter().any(is_named),
        };
        named && !self.except.as_slice().iter().any(is_named)
    }
}
