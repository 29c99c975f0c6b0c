//! Who is told what happens in the server, and what it prints.

use std::sync::Arc;

use super::SocketIoBuilder;
use crate::observe::Observer;

/// Observers, and the log.
impl SocketIoBuilder {
    /// Adds somebody who is told what happens: sessions, rooms, events, failures. Several may be added; the log stays.
    ///
    /// ```
    /// use std::sync::{Arc, atomic::{AtomicUsize, Ordering}};
    /// use socketio::{SocketIo, observe::Observation};
    ///
    /// let refused = Arc::new(AtomicUsize::new(0));
    /// let counter = Arc::clone(&refused);
    /// let io = SocketIo::builder()
    ///     .observer(move |observation: &Observation<'_>| {
    ///         if let Observation::RequestRefused { .. } = observation {
    ///             counter.fetch_add(1, Ordering::Relaxed);
    ///         }
    ///     })
    ///     .build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.config.observers.add(Arc::new(observer));
        self
    }

    /// Whether the server writes lines to the log, with `tracing`. It does, by default.
    ///
    /// See [the chapter](crate::guide::log) for what each line means.
    pub fn log(mut self, yes: bool) -> Self {
        self.config.observers.set_log(yes);
        self
    }

    /// Whether [`run`](crate::SocketIo::run) and its siblings write the log's errors and warnings to stderr as long as the
    /// program has no subscriber of `tracing`. They do, by default.
    pub fn log_to_stderr(mut self, yes: bool) -> Self {
        self.config.observers.set_quiet(!yes);
        self
    }

    /// Whether [`run`](crate::SocketIo::run) and [`run_tls`](crate::SocketIo::run_tls) print the address they listen on to
    /// standard output. They do, by default.
    pub fn announce(mut self, yes: bool) -> Self {
        self.silent = !yes;
        self
    }
}
