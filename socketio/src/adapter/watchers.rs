//! Watchers: tasks that wait for rooms to become empty. Who leaves a room wakes those of that room, and only when it has
//! become empty.

use std::{collections::HashMap, sync::Arc};

use tokio::sync::Notify;

/// The rooms that are watched, by their names.
#[derive(Debug, Default)]
pub(super) struct Watchers {
    // Clients may choose names, so this hash has a random key.
    rooms: HashMap<Box<str>, Watched>,
    /// The tasks of rooms that have become empty since `take_emptied`.
    emptied: Vec<Arc<Notify>>,
}

#[derive(Debug, Default)]
struct Watched {
    tasks: usize,
    notify: Arc<Notify>,
}

impl Watchers {
    /// One more task watches a room; what it waits for.
    pub(super) fn watch(&mut self, room: &str) -> Arc<Notify> {
        let watched = self.rooms.entry(room.into()).or_default();
        watched.tasks += 1;
        Arc::clone(&watched.notify)
    }

    /// One task less watches a room.
    pub(super) fn unwatch(&mut self, room: &str) {
        if let Some(watched) = self.rooms.get_mut(room) {
            watched.tasks -= 1;
            if watched.tasks == 0 {
                self.rooms.remove(room);
            }
        }
    }

    /// A room has become empty.
    #[inline]
    pub(super) fn note_emptied(&mut self, room: &str) {
        if !self.rooms.is_empty()
            && let Some(watched) = self.rooms.get(room)
        {
            self.emptied.push(Arc::clone(&watched.notify));
        }
    }

    /// Whom to tell, once no lock is held, that a room has become empty.
    #[inline]
    pub(super) fn take_emptied(&mut self) -> Vec<Arc<Notify>> {
        std::mem::take(&mut self.emptied)
    }

    /// Whether no room is watched.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.rooms.is_empty()
    }
}
