//! The log: an observer that writes lines with `tracing`, or to stderr. No other file of this crate knows `tracing`.
//!
//! What clients cause is written at a limited rate, and the name of an event that nobody handles once.

use std::{
    collections::{HashMap, HashSet},
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use parking_lot::Mutex;
use tracing::{Level, dispatcher, level_filters::LevelFilter, subscriber::NoSubscriber};

use super::{
    Failure, Observation, Observer, RefusalKind, Topics,
    rate::Rate,
    text::{Chain, Plain},
};

/// What is written at the level `WARN`, or at `ERROR`.
const WARNINGS: Topics = Topics::REFUSALS
    .union(Topics::FAILURES)
    .union(Topics::LIMITS);
/// What is written at the level `DEBUG`, or at one above.
const DEBUG: Topics = WARNINGS.union(Topics::SESSIONS).union(Topics::NAMESPACES);

/// So many names of events that nobody handles are remembered, so as to be warned of once. Clients choose them.
const NAMES: usize = 256;
/// A longer name is not remembered, and not warned of.
const LONGEST_NAME: usize = 255;

/// Whether the log writes lines of this topic at the level that `tracing` is set to. Warnings may go to stderr.
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
    /// Errors and warnings go to stderr while the program has no subscriber.
    prints: AtomicBool,
    rates: Mutex<HashMap<&'static str, Rate>>,
    /// The names of events that nobody handles and that were warned of, each behind its namespace.
    unhandled: Mutex<HashSet<(Box<str>, Box<str>)>>,
}

impl Log {
    pub(super) fn print(&self) {
        self.prints.store(true, Ordering::Relaxed);
    }

    /// Whether lines go to stderr: somebody asked for that, and `tracing` hands them to nobody.
    fn is_printing(&self) -> bool {
        self.prints.load(Ordering::Relaxed)
            && dispatcher::get_default(|dispatch| dispatch.is::<NoSubscriber>())
    }

    /// Whether a name is warned of for the first time.
    fn is_new(&self, namespace: &str, event: &str) -> bool {
        if namespace.len() > LONGEST_NAME || event.len() > LONGEST_NAME {
            return false;
        }
        let mut names = self.unhandled.lock();
        names.len() < NAMES && names.insert((namespace.into(), event.into()))
    }

    /// The level of a line.
    fn level(&self, observation: &Observation<'_>) -> Level {
        match *observation {
            Observation::RequestRefused { kind, .. } => match kind {
                // An honest client causes these as well, after each restart of the server above all.
                RefusalKind::UnknownSession | RefusalKind::BadRequest | RefusalKind::Stopping => {
                    Level::DEBUG
                }
                _ => Level::WARN,
            },
            Observation::HandlerFailed { failure, .. } => match failure {
                Failure::Arguments => Level::WARN,
                Failure::Error | Failure::Panic => Level::ERROR,
                Failure::ForClient | Failure::Superseded | Failure::Disconnected => Level::DEBUG,
            },
            Observation::EventUnhandled {
                namespace, event, ..
            } => {
                if self.is_new(namespace, event) {
                    Level::WARN
                } else {
                    Level::DEBUG
                }
            }
            Observation::NamespaceRefused { .. }
            | Observation::ProtocolViolated { .. }
            | Observation::LimitReached { .. } => Level::WARN,
            Observation::ErrorHandlerFailed { .. }
            | Observation::SessionPanicked { .. }
            | Observation::AcceptFailed { .. } => Level::ERROR,
            Observation::TlsFailed { .. } => Level::DEBUG,
            _ if DEBUG.contains(observation.topic()) => Level::DEBUG,
            _ => Level::TRACE,
        }
    }

    /// How many lines of this kind were left out before this one; none if this one is left out as well.
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

/// The kind of a line that clients cause as often as they like.
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
    // `eprintln` panics where stderr is closed.
    let line = match omitted {
        0 => format!("socketio {word}: {observation}\n"),
        _ => {
            format!("socketio {word}: {observation} ({omitted} more like this were not written)\n")
        }
    };
    let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
}

/// A line at a level that is known only now: the macros of `tracing` take a constant.
macro_rules! line {
    ($level:expr, $($line:tt)+) => {
        match $level {
            Level::ERROR => tracing::error!(target: "socketio", $($line)+),
            Level::WARN => tracing::warn!(target: "socketio", $($line)+),
            Level::DEBUG => tracing::debug!(target: "socketio", $($line)+),
            _ => tracing::trace!(target: "socketio", $($line)+),
        }
    };
}

/// Writes a line with `tracing`. Its message says what kind it is; all that differs is in its fields.
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
            let (reason, found) = (kind.as_str(), Plain(found));
            line!(level, reason, %found, expected, addr, omitted, "request refused: {}", kind.sentence())
        }
        Observation::NamespaceJoined {
            session,
            sid,
            namespace,
        } => {
            line!(level, %session, %sid, namespace = %Plain(namespace), "namespace joined")
        }
        Observation::NamespaceRefused {
            session,
            namespace,
            kind,
            message,
        } => {
            let (reason, namespace) = (kind.as_str(), Plain(namespace));
            line!(level, %session, %namespace, reason, message_to_client = message, omitted, "namespace refused: {}", kind.sentence())
        }
        Observation::NamespaceLeft {
            session,
            sid,
            namespace,
            reason,
        } => {
            line!(level, %session, %sid, namespace = %Plain(namespace), %reason, "namespace left")
        }
        Observation::HandlerFailed {
            namespace,
            sid,
            event,
            failure,
            error,
        } => {
            let (namespace, event, error) = (Plain(namespace), Plain(event), Chain(error));
            let message = match failure {
                Failure::Arguments => "arguments do not fit",
                Failure::ForClient => "handler answered with an error",
                Failure::Superseded | Failure::Disconnected => "handler gave up",
                Failure::Error | Failure::Panic => "handler failed",
            };
            line!(level, %sid, %namespace, %event, %error, omitted, "{message}")
        }
        Observation::ErrorHandlerFailed {
            namespace,
            sid,
            event,
            error,
        } => {
            let (namespace, event, error) = (Plain(namespace), Plain(event), Chain(error));
            line!(level, %sid, %namespace, %event, %error, "the error handler failed")
        }
        Observation::EventUnhandled {
            namespace,
            sid,
            event,
        } => {
            let (namespace, event) = (Plain(namespace), Plain(event));
            line!(level, %sid, %namespace, %event, "no handler for an event of this name")
        }
        Observation::LimitReached { session, limit } => {
            line!(level, %session, limit = limit.as_str(), omitted, "{}", limit.sentence())
        }
        Observation::ProtocolViolated { session, problem } => {
            line!(level, %session, problem = %Plain(problem), omitted, "the session is closed")
        }
        Observation::SessionPanicked { session } => {
            line!(level, %session, "a panic outside of handlers: the session is closed")
        }
        Observation::AcceptFailed { error } => line!(level, %error, "cannot accept connections"),
        Observation::TlsFailed { error } => line!(level, %error, "no TLS"),
        // Rooms, events, emits and answers: seldom looked at, and plain as they are.
        ref other => line!(level, "{other}"),
    }
}

#[cfg(test)]
mod tests;
