//! The application object.

mod builder;
mod door;
mod drain;
mod endpoint;
mod http;
mod listener;
mod passage;
mod posting;
mod run;
mod service;
#[cfg(feature = "tls")]
mod tls;
mod websocket;

use std::sync::Arc;

#[cfg(feature = "tls")]
pub use self::tls::Tls;
pub use self::{
    builder::SocketIoBuilder,
    http::{ClientJs, Cookie, Origins, SameSite},
    listener::Listener,
    run::RunError,
    service::{NotFound, ResponseFuture, SocketIoLayer, SocketIoService},
};
use self::{
    drain::{Counted, Drain},
    http::Http,
};
use crate::{
    client::Client,
    emit::Io,
    engine::{Connection, Engine},
    namespace::Namespaces,
    route::Routes,
};

/// What all parts of a server share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) engine: Arc<Engine>,
    pub(crate) namespaces: Arc<Namespaces>,
    pub(crate) io: Io,
    pub(crate) http: Http,
    pub(crate) drain: Drain,
}

impl App {
    /// Starts a session in a task of its own.
    pub(crate) fn start(&self, connection: Connection) {
        tokio::spawn(self.session(connection));
    }

    fn session(&self, connection: Connection) -> Counted {
        self.drain
            .count(Client::new(connection, Arc::clone(&self.namespaces)))
    }
}

/// A Socket.IO server: handlers, options, and the clients that are connected.
///
/// It is cheap to clone; all clones are the same server. [`run`](Self::run) serves it; [`router`](Self::router),
/// [`layer`](Self::layer) and [`into_service`](Self::into_service) put it into an application that is served
/// by somebody else; [`handle`](Self::handle) emits from anywhere.
#[derive(Clone, Debug)]
pub struct SocketIo {
    pub(crate) app: Arc<App>,
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
    pub fn new(routes: impl Into<Routes>) -> Self {
        match Self::builder().routes(routes).build() {
            Ok(io) => io,
            Err(error) => panic!("{error}"),
        }
    }

    /// Begins a server with options.
    pub fn builder() -> SocketIoBuilder {
        SocketIoBuilder::default()
    }

    /// A handle to emit from anywhere.
    #[must_use]
    pub fn handle(&self) -> Io {
        self.app.io.clone()
    }
}
