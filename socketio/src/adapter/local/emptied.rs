//! Emptied: who waits until nobody is in a room.

use std::{pin::pin, sync::Arc};

use parking_lot::{RwLock, RwLockWriteGuard};
use tokio::sync::Notify;

use crate::adapter::rooms::Rooms;

/// A task that waits for a room to become empty.
struct Watch<'a> {
    rooms: &'a RwLock<Rooms>,
    room: &'a str,
    emptied: Arc<Notify>,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.rooms.write().watchers.unwatch(self.room);
    }
}

/// Waits until nobody is in a room.
pub(super) async fn emptied(rooms: &RwLock<Rooms>, room: &str) {
    let watch = {
        let mut locked = rooms.write();
        if !locked.is_occupied(room) {
            return;
        }
        Watch {
            rooms,
            room,
            emptied: locked.watchers.watch(room),
        }
    };
    loop {
        let mut emptied = pin!(watch.emptied.notified());
        // Registers before it looks: the last member could leave between the two.
        emptied.as_mut().enable();
        if !rooms.read().is_occupied(room) {
            return;
        }
        emptied.await;
    }
}

/// Unlocks the rooms, and wakes those who wait for one that is empty now.
pub(super) fn tell_emptied(mut rooms: RwLockWriteGuard<'_, Rooms>) {
    let emptied = rooms.watchers.take_emptied();
    drop(rooms);
    emptied.iter().for_each(|emptied| emptied.notify_waiters());
}
