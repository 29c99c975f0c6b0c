//! Io: a cheap handle to the server, and what all handles share. What it can say is beside it.

use std::{
    any::{Any, TypeId},
    fmt,
    sync::Arc,
};

use rustc_hash::FxHashMap;
use tokio::sync::watch;

use super::error::TargetError;
use crate::{
    adapter::{Adapter, Registry},
    engine::Engine,
};

/// The server, as seen from outside a handler: it sends to any namespace, room and sid.
///
/// Cloning it is cheap. A handler can take it as a parameter; elsewhere it comes from
/// [`SocketIo::io`](crate::SocketIo::io). Unless another is named, the namespace is `/`, also when the
/// handler that took it belongs to another one.
#[derive(Clone)]
pub struct Io(Arc<Server>);

/// What all handles share.
pub(crate) struct Server {
    pub(crate) engine: Arc<Engine>,
    pub(crate) registry: Registry,
    pub(crate) states: States,
    /// Whether the server has been told to stop.
    pub(crate) stopping: watch::Sender<bool>,
}

impl Io {
    pub(crate) fn new(server: Server) -> Self {
        Self(Arc::new(server))
    }

    /// How many sessions are open, whatever namespaces they have joined.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.0.engine.len()
    }

    /// Waits until nobody is in this room of this namespace; at once if nobody is.
    ///
    /// ```
    /// # async fn work() {}
    /// # fn example(io: &socketio::Io) {
    /// // Until the last player has left:
    /// socketio::until(io.emptied("/game", "table 7")).spawn(work());
    /// # }
    /// ```
    pub fn emptied(&self, namespace: &str, room: &str) -> impl Future<Output = ()> + Send + use<> {
        let adapter = self.0.registry.find(namespace);
        let room = room.to_owned();
        async move {
            if let Some(adapter) = adapter {
                adapter.emptied(&room).await;
            }
        }
    }

    /// Waits until the server has been told to stop: by [`stop`](Self::stop), by a signal, or by
    /// [`SocketIo::shutdown`](crate::SocketIo::shutdown).
    pub fn stopping(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopping = self.0.stopping.subscribe();
        async move {
            // An error: the server is gone.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        }
    }

    /// Tells the server to stop: [`run`](crate::SocketIo::run) comes to an end as it does on SIGTERM. Those who serve
    /// themselves wait for [`stopping`](Self::stopping), then call [`SocketIo::shutdown`](crate::SocketIo::shutdown).
    ///
    /// ```
    /// use socketio::{Io, on};
    ///
    /// #[on("shut down", namespace = "/admin")]
    /// async fn shut_down(io: Io) {
    ///     io.stop();
    /// }
    /// ```
    pub fn stop(&self) {
        self.0.stopping.send_replace(true);
    }

    /// The value of this type that the server was given.
    #[must_use]
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.0.states.get()
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.0.engine
    }

    pub(crate) fn registry(&self) -> &Registry {
        &self.0.registry
    }

    pub(super) fn adapter(&self, namespace: &str) -> Result<Arc<Adapter>, TargetError> {
        let adapter = self.0.registry.find(namespace);
        adapter.ok_or_else(|| TargetError::UnknownNamespace(namespace.to_owned()))
    }
}

impl fmt::Debug for Io {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Io")
            .field("connections", &self.connections())
            .finish_non_exhaustive()
    }
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

    fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        Arc::clone(self.0.get(&TypeId::of::<T>())?).downcast().ok()
    }
}
