//! Limits: how often, how large and how long events may be, as a declaration says it.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use super::Location;
use crate::pace::Pace;

/// Limits of events: how often one client may send them, how large they may be, how long their handlers may take.
///
/// The keys `rate`, `max_size` and `timeout` of `#[on]`, `#[event]` and `#[namespace]` set them for a handler or a class;
/// [`limits`](crate::SocketIoBuilder::limits) and [`limits_in`](crate::SocketIoBuilder::limits_in) for all events of a server
/// or a namespace. Every limit that covers an event holds. An event that hits one does not reach its handler, or its handler
/// is dropped; what the client gets is in the chapter on [limits](crate::guide::limits).
///
/// ```
/// use std::time::Duration;
/// use socketio::{Limits, SocketIo};
///
/// let io = SocketIo::builder()
///     .limits(Limits::new().rate(100, Duration::from_secs(1)).burst(200).max_size(64 << 10))
///     .limits_in("/uploads", Limits::new().timeout(Duration::from_secs(30)))
///     .namespaces(["/uploads"])
///     .build()?;
/// # Ok::<(), socketio::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    pub(super) rate: Option<Rate>,
    burst: Option<u32>,
    pub(super) max_size: Option<usize>,
    pub(super) timeout: Option<Duration>,
}

/// So many events in so much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    events: u32,
    per: Duration,
}

impl Limits {
    /// No limits.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            rate: None,
            burst: None,
            max_size: None,
            timeout: None,
        }
    }

    /// How many events one client may send in this time, on average. So many may come at once, unless
    /// [`burst`](Self::burst) says another number; after that, one more each time that a part of the time is over.
    ///
    /// All events that the limit covers count together, for each client in each namespace.
    #[must_use]
    pub const fn rate(self, events: u32, per: Duration) -> Self {
        Self {
            rate: Some(Rate { events, per }),
            ..self
        }
    }

    /// How many events may come at once: a number from 1 on. It needs a [`rate`](Self::rate).
    #[must_use]
    pub const fn burst(self, events: u32) -> Self {
        Self {
            burst: Some(events),
            ..self
        }
    }

    /// The largest event, in bytes: its arguments as they are in the packet, and its attachments.
    #[must_use]
    pub const fn max_size(self, bytes: usize) -> Self {
        Self {
            max_size: Some(bytes),
            ..self
        }
    }

    /// How long the handler may take, with its middlewares and guards. After that its future is dropped.
    #[must_use]
    pub const fn timeout(self, timeout: Duration) -> Self {
        Self {
            timeout: Some(timeout),
            ..self
        }
    }

    /// Whether nothing is limited.
    pub(super) fn is_none(&self) -> bool {
        *self == Self::new()
    }

    /// Each limit by the kind of the error that a client gets at it, in words.
    #[cfg(feature = "spec")]
    pub(super) fn words(&self) -> Vec<(&'static str, String)> {
        let rate = self.rate.map(|Rate { events, per }| {
            let burst = self
                .burst
                .map_or_else(String::new, |burst| format!(", {burst} at once"));
            ("rate", format!("at most {events} events in {per:?}{burst}"))
        });
        let size = self
            .max_size
            .map(|bytes| ("size", format!("at most {bytes} bytes")));
        let timeout = self
            .timeout
            .map(|timeout| ("timeout", format!("at most {timeout:?}")));
        rate.into_iter().chain(size).chain(timeout).collect()
    }

    /// What is wrong with the numbers.
    pub(super) fn faults(&self) -> Vec<&'static str> {
        let mut faults = Vec::new();
        if self
            .rate
            .is_some_and(|rate| rate.events == 0 || rate.per.is_zero())
        {
            faults.push("a rate of 0 would let nothing through");
        }
        if self.burst == Some(0) {
            faults.push("a burst of 0 would let nothing through");
        }
        if self.burst.is_some() && self.rate.is_none() {
            faults.push("a burst needs a rate");
        }
        if self.max_size == Some(0) {
            faults.push("a size of 0 would let nothing through");
        }
        if self.timeout.is_some_and(|timeout| timeout.is_zero()) {
            faults.push("a timeout of 0 would let nothing through");
        }
        faults
    }

    fn pace(&self) -> Option<Pace> {
        let Rate { events, per } = self.rate?;
        Some(Pace::new(events, per, self.burst.unwrap_or(events)))
    }
}

/// The limits of one declaration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared {
    pub(super) limits: Limits,
    /// Tells the declarations apart, since each counts for itself.
    pub(super) location: Location,
}

/// When the next event of one client is due, for each declaration of a rate that its events have met.
#[derive(Debug, Default)]
pub(super) struct Paces(Vec<(Location, Instant)>);

impl Paces {
    /// Counts an event.
    ///
    /// # Errors
    ///
    /// It comes too early, by this time.
    pub(super) fn count(&mut self, declared: &Declared, now: Instant) -> Result<(), Duration> {
        let Some(pace) = declared.limits.pace() else {
            return Ok(());
        };
        let place = declared.location;
        let at = self.0.iter().position(|(known, _)| *known == place);
        let at = at.unwrap_or_else(|| {
            self.0.push((place, now));
            self.0.len() - 1
        });
        pace.count(&mut self.0[at].1, now)
    }
}

/// The limits that a handler's own declaration says; none if it says nothing.
pub(super) fn declared(limits: Limits, location: Location) -> Arc<[Declared]> {
    match limits.is_none() {
        true => Arc::default(),
        false => Arc::new([Declared { limits, location }]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_declaration_counts_for_itself() {
        let limits = Limits::new().rate(1, Duration::from_secs(1));
        let (one, other) = (Location::here(), Location::here());
        let now = Instant::now();
        let mut paces = Paces::default();

        for location in [one, other] {
            let declared = Declared { limits, location };
            assert!(paces.count(&declared, now).is_ok());
            assert!(paces.count(&declared, now).is_err());
        }
    }
}
