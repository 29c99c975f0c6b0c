//! Left: the namespaces that the server has disconnected a client from. What the client sends to one of them was sent
//! before it could know, and is ignored, until it joins the namespace again.

use std::{collections::VecDeque, sync::Arc};

/// The names of these namespaces, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Left(VecDeque<Arc<str>>);

impl Left {
    /// Remembers up to `most` names.
    pub(super) fn insert(&mut self, name: &Arc<str>, most: usize) {
        self.0.retain(|other| other != name);
        self.0.push_back(Arc::clone(name));
        if self.0.len() > most {
            self.0.pop_front();
        }
    }

    /// Forgets a name: what is sent to it from now on was sent knowingly.
    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|other| **other != *name);
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|other| **other == *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_names_are_remembered_as_it_is_told() {
        let mut left = Left::default();
        let names = ["/a", "/b", "/a", "/c"].map(Arc::<str>::from);

        names.iter().for_each(|name| left.insert(name, 2));

        assert_eq!(
            ["/a", "/b", "/c"].map(|name| left.contains(name)),
            [true, false, true]
        );
        left.remove("/a");
        assert!(!left.contains("/a"));
    }
}
