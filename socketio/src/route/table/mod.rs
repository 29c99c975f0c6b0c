//! Table: of one namespace, which handler an event goes to. Made once, then only read.

mod build;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Handler;

pub use build::BuildError;
pub(crate) use build::{build, check_namespace};

/// The handlers of one namespace.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(in crate::route) events: FxHashMap<Arc<str>, Handler>,
    pub(in crate::route) catch_all: Option<Handler>,
    pub(in crate::route) connect: Option<Handler>,
    pub(in crate::route) disconnect: Option<Handler>,
    pub(in crate::route) error: Option<Handler>,
}

impl Table {
    /// The handler of an event; the catch-all if it has none of its own.
    pub(crate) fn event(&self, name: &str) -> Option<&Handler> {
        self.events.get(name).or(self.catch_all.as_ref())
    }

    pub(crate) fn connect(&self) -> Option<&Handler> {
        self.connect.as_ref()
    }

    pub(crate) fn disconnect(&self) -> Option<&Handler> {
        self.disconnect.as_ref()
    }

    /// Of the namespace, or the default one.
    pub(crate) fn on_error(&self) -> Option<&Handler> {
        self.error.as_ref()
    }

    /// Adds what `level` has and this has not. Once there is a catch-all, no event gets any further.
    pub(in crate::route) fn fall_back_to(&mut self, level: &Self) {
        if self.catch_all.is_none() {
            for (name, handler) in &level.events {
                self.events
                    .entry(Arc::clone(name))
                    .or_insert_with(|| handler.clone());
            }
            self.catch_all.clone_from(&level.catch_all);
        }
        for (mine, theirs) in [
            (&mut self.connect, &level.connect),
            (&mut self.disconnect, &level.disconnect),
            (&mut self.error, &level.error),
        ] {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        }
    }
}

/// The tables of all namespaces of a server.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) named: FxHashMap<Box<str>, Arc<Table>>,
    /// Of namespaces whose names clients choose, if they may.
    pub(crate) others: Option<Arc<Table>>,
}

#[cfg(test)]
impl Tables {
    /// Of a namespace that clients may join.
    pub(in crate::route) fn get(&self, namespace: &str) -> Option<&Arc<Table>> {
        self.named.get(namespace).or(self.others.as_ref())
    }
}
