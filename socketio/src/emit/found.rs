//! Found: what all nodes have answered, and which have not.

use std::{ops::Deref, slice, vec};

use crate::{
    ack::NodeId,
    adapter::{IntoRooms, RoomList},
};

/// What was found on all nodes of a [`Cluster`](crate::Cluster), this one among them: a list, which is not complete if
/// [`missing`](Self::missing) has nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    items: Vec<T>,
    missing: Vec<NodeId>,
}

impl<T> Found<T> {
    pub(crate) fn new(items: Vec<T>, missing: Vec<NodeId>) -> Self {
        Self { items, missing }
    }

    /// The nodes that have not answered in time, or have gone meanwhile.
    #[must_use]
    pub fn missing(&self) -> &[NodeId] {
        &self.missing
    }

    /// What was found, without the nodes that are missing.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }
}

impl<T> Deref for Found<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> IntoIterator for Found<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Found<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: PartialEq, const N: usize> PartialEq<[T; N]> for Found<T> {
    fn eq(&self, other: &[T; N]) -> bool {
        self.items == other
    }
}

impl<'a, R: IntoRooms<'a>> IntoRooms<'a> for Found<R> {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        self.items.add_to(rooms);
    }
}
