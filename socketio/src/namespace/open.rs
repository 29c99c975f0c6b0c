//! Open: the namespaces whose names clients have chosen, as long as a client is in them. What is done with them is not known
//! here.

use std::{
    collections::{HashMap, hash_map},
    fmt,
    sync::{Arc, Weak},
};

use parking_lot::Mutex;

use crate::{
    adapter::Adapter,
    observe::{Observation, Topics},
};

/// Entries are looked through for adapters that nobody uses when there are this many, and whenever there are twice as many
/// as then remained.
const FEW: usize = 64;

/// The namespaces that are open, by name.
#[derive(Debug, Default)]
pub(super) struct Open(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    // This hash has a secret, since clients choose the keys.
    by_name: HashMap<Arc<str>, OpenNamespace>,
    sweep_at: usize,
}

#[derive(Debug)]
struct OpenNamespace {
    // Without clients, an adapter lives on only in a `Socket` that the program keeps.
    adapter: Weak<Adapter>,
    /// How many clients are in the namespace.
    clients: usize,
}

/// What keeps a namespace open: one for each client that is in it, or wants to join.
pub(super) struct Lease {
    open: Arc<Open>,
    adapter: Arc<Adapter>,
}

impl Open {
    /// Counts a client of the namespace of this name, which is opened if it is not open. `make` makes its adapter.
    pub(super) fn enter(self: &Arc<Self>, name: &str, make: impl FnOnce() -> Adapter) -> Lease {
        let (adapter, is_first) = self.0.lock().enter(name, make);
        if is_first {
            let observers = adapter.observers();
            observers.tell_of(Topics::NAMESPACES, || Observation::NamespaceCreated {
                namespace: adapter.namespace(),
                pattern: adapter.pattern().unwrap_or("*"),
            });
        }
        Lease {
            open: Arc::clone(self),
            adapter,
        }
    }

    /// The adapter of this name.
    pub(super) fn find(&self, name: &str) -> Option<Arc<Adapter>> {
        self.0.lock().by_name.get(name)?.adapter.upgrade()
    }

    pub(super) fn all(&self) -> Vec<Arc<Adapter>> {
        let entries = self.0.lock();
        let adapters = entries.by_name.values();
        adapters
            .filter_map(|entry| entry.adapter.upgrade())
            .collect()
    }

    /// How many names are kept, with those whose namespace is closed and that no sweep has found yet.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.lock().by_name.len()
    }
}

impl Entries {
    /// The adapter, and whether this is the first client.
    fn enter(&mut self, name: &str, make: impl FnOnce() -> Adapter) -> (Arc<Adapter>, bool) {
        if let Some(entry) = self.by_name.get_mut(name)
            && let Some(adapter) = entry.adapter.upgrade()
        {
            entry.clients += 1;
            return (adapter, entry.clients == 1);
        }
        self.sweep();
        let adapter = Arc::new(make());
        let entry = OpenNamespace {
            adapter: Arc::downgrade(&adapter),
            clients: 1,
        };
        self.by_name.insert(Arc::clone(adapter.namespace()), entry);
        (adapter, true)
    }

    /// A client has left. Whether it was the last.
    fn leave(&mut self, adapter: &Arc<Adapter>) -> bool {
        let hash_map::Entry::Occupied(mut entry) =
            self.by_name.entry(Arc::clone(adapter.namespace()))
        else {
            return false;
        };
        entry.get_mut().clients -= 1;
        if entry.get().clients > 0 {
            return false;
        }
        // A `Socket` that the program keeps sends to this adapter, so a client that comes back must join it.
        if Arc::strong_count(adapter) == 1 {
            entry.remove();
        }
        true
    }

    /// Forgets the adapters that nobody uses, seldom enough to cost nothing.
    fn sweep(&mut self) {
        if self.by_name.len() >= self.sweep_at.max(FEW) {
            self.by_name
                .retain(|_, entry| entry.adapter.strong_count() > 0);
            self.by_name.shrink_to(self.by_name.len() * 2);
            self.sweep_at = self.by_name.len() * 2;
        }
    }
}

impl Lease {
    pub(super) fn adapter(&self) -> &Arc<Adapter> {
        &self.adapter
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let is_last = self.open.0.lock().leave(&self.adapter);
        if is_last {
            let observers = self.adapter.observers();
            observers.tell_of(Topics::NAMESPACES, || Observation::NamespaceDeleted {
                namespace: self.adapter.namespace(),
            });
        }
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lease")
            .field(self.adapter.namespace())
            .finish()
    }
}
