//! Stopping: no new sessions, what is at work finished, every client told, all within a bounded time.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::{sync::Notify, time::timeout};

use super::{App, SocketIo};
use crate::client::Client;

/// How long clients are left, of the time there is for a stop, that have to be told although their handlers hang.
const FAREWELL: Duration = Duration::from_secs(2);

/// The clients that are not done yet.
#[derive(Debug, Default)]
pub(crate) struct Drain {
    clients: Arc<Gauge>,
}

impl Drain {
    /// The client, counted until it is done: its session over, its handlers finished.
    pub(super) fn count(&self, client: Client) -> Counted {
        let _entry = self.clients.enter();
        Counted { client, _entry }
    }
}

/// How many of something there are.
#[derive(Debug, Default)]
pub(super) struct Gauge {
    count: AtomicUsize,
    emptied: Notify,
}

impl Gauge {
    /// One more, until the entry is dropped.
    pub(super) fn enter(self: &Arc<Self>) -> Entry {
        self.count.fetch_add(1, Ordering::AcqRel);
        Entry(Arc::clone(self))
    }

    /// Waits until there is none.
    pub(super) async fn emptied(&self) {
        loop {
            let mut emptied = pin!(self.emptied.notified());
            // Listens before it looks, or the last end might fall between.
            emptied.as_mut().enable();
            if self.count.load(Ordering::Acquire) == 0 {
                return;
            }
            emptied.await;
        }
    }
}

/// One of those that a gauge counts.
#[derive(Debug)]
pub(super) struct Entry(Arc<Gauge>);

impl Drop for Entry {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.emptied.notify_waiters();
        }
    }
}

/// A client that is counted.
#[derive(Debug)]
pub(super) struct Counted {
    client: Client,
    _entry: Entry,
}

impl Future for Counted {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.client).poll(cx)
    }
}

impl SocketIo {
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

impl App {
    pub(super) async fn shutdown(&self, within: Duration) -> bool {
        self.io.stop();
        self.engine.stop();
        let clients = &self.drain.clients;
        let patience = within.saturating_sub(FAREWELL).max(within / 2);
        let done = async {
            if timeout(patience, clients.emptied()).await.is_err() {
                self.engine.close_all();
                clients.emptied().await;
            }
        };
        timeout(within, done).await.is_ok()
    }
}
