//! SocketIoBuilder: every option by the name the field knows it under. What cannot work is refused here, all
//! of it at once.

mod admission;
mod browser;
mod cluster;
#[cfg(feature = "__echo")]
mod echo;
mod handlers;
mod observers;
mod protocol;
mod recovery;
#[cfg(feature = "spec")]
mod spec;

use std::{
    any::TypeId,
    sync::{Arc, Weak},
    time::Duration,
};

use rustc_hash::FxHashMap;
use tokio::sync::watch;

use super::{
    app::{App, SocketIo},
    clients::Clients,
    http::Http,
    node_events::NodeEvents,
};
use crate::{
    adapter::{Cluster, Directory, Receiver},
    config::Config,
    emit::{Io, Node, Sessions, States, Tasks},
    engine::Engine,
    namespace::Registry,
    packet::Codec,
    route::{self, BuildError, IntoRoutes, Location, Routes},
};

/// The sessions of an engine.
struct EngineSessions(Arc<Engine>);

impl Sessions for EngineSessions {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn queued_bytes(&self) -> usize {
        self.0.queued_bytes()
    }
}

/// The namespace that is always there.
const DEFAULT: &str = "/";

/// A server to be: what [`SocketIo::builder`] begins.
///
/// ```
/// use std::time::Duration;
/// use socketio::SocketIo;
///
/// let io = SocketIo::builder()
///     .ping_interval(Duration::from_secs(10))
///     .namespaces(["/news"])
///     .build()?;
/// # Ok::<(), socketio::BuildError>(())
/// ```
#[derive(Debug, Default)]
#[must_use = "`build` makes the server"]
pub struct SocketIoBuilder {
    config: Config,
    codec: Codec,
    http: Http,
    routes: Routes,
    namespaces: Vec<(String, Location)>,
    /// Whether handlers for every namespace make no name joinable.
    named_only: bool,
    states: States,
    /// Where each type of state was given.
    given: FxHashMap<TypeId, Location>,
    /// Where the parts of the heartbeat were set.
    beats: Vec<(&'static str, Location)>,
    /// Whether `run` does not print where it listens.
    silent: bool,
    /// How long `run` takes to send its clients away on SIGTERM, if it does not do so at once.
    drain: Option<Duration>,
    cluster: Option<(Cluster, Location)>,
    node_events: NodeEvents,
    /// The typed events that the server sends.
    #[cfg(feature = "spec")]
    events: crate::spec::Events,
    problems: BuildError,
}

impl SocketIo {
    /// A server with these handlers and default options.
    ///
    /// # Panics
    ///
    /// If it cannot be built, such as with two handlers for one event; the text names every problem with its
    /// places. [`SocketIoBuilder::build`] returns them instead.
    #[must_use]
    #[track_caller]
    pub fn new(routes: impl IntoRoutes) -> Self {
        match Self::builder().routes(routes).build() {
            Ok(io) => io,
            Err(error) => panic!("{error}"),
        }
    }

    /// Begins a server with options.
    pub fn builder() -> SocketIoBuilder {
        SocketIoBuilder::default()
    }
}

impl SocketIoBuilder {
    /// Makes the server.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, in one error, each with its place in the program: options that cannot work, two handlers for one event, a
    /// `State<T>` that nobody provided.
    pub fn build(mut self) -> Result<SocketIo, BuildError> {
        self.check_heartbeat();
        #[cfg(feature = "spec")]
        let spec = self.sources();
        if self.config.allow_eio3 && self.codec != Codec::Json {
            self.problems.push(
                "`allow_eio3` and `packet_format` exclude each other: clients of Socket.IO 2 are served in JSON alone",
            );
        }
        let Self {
            config,
            codec,
            http,
            routes,
            mut namespaces,
            named_only,
            states,
            silent,
            drain,
            cluster,
            node_events,
            mut problems,
            ..
        } = self;
        namespaces.push((DEFAULT.to_owned(), Location::here()));

        let mut tables = route::build(
            routes,
            &namespaces,
            &|id| states.contains(id),
            &mut problems,
        );
        let hub = cluster.and_then(|(cluster, place)| {
            let hub = cluster.open(config.observers.clone());
            hub.map_err(|fault| problems.refuse("cluster", place, &fault))
                .ok()
        });
        problems.or(())?;
        let any = namespaces.iter().any(|(name, _)| name == "*");
        if named_only && !any {
            tables.others = None;
        }
        let config = Arc::new(config);
        let engine = Engine::new(Arc::clone(&config));
        let registry = Registry::new(tables, codec, Arc::clone(&config), hub.clone());
        let namespaces = Arc::new(registry);
        let io = Io::new(Node {
            directory: Arc::clone(&namespaces) as _,
            config,
            hub: hub.clone(),
            states,
            stopping: watch::Sender::default(),
            sessions: Box::new(EngineSessions(Arc::clone(&engine))),
            tasks: Tasks::default(),
        });
        node_events.set_io(io.downgrade());
        if let Some(hub) = hub {
            let directory: Weak<dyn Directory> = Arc::downgrade(&(Arc::clone(&namespaces) as _));
            let receiver = Receiver::new(directory, Arc::new(node_events));
            hub.set_receiver(Box::new(receiver));
        }
        let app = App {
            engine,
            namespaces,
            io,
            http,
            clients: Clients::default(),
            drain,
            announces: !silent,
            #[cfg(feature = "spec")]
            spec,
        };
        Ok(SocketIo { app: Arc::new(app) })
    }

    #[track_caller]
    fn at_least_one(&mut self, option: &str, value: usize) {
        if value == 0 {
            let fault = "0 would let nothing through: 1 is the least";
            self.problems.refuse(option, Location::here(), fault);
        }
    }
}
