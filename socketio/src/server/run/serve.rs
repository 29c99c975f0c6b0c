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
    route,
    server::app::SocketIo,
};

/// How long a stop may take: ten seconds for handlers, and what clients need to be told.
const GRACE: Duration = Duration::from_secs(12);
/// How long accepting rests after an error that may pass, such as too many open files.
const REST: Duration = Duration::from_millis(100);

impl SocketIo {
    /// Serves `app` and this server on one port, says where, and returns after SIGINT or SIGTERM.
    ///
    /// On the signal, or [`Io::stop`](crate::Io::stop), it stops accepting, lets handlers finish for up to ten seconds,
    /// sends what they answer, disconnects the clients, and returns; a second signal makes it return at once. Handlers of `app` may ask for `ConnectInfo<SocketAddr>`.
    ///
    /// A port that whoever started the program has left open for it is taken instead of `addr`: see
    /// [`Listener::inherited`].
    ///
    /// ```no_run
    /// # use axum::Router;
    /// # use socketio::{SocketIo, routes};
    /// # async fn example() -> socketio::Result {
    /// SocketIo::new(routes![]).run(Router::new(), "127.0.0.1:5000").await
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the address cannot be listened on: it is taken, not this machine's, or no address at all.
    ///
    /// # Panics
    ///
    /// At once, if `app` has a route of its own on this server's path, in the words of axum's router.
    #[track_caller]
    pub fn run(
        &self,
        app: Router,
        addr: impl ToSocketAddrs + fmt::Debug,
    ) -> impl Future<Output = route::Result> {
        self.refuse_clash(&app);
        async { self.serve_on(app, listen(addr).await?).await }
    }

    /// [`run`](Self::run), with TLS.
    ///
    /// # Errors
    ///
    /// If the address cannot be listened on.
    ///
    /// # Panics
    ///
    /// If `app` has a route of its own on this server's path.
    #[cfg(feature = "tls")]
    #[track_caller]
    pub fn run_tls(
        &self,
        app: Router,
        addr: impl ToSocketAddrs + fmt::Debug,
        tls: super::tls::Tls,
    ) -> impl Future<Output = route::Result> {
        self.refuse_clash(&app);
        async { self.serve_on(app, listen(addr).await?.tls(tls)).await }
    }

    /// [`run`](Self::run) on a listener that is there already: one of tokio's, or a [`Listener`].
    ///
    /// # Errors
    ///
    /// None, as it is: it serves until it is told to stop.
    ///
    /// # Panics
    ///
    /// If `app` has a route of its own on this server's path.
    #[track_caller]
    pub fn serve(
        &self,
        app: Router,
        listener: impl Into<Listener>,
    ) -> impl Future<Output = route::Result> {
        self.refuse_clash(&app);
        self.serve_on(app, listener.into())
    }

    /// Requests on our path never reach the router, so a route there would be lost in silence. What it has, only the
    /// router itself can tell: by refusing ours.
    #[track_caller]
    fn refuse_clash(&self, app: &Router) {
        let _ = app.clone().merge(self.router());
    }

    async fn serve_on(&self, app: Router, listener: Listener) -> route::Result {
        self.app.engine.config().observers.print();
        // From the line on that says so, the program can be stopped.
        let mut signals = Signals::new();
        // That nobody reads it is no reason not to serve.
        let _ = writeln!(io::stdout(), "listening on {listener}");
        let stop = Arc::new(Stop::default());
        // In a task, for that is where connections are served: no other thread needs to be woken for them.
        let mut accepting = JoinSet::new();
        let acceptor = Acceptor::new(Arc::clone(&self.app), app, Arc::clone(&stop), &listener);
        accepting.spawn(accept(listener, acceptor));
        tokio::select! {
            _ = accepting.join_next() => {}
            () = signals.next() => {}
            () = self.app.io.stopping() => {}
        }
        accepting.shutdown().await;
        let finish = async {
            // Until then connections stay: clients that poll need them to get and give answers.
            self.app.shutdown(GRACE).await;
            // Requests that are being answered are: the last polls, and those to the application.
            stop.begin();
            stop.done().await;
        };
        tokio::select! {
            _ = timeout(GRACE, finish) => {}
            () = signals.next() => {}
        }
        stop.begin();
        Ok(())
    }
}

/// Where `run` listens.
async fn listen(addr: impl ToSocketAddrs + fmt::Debug) -> Result<Listener, RunError> {
    let named = format!("{addr:?}");
    let listener = match Listener::inherited() {
        Ok(Some(listener)) => Ok(listener),
        Ok(None) => Listener::bind(addr).await,
        Err(source) => {
            return Err(RunError::new("what was inherited".to_owned(), source));
        }
    };
    listener.map_err(|source| RunError::new(named, source))
}

/// Accepts for ever.
async fn accept(listener: Listener, acceptor: Arc<Acceptor>) {
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

/// Whether it was the client that failed.
fn is_of_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}
