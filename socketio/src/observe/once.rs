//! Once: which names were warned of, so that each is warned of once. Clients may choose them, so they are bounded.

use std::collections::HashSet;

use parking_lot::Mutex;

/// So many lists of names are remembered.
pub(super) const MOST: usize = 256;
/// A longer name is not remembered, and not warned of.
pub(super) const LONGEST: usize = 255;

/// Lists of names that were warned of, such as an event with its namespace.
#[derive(Debug, Default)]
pub(super) struct Once(Mutex<HashSet<Box<[Box<str>]>>>);

impl Once {
    /// Whether these names are to be warned of now: they are new, and there is room to remember them.
    pub(super) fn is_new(&self, names: &[&str]) -> bool {
        if names.iter().any(|name| name.len() > LONGEST) {
            return false;
        }
        let names = names.iter().map(|&name| name.into()).collect();
        let mut seen = self.0.lock();
        seen.len() < MOST && seen.insert(names)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.lock().len()
    }
}
