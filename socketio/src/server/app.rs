//! The application object, and what all parts of a server share.

use std::{sync::Arc, time::Duration};

use tokio::time::timeout;

use super::{
    clients::{Clients, Counted, Driver},
    http::Http,
};
use crate::{
    emit::Io,
    engine::{Connection, Engine},
    namespace::Registry,
    observe::{Observation, Observers, Topics},
};

/// Of the time that a stop may take, what is kept for disconnecting the clients whose handlers hang.
pub(super) const DISCONNECTING: Duration = Duration::from_secs(2);

/// How long it may take to tell the cluster that this node goes.
const LEAVING: Duration = Duration::from_secs(1);

/// What all parts of a server share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) engine: Arc<Engine>,
    pub(crate) namespaces: Arc<Registry>,
    pub(crate) io: Io,
    pub(crate) http: Http,
    pub(crate) clients: Clients,
    /// How long `run` takes to send its clients away on SIGTERM.
    pub(super) drain: Option<Duration>,
    /// Whether `run` prints where it listens.
    pub(super) announces: bool,
    /// What the contract is made of.
    #[cfg(feature = "spec")]
    pub(super) spec: crate::spec::Sources,
}

impl App {
    /// Starts a session in a task of its own.
    pub(crate) fn start(&self, connection: Connection) {
        tokio::spawn(self.session(connection));
    }

    /// The session of a connection, as the future that is to be polled.
    pub(super) fn session(&self, connection: Connection) -> Counted {
        let peer = connection.peer();
        self.observers()
            .tell_of(Topics::SESSIONS, || Observation::SessionOpened {
                session: peer.sid(),
                transport: peer.transport(),
                addr: peer.handshake().addr(),
            });
        if let Some(hub) = self.io.hub() {
            // A server that was built outside of a runtime has not started it.
            hub.start();
        }
        let (namespaces, io) = (Arc::clone(&self.namespaces), self.io.clone());
        self.clients.count(Driver::new(connection, namespaces, io))
    }

    /// Who is told what happens.
    pub(super) fn observers(&self) -> &Observers {
        &self.engine.config().observers
    }

    /// See [`SocketIo::shutdown`].
    pub(super) async fn shutdown(&self, within: Duration) -> bool {
        self.io.stop();
        self.engine.stop();
        let clients = &self.clients;
        let patience = within.saturating_sub(DISCONNECTING).max(within / 2);
        let done = async {
            if timeout(patience, clients.done()).await.is_err() {
                self.engine.close_all();
                clients.done().await;
            }
        };
        let done = timeout(within, done).await.is_ok();
        if let Some(hub) = self.io.hub() {
            hub.leave(LEAVING).await;
        }
        done
    }
}

/// A Socket.IO server: handlers, options, and the clients that are connected.
///
/// It is cheap to clone; all clones are the same server. [`run`](Self::run) serves it; [`router`](Self::router),
/// [`layer`](Self::layer) and [`into_service`](Self::into_service) put it into an application that is served
/// by somebody else; [`io`](Self::io) emits from anywhere.
#[derive(Clone, Debug)]
pub struct SocketIo {
    pub(crate) app: Arc<App>,
}

impl SocketIo {
    /// A handle to emit from anywhere.
    #[must_use]
    pub fn io(&self) -> Io {
        self.app.io.clone()
    }

    /// Stops this server. No session is opened any more, and no handler is called for what clients still send; the
    /// handlers that are at work finish, what they answer and emit is sent, and then their clients are disconnected.
    /// Returns when all is done, disconnect handlers included, or `within` is over; tells whether all is.
    ///
    /// Clients whose handlers do not finish are disconnected two seconds before that, or after half of a shorter time.
    /// The official ones connect anew when they are told, to whoever answers at the server's address then.
    ///
    /// For those who call `axum::serve` themselves; [`run`](Self::run) does it on SIGINT and SIGTERM.
    ///
    /// ```
    /// use std::time::Duration;
    /// use axum::Router;
    /// use socketio::{SocketIo, routes};
    ///
    /// # async fn serve(listener: tokio::net::TcpListener) -> std::io::Result<()> {
    /// let io = SocketIo::new(routes![]);
    /// let app: Router = io.router();
    /// let stop = async move {
    ///     let _ = tokio::signal::ctrl_c().await;
    ///     io.shutdown(Duration::from_secs(10)).await;
    /// };
    /// axum::serve(listener, app).with_graceful_shutdown(stop).await
    /// # }
    /// ```
    pub async fn shutdown(&self, within: Duration) -> bool {
        self.app.shutdown(within).await
    }
}
