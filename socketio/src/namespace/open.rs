//! Open: the namespaces whose names clients have chosen, as long as a client is in them, and the last ones that are empty, as
//! many as the program wants kept. What is done with them is not known here.

use std::{
    collections::{BTreeMap, HashMap},
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
#[derive(Debug)]
pub(super) struct Open {
    entries: Mutex<Entries>,
    /// How many empty ones are kept.
    keep_empty: usize,
}

#[derive(Debug, Default)]
struct Entries {
    // This hash has a secret, since clients choose the keys.
    by_name: HashMap<Arc<str>, OpenNamespace>,
    sweep_at: usize,
    /// Those that are empty and kept, the one that has been empty for longest first.
    empty: BTreeMap<u64, Arc<Adapter>>,
    next_empty: u64,
}

#[derive(Debug)]
struct OpenNamespace {
    // Without clients, an adapter lives on only among `empty`, or in a `Socket` that the program keeps.
    adapter: Weak<Adapter>,
    /// How many clients are in the namespace.
    clients: usize,
    /// Its key among `empty`, if it is kept there.
    empty: Option<u64>,
}

/// What keeps a namespace open: one for each client that is in it, or wants to join.
pub(super) struct Lease {
    open: Arc<Open>,
    adapter: Arc<Adapter>,
}

impl Open {
    pub(super) fn new(keep_empty: usize) -> Arc<Self> {
        Arc::new(Self {
            entries: Mutex::default(),
            keep_empty,
        })
    }

    /// Counts a client of the namespace of this name, which is opened if it is not open. `make` makes its adapter.
    pub(super) fn enter(self: &Arc<Self>, name: &str, make: impl FnOnce() -> Adapter) -> Lease {
        let (adapter, is_new) = self.entries.lock().enter(name, make);
        if is_new {
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
        self.entries.lock().by_name.get(name)?.adapter.upgrade()
    }

    pub(super) fn all(&self) -> Vec<Arc<Adapter>> {
        let entries = self.entries.lock();
        let adapters = entries.by_name.values();
        adapters
            .filter_map(|entry| entry.adapter.upgrade())
            .collect()
    }

    /// How many names are kept, with those whose namespace is closed and that no sweep has found yet.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.lock().by_name.len()
    }
}

impl Entries {
    /// The adapter, and whether the namespace is created for this client.
    fn enter(&mut self, name: &str, make: impl FnOnce() -> Adapter) -> (Arc<Adapter>, bool) {
        if let Some(entry) = self.by_name.get_mut(name)
            && let Some(adapter) = entry.adapter.upgrade()
        {
            entry.clients += 1;
            let was_kept = match entry.empty.take() {
                Some(empty) => self.empty.remove(&empty).is_some(),
                None => false,
            };
            return (adapter, entry.clients == 1 && !was_kept);
        }
        self.sweep();
        let adapter = Arc::new(make());
        let entry = OpenNamespace {
            adapter: Arc::downgrade(&adapter),
            clients: 1,
            empty: None,
        };
        self.by_name.insert(Arc::clone(adapter.namespace()), entry);
        (adapter, true)
    }

    /// A client has left. Gives the namespace that is deleted, if one is: that of the client, or, if as many empty ones as
    /// may be are kept, the one that has been empty for longest.
    fn leave(&mut self, adapter: &Arc<Adapter>, keep_empty: usize) -> Option<Arc<Adapter>> {
        let entry = self.by_name.get_mut(adapter.namespace())?;
        entry.clients -= 1;
        if entry.clients > 0 {
            return None;
        }
        let mut deleted = Arc::clone(adapter);
        if keep_empty > 0 {
            let empty = self.next_empty;
            self.next_empty += 1;
            entry.empty = Some(empty);
            self.empty.insert(empty, deleted);
            if self.empty.len() <= keep_empty {
                return None;
            }
            (_, deleted) = self.empty.pop_first()?;
        }
        // Two of the references are of this fn and of a lease that ends. Any other is of a `Socket` that the program keeps: it
        // sends to this adapter, so a client that comes back must join it.
        let ending = 1 + usize::from(Arc::ptr_eq(&deleted, adapter));
        if Arc::strong_count(&deleted) == ending {
            self.by_name.remove(deleted.namespace());
        } else if let Some(entry) = self.by_name.get_mut(deleted.namespace()) {
            entry.empty = None;
        }
        Some(deleted)
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
        let Open {
            entries,
            keep_empty,
        } = &*self.open;
        let deleted = entries.lock().leave(&self.adapter, *keep_empty);
        if let Some(deleted) = deleted {
            let observers = deleted.observers();
            observers.tell_of(Topics::NAMESPACES, || Observation::NamespaceDeleted {
                namespace: deleted.namespace(),
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
