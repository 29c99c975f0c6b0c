//! Drain: sends the clients away over some time and not all at once, so that the servers to which they go next are not
//! overrun.

use std::time::Duration;

use rand::{RngExt as _, seq::SliceRandom as _};
use tokio::time::{Instant, sleep_until};

use super::app::{App, SocketIo};

/// The least time between two clients that are sent away. For few clients, a drain is faster than it may be.
const PACE: Duration = Duration::from_millis(20);

impl App {
    /// See [`SocketIo::drain`].
    pub(super) async fn drain(&self, within: Duration) -> bool {
        let deadline = Instant::now() + within;
        self.engine.shut();
        let mut sids = self.engine.sids();
        sids.shuffle(&mut rand::rng());
        let count = u32::try_from(sids.len()).unwrap_or(u32::MAX).max(1);
        // What is left of the time is for the handlers of those who are sent away last.
        let step = (within / 3 * 2 / count).min(PACE);
        let mut at = Instant::now();
        for sid in &sids {
            let jitter = step.mul_f64(rand::rng().random());
            sleep_until(at + jitter).await;
            self.engine.send_away(sid);
            at += step;
        }
        self.shutdown(deadline.saturating_duration_since(Instant::now()))
            .await
    }
}

impl SocketIo {
    /// Stops this server without haste, as a rolling deployment wants it: its clients leave over two thirds of `within`, in
    /// random order, and so do not all arrive at once where they go next. Returns when all have left and their disconnect
    /// handlers have finished, or `within` is over; tells whether all is done.
    ///
    /// - From the call on, no session is opened: handshakes get `503` with `Retry-After`, and
    ///   [`is_ready`](Self::is_ready) is `false`.
    /// - The clients that are connected are served until it is their turn to leave. Then the handlers that are at work for
    ///   one finish, what they answer and emit is sent, and its session ends, with the reason
    ///   [`ServerShuttingDown`](crate::Reason::ServerShuttingDown). The official clients connect anew at once.
    /// - When two thirds of `within` are over, it goes on as [`shutdown`](Self::shutdown).
    ///
    /// Few clients leave sooner, at least 50 in a second. [`run`](Self::run) does this on SIGTERM if the server is built with
    /// [`drain`](crate::SocketIoBuilder::drain). The connections of clients that poll must be served meanwhile, so a program
    /// that calls `axum::serve` stops that after the drain.
    ///
    /// ```
    /// use std::time::Duration;
    /// use axum::Router;
    /// use socketio::{SocketIo, routes};
    ///
    /// # async fn serve(listener: tokio::net::TcpListener) -> std::io::Result<()> {
    /// let io = SocketIo::new(routes![]);
    /// let app = Router::new().route("/ready", io.readiness()).merge(io.router());
    /// let stop = async move {
    ///     let _ = tokio::signal::ctrl_c().await;
    ///     io.drain(Duration::from_secs(20)).await;
    /// };
    /// axum::serve(listener, app).with_graceful_shutdown(stop).await
    /// # }
    /// ```
    pub async fn drain(&self, within: Duration) -> bool {
        self.app.drain(within).await
    }

    /// Whether this server opens sessions: `false` from the moment it is told to stop or to [`drain`](Self::drain).
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.app.engine.is_shut()
    }
}
