//! Which clients are not done yet, so that a stop can wait for them.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use tokio::sync::Notify;

#[cfg(feature = "__echo")]
pub(super) use super::echo::Driver;
#[cfg(not(feature = "__echo"))]
pub(super) use crate::client::Client as Driver;

/// The clients that are not done yet.
#[derive(Debug, Default)]
pub(crate) struct Clients(Arc<Gauge>);

impl Clients {
    /// The client, counted until it is done: its session over, its handlers finished.
    pub(super) fn count(&self, driver: Driver) -> Counted {
        let _presence = self.0.enter();
        Counted { driver, _presence }
    }

    /// Waits until all are done.
    pub(super) async fn done(&self) {
        self.0.emptied().await;
    }
}

/// How many of something there are.
#[derive(Debug, Default)]
pub(super) struct Gauge {
    count: AtomicUsize,
    emptied: Notify,
}

impl Gauge {
    /// Counts one more, until the `Presence` is dropped.
    pub(super) fn enter(self: &Arc<Self>) -> Presence {
        self.count.fetch_add(1, Ordering::AcqRel);
        Presence(Arc::clone(self))
    }

    /// Waits until the count is zero.
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

/// One thing that a gauge counts. Dropping it takes it from the count.
#[derive(Debug)]
pub(super) struct Presence(Arc<Gauge>);

impl Drop for Presence {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.emptied.notify_waiters();
        }
    }
}

/// A client that is counted.
#[derive(Debug)]
pub(super) struct Counted {
    driver: Driver,
    _presence: Presence,
}

impl Future for Counted {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.driver).poll(cx)
    }
}
