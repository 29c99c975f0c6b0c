//! The log: an observer that writes lines with `tracing`, or to stderr. No other file of this crate uses `tracing`.
//!
//! Warnings that clients can cause are written at a limited rate. An event without a handler is warned of once per name, and
//! an event that waits for a handler which asks the same client once per pair of names.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use parking_lot::Mutex;
use tracing::{Level, dispatcher, level_filters::LevelFilter, subscriber::NoSubscriber};

use super::{
    Failure, Observation, Observer, RefusalKind, Topics,
    once::Once,
    rate::Rate,
    text::{Chain, WAY_OUT},
};
use crate::excerpt::Excerpt;

/// The topics whose lines have the level `WARN` or `ERROR`.
const WARNINGS: Topics = Topics::REFUSALS
    .union(Topics::FAILURES)
    .union(Topics::LIMITS)
    .union(Topics::CLUSTER);
/// The topics whose lines have the level `DEBUG`, `WARN` or `ERROR`.
const DEBUG: Topics = WARNINGS.union(Topics::SESSIONS).union(Topics::NAMESPACES);

/// Whether the log may write lines of this topic, by the level that `tracing` is set to. Lines about warnings may go to
/// stderr, so for these the level does not count.
#[inline]
pub(super) fn wants(topic: Topics) -> bool {
    if WARNINGS.intersects(topic) {
        return true;
    }
    let least = if DEBUG.intersects(topic) {
        LevelFilter::DEBUG
    } else {
        LevelFilter::TRACE
    };
    LevelFilter::current() >= least
}

/// The log of one server.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Whether errors and warnings go to stderr as long as the program has no subscriber of `tracing`.
    prints: AtomicBool,
    rates: Mutex<HashMap<&'static str, Rate>>,
    /// The namespaces and names of the events without a handler that were warned of.
    unhandled: Once,
    /// The namespaces, the events that wait, and the events whose handlers they wait for, that were warned of.
    held: Once,
}

impl Log {
    /// Lets errors and warnings go to stderr as long as the program has no subscriber of `tracing`.
    pub(super) fn print(&self) {
        self.prints.store(true, Ordering::Relaxed);
    }

    /// Whether lines go to stderr: `print` was called, and the program has no subscriber of `tracing`.
    fn is_printing(&self) -> bool {
        self.prints.load(Ordering::Relaxed)
            && dispatcher::get_default(|dispatch| dispatch.is::<NoSubscriber>())
    }

    /// The level of a line.
    fn level(&self, observation: &Observation<'_>) -> Level {
        match *observation {
            Observation::RequestRefused { kind, .. } => match kind {
                // Honest clients cause these as well, above all after each restart of the server.
                RefusalKind::UnknownSession | RefusalKind::BadRequest | RefusalKind::Stopping => {
                    Level::DEBUG
                }
                _ => Level::WARN,
            },
            Observation::HandlerFailed { failure, .. }
            | Observation::TaskFailed { failure, .. } => match failure {
                Failure::Arguments => Level::WARN,
                Failure::Error | Failure::Panic => Level::ERROR,
                Failure::ForClient | Failure::Superseded | Failure::Disconnected => Level::DEBUG,
            },
            Observation::EventUnhandled {
                namespace, event, ..
            } => once(self.unhandled.is_new(&[namespace, event])),
            Observation::EventHeld {
                namespace,
                event,
                handler,
                ..
            } => once(self.held.is_new(&[namespace, event, handler])),
            Observation::QueueLost { .. }
            | Observation::NamespaceRefused { .. }
            | Observation::ProtocolViolated { .. }
            | Observation::LimitReached { .. } => Level::WARN,
            Observation::ErrorHandlerFailed { .. }
            | Observation::SessionPanicked { .. }
            | Observation::AcceptFailed { .. } => Level::ERROR,
            Observation::QueueReached {}
            | Observation::NodeJoined { .. }
            | Observation::NodeLeft { .. } => Level::INFO,
            Observation::TlsFailed { .. } => Level::DEBUG,
            _ if DEBUG.contains(observation.topic()) => Level::DEBUG,
            _ => Level::TRACE,
        }
    }

    /// The number of lines of this kind that were left out before this one; `None` if this one is left out, too.
    fn allow(&self, observation: &Observation<'_>) -> Option<u64> {
        let Some(kind) = kind(observation) else {
            return Some(0);
        };
        self.rates
            .lock()
            .entry(kind)
            .or_default()
            .allow(Instant::now())
    }
}

/// The level of a line that is a warning the first time.
fn once(is_new: bool) -> Level {
    if is_new { Level::WARN } else { Level::DEBUG }
}

/// The kind of a line whose rate is limited, because clients can cause it as often as they like.
fn kind(observation: &Observation<'_>) -> Option<&'static str> {
    match *observation {
        Observation::RequestRefused { kind, .. } | Observation::NamespaceRefused { kind, .. } => {
            Some(kind.as_str())
        }
        Observation::LimitReached { limit, .. } => Some(limit.as_str()),
        Observation::HandlerFailed {
            failure: Failure::Arguments,
            ..
        } => Some("arguments"),
        Observation::ProtocolViolated { .. } => Some("protocol"),
        _ => None,
    }
}

impl Observer for Log {
    fn observe(&self, observation: &Observation<'_>) {
        let level = self.level(observation);
        let printing = level <= Level::WARN && self.is_printing();
        if !printing && level > LevelFilter::current() {
            return;
        }
        let omitted = if level <= Level::WARN {
            self.allow(observation)
        } else {
            Some(0)
        };
        let Some(omitted) = omitted else { return };
        if printing {
            print(level, observation, omitted);
        } else {
            write(level, observation, (omitted > 0).then_some(omitted));
        }
    }
}

/// Writes a line to stderr.
fn print(level: Level, observation: &Observation<'_>, omitted: u64) {
    let word = if level == Level::ERROR {
        "error"
    } else {
        "warning"
    };
    // Not `eprintln`, which panics if stderr is closed.
    let line = match omitted {
        0 => format!("socketio {word}: {observation}\n"),
        _ => {
            format!("socketio {word}: {observation} ({omitted} more like this were not written)\n")
        }
    };
    let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
}

/// Writes a line at a level that is not a constant, which the macros of `tracing` need.
macro_rules! line {
    ($level:expr, $($line:tt)+) => {
        match $level {
            Level::ERROR => tracing::error!(target: "socketio", $($line)+),
            Level::WARN => tracing::warn!(target: "socketio", $($line)+),
            Level::INFO => tracing::info!(target: "socketio", $($line)+),
            Level::DEBUG => tracing::debug!(target: "socketio", $($line)+),
            _ => tracing::trace!(target: "socketio", $($line)+),
        }
    };
}

/// Writes a line with `tracing`. The message is constant for each kind; everything that differs is in the fields.
fn write(level: Level, observation: &Observation<'_>, omitted: Option<u64>) {
    match *observation {
        Observation::SessionOpened {
            session,
            transport,
            addr,
        } => {
            let addr = addr.map(tracing::field::display);
            line!(level, %session, transport = transport.as_str(), addr, "session opened")
        }
        Observation::SessionUpgraded { session, transport } => {
            line!(level, %session, transport = transport.as_str(), "session upgraded")
        }
        Observation::SessionClosed {
            session,
            transport,
            reason,
        } => {
            line!(level, %session, transport = transport.as_str(), %reason, "session closed")
        }
        Observation::RequestRefused {
            kind,
            found,
            expected,
            addr,
        } => {
            let addr = addr.map(tracing::field::display);
            let (reason, found) = (kind.as_str(), Excerpt(found));
            line!(level, reason, %found, expected, addr, omitted, "request refused: {}", kind.sentence())
        }
        Observation::NamespaceCreated { namespace, pattern } => {
            line!(level, namespace = %Excerpt(namespace), pattern, "namespace created")
        }
        Observation::NamespaceDeleted { namespace } => {
            line!(level, namespace = %Excerpt(namespace), "namespace deleted")
        }
        Observation::NamespaceJoined {
            session,
            sid,
            namespace,
            recovered,
        } => {
            line!(level, %session, %sid, namespace = %Excerpt(namespace), recovered, "namespace joined")
        }
        Observation::RecoveryFailed {
            session,
            namespace,
            failure,
        } => {
            line!(level, %session, namespace = %Excerpt(namespace), reason = failure.as_str(), "client not recovered: {}", failure.sentence())
        }
        Observation::NamespaceRefused {
            session,
            namespace,
            kind,
            message,
        } => {
            let (reason, namespace) = (kind.as_str(), Excerpt(namespace));
            line!(level, %session, %namespace, reason, message_to_client = message, omitted, "namespace refused: {}", kind.sentence())
        }
        Observation::NamespaceLeft {
            session,
            sid,
            namespace,
            reason,
            recoverable,
        } => {
            line!(level, %session, %sid, namespace = %Excerpt(namespace), %reason, recoverable, "namespace left")
        }
        Observation::HandlerFailed {
            namespace,
            sid,
            event,
            failure,
            error,
        } => {
            let (namespace, event, error) = (Excerpt(namespace), Excerpt(event), Chain(error));
            let message = match failure {
                Failure::Arguments => "arguments do not fit",
                Failure::ForClient => "handler answered with an error",
                Failure::Superseded | Failure::Disconnected => "handler gave up",
                Failure::Error | Failure::Panic => "handler failed",
            };
            line!(level, %sid, %namespace, %event, %error, omitted, "{message}")
        }
        Observation::TaskFailed {
            namespace,
            sid,
            event,
            error,
            ..
        } => {
            let (namespace, event, error) = (Excerpt(namespace), Excerpt(event), Chain(error));
            line!(level, %sid, %namespace, %event, %error, "a task of a handler failed")
        }
        Observation::ErrorHandlerFailed {
            namespace,
            sid,
            event,
            error,
        } => {
            let (namespace, event, error) = (Excerpt(namespace), Excerpt(event), Chain(error));
            line!(level, %sid, %namespace, %event, %error, "the error handler failed")
        }
        Observation::EventUnhandled {
            namespace,
            sid,
            event,
        } => {
            let (namespace, event) = (Excerpt(namespace), Excerpt(event));
            line!(level, %sid, %namespace, %event, "no handler for an event of this name")
        }
        Observation::EventHeld {
            namespace,
            sid,
            event,
            handler,
        } => {
            let (namespace, event, handler) =
                (Excerpt(namespace), Excerpt(event), Excerpt(handler));
            line!(level, %sid, %namespace, %event, %handler, "an event waits for a handler that waits for an answer of the same client: {WAY_OUT}")
        }
        Observation::LimitReached { session, limit } => {
            line!(level, %session, limit = limit.as_str(), omitted, "{}", limit.sentence())
        }
        Observation::ProtocolViolated { session, problem } => {
            line!(level, %session, problem = %Excerpt(problem), omitted, "the session is closed")
        }
        Observation::SessionPanicked { session } => {
            line!(level, %session, "a panic outside of handlers: the session is closed")
        }
        Observation::AcceptFailed { error } => line!(level, %error, "cannot accept connections"),
        Observation::QueueReached {} => {
            line!(level, "the message queue of the cluster is reached")
        }
        Observation::QueueLost { error } => {
            let error = Excerpt(error);
            line!(level, %error, "the message queue of the cluster cannot be reached")
        }
        Observation::NodeJoined { node } => line!(level, node, "a node has joined the cluster"),
        Observation::NodeLeft { node } => line!(level, node, "a node has left the cluster"),
        Observation::TlsFailed { error } => line!(level, %error, "no TLS"),
        // Rooms, events, emits and answers: their text has everything, and few programs look at their fields.
        ref other => line!(level, "{other}"),
    }
}

#[cfg(test)]
mod tests;
