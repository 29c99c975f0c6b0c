//! The signals that stop a server.

#[cfg(unix)]
use std::{future::poll_fn, task::Poll};

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// SIGINT: somebody at a terminal wants the program to end.
    Interrupt,
    /// SIGTERM: whoever runs the program wants it to end in order.
    Terminate,
}

/// SIGINT and SIGTERM. A signal whose listener cannot be installed ends the program, as it does by default.
#[cfg(unix)]
pub(super) struct Signals {
    interrupt: Option<tokio::signal::unix::Signal>,
    terminate: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    pub(super) fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};

        Self {
            interrupt: signal(SignalKind::interrupt()).ok(),
            terminate: signal(SignalKind::terminate()).ok(),
        }
    }

    /// Waits for one of the signals.
    pub(super) async fn next(&mut self) -> Signal {
        poll_fn(|cx| {
            let signals = [
                (&mut self.interrupt, Signal::Interrupt),
                (&mut self.terminate, Signal::Terminate),
            ];
            for (listener, signal) in signals {
                if listener
                    .as_mut()
                    .is_some_and(|listener| listener.poll_recv(cx).is_ready())
                {
                    return Poll::Ready(signal);
                }
            }
            Poll::Pending
        })
        .await
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

    pub(super) async fn next(&mut self) -> Signal {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::Interrupt
    }
}
