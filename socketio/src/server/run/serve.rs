//! The methods `run`, `run_tls` and `serve`: listening, accepting, and the stop.

use std::{
    io::{self, Write as _},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    acceptor::{Acceptor, Stop},
    error::RunError,
    listener::{ListenAddr, Listener},
    signals::{Signal, Signals},
};
use crate::{
    observe::{Observation, Topics},
    server::{app::SocketIo, service::holds},
};

/// How long a stop may take: ten seconds for handlers, and some time to tell the clients.
const GRACE: Duration = Duration::from_secs(12);
/// How long accepting pauses after an error that may pass, such as too many open files.
const PAUSE: Duration = Duration::from_millis(100);

/// A server that runs: the future of [`SocketIo::run`], [`run_tls`](SocketIo::run_tls) and [`serve`](SocketIo::serve).
///
/// The methods return this named type and are no `async fn`s: then a wrong address gives one compiler error at the address,
/// and no second one at the `.await`.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<(), RunError>> + Send + 'a>>;

impl SocketIo {
    /// Serves `app` and this server on one port, prints the address, and returns after SIGINT or SIGTERM.
    ///
    /// On the signal, or on [`Io::stop`](crate::Io::stop), it accepts no more connections, lets handlers finish for up to ten
    /// seconds, sends their answers, disconnects the clients, and returns. A second signal makes it return at once. Handlers
    /// of `app` can take `ConnectInfo<SocketAddr>`.
    ///
    /// The server is put in front of `app`, unless `app` has it inside already. If layers shall see the requests of clients as
    /// well, merge [`router`](Self::router) into the application and add the layers after that:
    ///
    /// ```no_run
    /// # use axum::{Extension, Router};
    /// # use socketio::{SocketIo, routes};
    /// # async fn example() -> Result<(), socketio::RunError> {
    /// let io = SocketIo::new(routes![]);
    /// let app = Router::new().merge(io.router()).layer(Extension("sessions, a login, tracing"));
    /// io.run(app, "127.0.0.1:5000").await
    /// # }
    /// ```
    ///
    /// A listener that the program has inherited is used instead of `addr` (feature `socket-activation`). The line with the
    /// address is left out after [`announce(false)`](crate::SocketIoBuilder::announce).
    ///
    /// ```no_run
    /// # use axum::Router;
    /// # use socketio::{SocketIo, routes};
    /// # async fn example() -> Result<(), socketio::RunError> {
    /// SocketIo::new(routes![]).run(Router::new(), "127.0.0.1:5000").await
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot listen: the address is in use, does not belong to this machine, or is not an address. Also if the listener
    /// fails later, and trying again cannot help.
    ///
    /// # Panics
    ///
    /// If `app` has a route of its own on this server's path. The call panics, not the future, with the text of axum's router.
    #[track_caller]
    pub fn run<'a>(&self, app: Router, addr: impl ListenAddr + 'a) -> Running<'a> {
        self.refuse_clash(&app);
        let io = self.clone();
        Box::pin(async move { io.announced(app, listen(addr).await?).await })
    }

    /// Serves like [`run`](Self::run), with TLS.
    ///
    /// # Errors
    ///
    /// As for [`run`](Self::run).
    ///
    /// # Panics
    ///
    /// As for [`run`](Self::run).
    #[cfg(feature = "tls")]
    #[track_caller]
    pub fn run_tls<'a>(
        &self,
        app: Router,
        addr: impl ListenAddr + 'a,
        tls: super::tls::Tls,
    ) -> Running<'a> {
        self.refuse_clash(&app);
        let io = self.clone();
        Box::pin(async move { io.announced(app, listen(addr).await?.tls(tls)).await })
    }

    /// Serves like [`run`](Self::run), on a listener that the program has opened: one of tokio's, or a [`Listener`]. It prints
    /// no address.
    ///
    /// # Errors
    ///
    /// If the listener fails and trying again cannot help, such as a socket that does not listen. Too many open files are no
    /// such failure: they are logged, and the server tries again.
    ///
    /// # Panics
    ///
    /// As for [`run`](Self::run).
    #[track_caller]
    pub fn serve(&self, app: Router, listener: impl Into<Listener>) -> Running<'static> {
        self.refuse_clash(&app);
        let (io, listener) = (self.clone(), listener.into());
        Box::pin(async move { io.serve_on(app, listener, |_| {}).await })
    }

    async fn announced(&self, app: Router, listener: Listener) -> Result<(), RunError> {
        let announce = |listener: &Listener| {
            if self.app.announces {
                // An error means that nobody reads the output. The server can do without.
                let _ = writeln!(io::stdout(), "listening on {listener}");
            }
        };
        self.serve_on(app, listener, announce).await
    }

    /// Panics if the application has routes on our path. The server is in front of the application and would take their
    /// requests away without a word. axum cannot list the routes of a router, but merging ours into it panics on a clash.
    #[track_caller]
    fn refuse_clash(&self, app: &Router) {
        if !holds(app, &self.app) {
            let _ = app.clone().merge(self.router());
        }
    }

    async fn serve_on(
        &self,
        app: Router,
        listener: Listener,
        announce: impl FnOnce(&Listener),
    ) -> Result<(), RunError> {
        self.app.engine.config().observers.print();
        // Made before the address is announced, because whoever reads the address may send a signal at once.
        let mut signals = Signals::new();
        announce(&listener);
        let stop = Arc::new(Stop::default());
        listener.keep_alive();
        // Accepting is a task like the connections, so that the thread that accepts one can serve it without waking another.
        let mut accepting = JoinSet::new();
        let acceptor = Acceptor::new(Arc::clone(&self.app), app, Arc::clone(&stop), &listener);
        accepting.spawn(accept_all(listener, acceptor));
        let (failed, in_order) = tokio::select! {
            failed = accepting.join_next() => (failed.and_then(Result::ok), false),
            signal = signals.next() => (None, signal == Signal::Terminate),
            () = self.app.io.stopping() => (None, true),
        };
        if in_order && let Some(within) = self.app.drain {
            tokio::select! {
                _ = self.app.drain(within) => {}
                _ = signals.next() => {}
            }
        }
        accepting.shutdown().await;
        let finish = async {
            // HTTP connections stay open meanwhile: clients that poll get and send answers over them.
            self.app.shutdown(GRACE).await;
            // Now connections end after their current request: the last polls, and requests to the application.
            stop.begin();
            stop.done().await;
        };
        tokio::select! {
            _ = timeout(GRACE, finish) => {}
            _ = signals.next() => {}
        }
        stop.begin();
        failed.map_or(Ok(()), Err)
    }
}

/// The listener of `run`: an inherited one, or a new one on `addr`.
async fn listen(addr: impl ListenAddr) -> Result<Listener, RunError> {
    let named = format!("{addr:?}");
    if let Some(listener) = inherited()? {
        return Ok(listener);
    }
    let listener = Listener::bind(addr).await;
    listener.map_err(|source| RunError::listening(named, source))
}

#[cfg(feature = "socket-activation")]
fn inherited() -> Result<Option<Listener>, RunError> {
    let failed = |source| RunError::listening("the inherited socket".to_owned(), source);
    Listener::inherited().map_err(failed)
}

#[cfg(not(feature = "socket-activation"))]
fn inherited() -> Result<Option<Listener>, RunError> {
    Ok(None)
}

/// Accepts connections until the listener fails.
async fn accept_all(listener: Listener, acceptor: Arc<Acceptor>) -> RunError {
    loop {
        match listener.accept().await {
            Ok(accepted) => {
                #[cfg(feature = "tls")]
                if let Some(tls) = listener.with_tls() {
                    acceptor.serve_in_task_tls(accepted, tls.clone());
                    continue;
                }
                acceptor.serve_in_task(accepted);
            }
            Err(error) if is_of_connection(&error) => {}
            Err(error) if is_final(&error) => {
                return RunError::accepting(listener.to_string(), error);
            }
            Err(error) => {
                acceptor
                    .observers()
                    .tell_of(Topics::FAILURES, || Observation::AcceptFailed {
                        error: &error,
                    });
                sleep(PAUSE).await;
            }
        }
    }
}

/// Whether trying again cannot help: the socket does not listen, or is no socket that accepts connections.
fn is_final(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
    )
}

/// Whether only one connection failed, and not the listener.
fn is_of_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}
