//! Lookup: what is known of the members on this node, without changing anything.

use std::sync::Arc;

use super::{Adapter, Member, Target};
use crate::sid::Sid;

impl Adapter {
    /// How many the target means, but not those who have left.
    pub(crate) fn count(&self, target: &Target<'_>) -> usize {
        self.local.count(target)
    }

    /// How many members and how many rooms there are, without the rooms that are named by a member's own sid.
    pub(crate) fn size(&self) -> (usize, usize) {
        self.local.size()
    }

    /// Waits until nobody is in a room.
    pub(crate) async fn emptied(&self, room: &str) {
        self.local.emptied(room).await;
    }

    /// The member with this sid.
    pub(crate) fn find(&self, sid: Sid) -> Option<Arc<Member>> {
        self.local.find(sid)
    }

    /// The rooms of a member, its own among them. Empty if there is none of that sid.
    pub(crate) fn rooms_of(&self, sid: Sid) -> Vec<String> {
        self.local.rooms_of(sid).unwrap_or_default()
    }

    /// The connected members the target means.
    pub(crate) fn connected(&self, target: &Target<'_>) -> Vec<Arc<Member>> {
        self.local.connected(target)
    }

    /// The sids of the connected members the target means.
    pub(crate) fn sids(&self, target: &Target<'_>) -> Vec<Sid> {
        self.local.sids(target)
    }
}
