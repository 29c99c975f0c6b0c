//! The signals that stop a server.

#[cfg(unix)]
use std::{future::poll_fn, task::Poll};

/// SIGINT and SIGTERM. A signal whose listener cannot be installed ends the program, as it does by default.
#[cfg(unix)]
pub(super) struct Signals([Option<tokio::signal::unix::Signal>; 2]);

#[cfg(unix)]
impl Signals {
    pub(super) fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};

        Self([SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok()))
    }

    /// Waits for one of the signals.
    pub(super) async fn next(&mut self) {
        poll_fn(|cx| {
            let mut signals = self.0.iter_mut().flatten();
            match signals.any(|signal| signal.poll_recv(cx).is_ready()) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
        .await;
    }
}

/// Control-C, on systems without Unix signals.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(super) fn new() -> Self {
        Self
    }

    pub(super) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
