//! Registry: namespace name -> adapter. Knows no handlers.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::{Adapter, Member};
use crate::{observe::Observers, sid::Sid};

/// Open namespaces are looked through for those left when there are this many, and whenever there are twice
/// as many as then remained.
const FEW: usize = 64;

/// The adapters of one server.
#[derive(Debug)]
pub(crate) struct Registry {
    // Names of ours, never added to: clients cannot choose them badly.
    named: FxHashMap<Arc<str>, Arc<Adapter>>,
    /// If any name may be joined.
    open: Option<Mutex<Open>>,
    held: usize,
    observers: Observers,
}

/// Namespaces that are there as long as somebody is in them.
#[derive(Debug, Default)]
struct Open {
    // Clients choose these names, so this hash has a secret.
    adapters: HashMap<Arc<str>, Weak<Adapter>>,
    sweep_at: usize,
}

impl Registry {
    /// `open`: whether there are namespaces beside the named ones. `held`: see [`Adapter::new`].
    pub(crate) fn new<'a>(
        names: impl Iterator<Item = &'a str>,
        open: bool,
        held: usize,
        observers: Observers,
    ) -> Self {
        let adapter = |name: &str| {
            let name: Arc<str> = name.into();
            (
                Arc::clone(&name),
                Arc::new(Adapter::new(name, held, observers.clone())),
            )
        };
        Self {
            named: names.map(adapter).collect(),
            open: open.then(Mutex::default),
            held,
            observers,
        }
    }

    /// The adapter of a namespace. An open one is made if it is not there: being sent to is no reason to keep
    /// it, a member is.
    pub(crate) fn find(&self, name: &str) -> Option<Arc<Adapter>> {
        if let Some(adapter) = self.named.get(name) {
            return Some(Arc::clone(adapter));
        }
        let mut open = self.open.as_ref()?.lock();
        if let Some(adapter) = open.adapters.get(name).and_then(Weak::upgrade) {
            return Some(adapter);
        }
        open.sweep();
        let name: Arc<str> = name.into();
        let adapter = Arc::new(Adapter::new(
            Arc::clone(&name),
            self.held,
            self.observers.clone(),
        ));
        open.adapters.insert(name, Arc::downgrade(&adapter));
        Some(adapter)
    }
}

impl Registry {
    /// The member with this sid, and where it is. No sid is in two namespaces.
    pub(crate) fn find_member(&self, sid: Sid) -> Option<(Arc<Adapter>, Arc<Member>)> {
        let with = |adapter: Arc<Adapter>| adapter.find(sid).map(|member| (adapter, member));
        if let Some(found) = self.named.values().cloned().find_map(with) {
            return Some(found);
        }
        let open: Vec<_> = self
            .open
            .as_ref()?
            .lock()
            .adapters
            .values()
            .filter_map(Weak::upgrade)
            .collect();
        open.into_iter().find_map(with)
    }
}

impl Open {
    /// Forgets the namespaces that everybody has left, seldom enough to cost nothing.
    fn sweep(&mut self) {
        if self.adapters.len() >= self.sweep_at.max(FEW) {
            self.adapters
                .retain(|_, adapter| adapter.strong_count() > 0);
            self.adapters.shrink_to(self.adapters.len() * 2);
            self.sweep_at = self.adapters.len() * 2;
        }
    }
}
