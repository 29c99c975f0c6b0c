//! Presence: who is here, counted by clients, so that somebody with two tabs is here until both are closed.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The names of those who are here, each with the number of their clients.
#[derive(Default)]
pub(crate) struct Presence {
    clients: Mutex<BTreeMap<String, usize>>,
    telling: tokio::sync::Mutex<()>,
}

impl Presence {
    /// Waits until nobody else tells everybody who is here. Whoever changes the list holds this until all have got it: so the
    /// last list that a page gets is the last that there was.
    pub(crate) async fn tell(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.telling.lock().await
    }

    /// Counts one more client of this user. Returns all names.
    pub(crate) fn add(&self, name: &str) -> Vec<String> {
        let mut clients = self.lock();
        *clients.entry(name.to_owned()).or_default() += 1;
        clients.keys().cloned().collect()
    }

    /// Counts one client less of this user. Returns all names.
    pub(crate) fn remove(&self, name: &str) -> Vec<String> {
        let mut clients = self.lock();
        if let Some(count) = clients.get_mut(name) {
            *count -= 1;
            if *count == 0 {
                clients.remove(name);
            }
        }
        clients.keys().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, usize>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
