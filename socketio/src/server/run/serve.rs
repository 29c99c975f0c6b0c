//! `run`: one call that serves an application and its Socket.IO server on one port until it is told to stop.

use std::{
    fmt,
    io::{self, Write as _},
    sync::Arc,
    time::Duration,
};

use axum::Router;
use tokio::{
    net::ToSocketAddrs,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    acceptor::{Acceptor, Stop},
    error::RunError,
    listener::Listener,
    signals::Signals,
};
use crate::{
    observe::{Observation, Topics},
    server::{app::SocketIo, service::holds},
};

/// How long a stop may take: ten seconds for handlers, and what clients need to be told.
const GRACE: Duration = Duration::from_secs(12);
/// How long accepting rests after an error that may pass, such as too many open files.
const REST: Duration = Duration::from_millis(100);

impl SocketIo {
    /// Serves `app` and this server on one port, prints the address, and returns after SIGINT or SIGTERM.
    ///
    /// On the signal, or [`Io::stop`](crate::Io::stop), it stops accepting, lets handlers finish for up to ten seconds,
    /// sends what they answer, disconnects the clients, and returns. A second signal makes it return at once. Handlers of
    /// `app` may ask for `ConnectInfo<SocketAddr>`.
    ///
    /// The server goes in front of `app`, unless it is inside already: merge [`router`](Self::router) into the application and
    /// add layers after it, and they see the requests of both.
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
    /// If the address cannot be listened on: it is taken, not this machine's, or no address at all. Or if the listener
    /// fails later in a way that no waiting mends.
    ///
    /// # Panics
    ///
    /// At once, if `app` has a route of its own on this server's path, in the words of axum's router.
    #[track_caller]
    pub fn run<A: ToSocketAddrs + fmt::Debug>(
        &self,
        app: Router,
        addr: A,
    ) -> impl Future<Output = Result<(), RunError>> + use<A> {
        self.refuse_clash(&app);
        let io = self.clone();
        async move { io.announced(app, listen(addr).await?).await }
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
    pub fn run_tls<A: ToSocketAddrs + fmt::Debug>(
        &self,
        app: Router,
        addr: A,
        tls: super::tls::Tls,
    ) -> impl Future<Output = Result<(), RunError>> + use<A> {
        self.refuse_clash(&app);
        let io = self.clone();
        async move { io.announced(app, listen(addr).await?.tls(tls)).await }
    }

    /// Serves like [`run`](Self::run), on a listener that is there already: one of tokio's, or a [`Listener`]. It prints
    /// nothing.
    ///
    /// # Errors
    ///
    /// If the listener fails in a way that no waiting mends, such as a socket that does not listen. Too many open files are
    /// no such failure: they are logged, and accepting is tried again.
    ///
    /// # Panics
    ///
    /// As for [`run`](Self::run).
    #[track_caller]
    pub fn serve<L: Into<Listener>>(
        &self,
        app: Router,
        listener: L,
    ) -> impl Future<Output = Result<(), RunError>> + use<L> {
        self.refuse_clash(&app);
        let (io, listener) = (self.clone(), listener.into());
        async move { io.serve_on(app, listener, |_| {}).await }
    }

    async fn announced(&self, app: Router, listener: Listener) -> Result<(), RunError> {
        let announce = |listener: &Listener| {
            if self.app.announces {
                // An error means that nobody reads the output, which is no reason not to serve.
                let _ = writeln!(io::stdout(), "listening on {listener}");
            }
        };
        self.serve_on(app, listener, announce).await
    }

    /// Panics if the application has routes on our path. In front of it we take those requests away, so that its routes
    /// would be lost in silence. Which routes a router has only that router can tell, by refusing ours.
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
        // Before the address is announced: who reads it may stop the program at once.
        let mut signals = Signals::new();
        announce(&listener);
        let stop = Arc::new(Stop::default());
        // In a task, as connections are: a thread that accepts one can serve it without waking another thread.
        let mut accepting = JoinSet::new();
        let acceptor = Acceptor::new(Arc::clone(&self.app), app, Arc::clone(&stop), &listener);
        accepting.spawn(accept(listener, acceptor));
        let failed = tokio::select! {
            failed = accepting.join_next() => failed.and_then(Result::ok),
            () = signals.next() => None,
            () = self.app.io.stopping() => None,
        };
        accepting.shutdown().await;
        let finish = async {
            // Connections stay open meanwhile: clients that poll need them to get and give answers.
            self.app.shutdown(GRACE).await;
            // Connections end after the request they are at: the last polls, and requests to the application.
            stop.begin();
            stop.done().await;
        };
        tokio::select! {
            _ = timeout(GRACE, finish) => {}
            () = signals.next() => {}
        }
        stop.begin();
        failed.map_or(Ok(()), Err)
    }
}

/// The listener of `run`: an inherited one, or a new one on `addr`.
async fn listen(addr: impl ToSocketAddrs + fmt::Debug) -> Result<Listener, RunError> {
    let named = format!("{addr:?}");
    if let Some(listener) = inherited()? {
        return Ok(listener);
    }
    let listener = Listener::bind(addr).await;
    listener.map_err(|source| RunError::listen(named, source))
}

#[cfg(feature = "socket-activation")]
fn inherited() -> Result<Option<Listener>, RunError> {
    let failed = |source| RunError::listen("the inherited socket".to_owned(), source);
    Listener::inherited().map_err(failed)
}

#[cfg(not(feature = "socket-activation"))]
fn inherited() -> Result<Option<Listener>, RunError> {
    Ok(None)
}

/// Accepts connections until the listener fails.
async fn accept(listener: Listener, acceptor: Arc<Acceptor>) -> RunError {
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
            Err(error) if is_final(&error) => return RunError::accept(listener.to_string(), error),
            Err(error) => {
                acceptor
                    .observers()
                    .tell_of(Topics::FAILURES, || Observation::AcceptFailed {
                        error: &error,
                    });
                sleep(REST).await;
            }
        }
    }
}

/// Whether the listener will never accept again: it does not listen, or is no socket for connections.
fn is_final(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
    )
}

/// Whether the client failed, and not the listener.
fn is_of_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}
