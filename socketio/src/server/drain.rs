//! Stopping: no new sessions, every client told, what is running finished, all within a bounded time.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::{sync::Notify, time::timeout};

use super::{App, SocketIo};
use crate::{client::Client, engine::Reason};

/// Whether a server is stopping, and how many clients are not done yet.
#[derive(Debug, Default)]
pub(crate) struct Drain {
    begun: AtomicBool,
    clients: Arc<Gauge>,
}

impl Drain {
    pub(super) fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Acquire)
    }

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
    /// Stops this server: no session is opened any more, those that are open end, handlers that run are waited
    /// for, and disconnect handlers run. Returns when all is done, or `within` is over; tells whether all is.
    ///
    /// Clients are told that the server goes away, upon which the official ones connect anew, to whoever answers
    /// at its address then.
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
        self.drain.begun.store(true, Ordering::Release);
        self.io.stop();
        self.engine.close_all(Reason::ServerShuttingDown);
        timeout(within, self.drain.clients.emptied()).await.is_ok()
    }
}
