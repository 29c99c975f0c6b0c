//! Node: what all handles of one process share. Knows no engine: a process that serves no clients has one as well.

use std::{
    any::{Any, TypeId},
    fmt,
    sync::Arc,
};

use rustc_hash::FxHashMap;
use tokio::sync::watch;

use super::stats::{Sessions, Tasks};
use crate::{
    adapter::{Directory, Hub},
    config::Config,
};

/// One process, as far as sending needs it.
pub(crate) struct Node {
    pub(crate) directory: Arc<dyn Directory>,
    pub(crate) config: Arc<Config>,
    /// Its place in the cluster, if it belongs to one.
    pub(crate) hub: Option<Arc<Hub>>,
    pub(crate) states: States,
    /// Whether it has been told to stop.
    pub(crate) stopping: watch::Sender<bool>,
    pub(crate) sessions: Box<dyn Sessions>,
    pub(crate) tasks: Tasks,
}

/// What the program gave the server for its handlers, one value of a type.
#[derive(Clone, Default)]
pub(crate) struct States(FxHashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl fmt::Debug for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} states", self.0.len())
    }
}

impl States {
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, value: T) {
        self.0.insert(TypeId::of::<T>(), Arc::new(value));
    }

    pub(crate) fn contains(&self, id: TypeId) -> bool {
        self.0.contains_key(&id)
    }

    pub(super) fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        Arc::clone(self.0.get(&TypeId::of::<T>())?).downcast().ok()
    }
}
