//! Error: whatever a handler, or the call of one, can fail with. Opaque; ask it what it is.

mod refused;
#[cfg(feature = "axum")]
mod rejection;

use std::{error::Error as StdError, fmt, sync::Arc};

use crate::packet::{ArgsError, Excerpt};

pub use refused::ConnectionRefused;
#[cfg(feature = "axum")]
pub use rejection::HttpRejection;

/// A handler's result; `socketio::Result` is what a handler that only emits returns.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// What went wrong while an event was handled.
///
/// Anything that is an error becomes one through `?`, and so does a text. It is cheap to clone.
///
/// ```
/// fn parse(port: &str) -> socketio::Result<u16> {
///     Ok(port.parse()?)
/// }
///
/// let error = parse("a").unwrap_err();
/// assert_eq!(error.to_string(), "invalid digit found in string");
/// assert!(error.downcast_ref::<std::num::ParseIntError>().is_some());
/// ```
#[derive(Clone)]
pub struct Error(Arc<Cause>);

type Cause = Box<dyn StdError + Send + Sync>;

impl Error {
    /// A handler panicked, with this text.
    pub(crate) fn panicked(message: impl Into<String>) -> Self {
        Self::from(Panicked(message.into()))
    }

    /// Nobody handles this event.
    pub(crate) fn unhandled(event: impl Into<String>) -> Self {
        Self::from(Unhandled(event.into()))
    }

    /// A newer event has cancelled the handler.
    pub(crate) fn superseded() -> Self {
        Self::from(Superseded)
    }

    /// The cause, if it is an `E`.
    #[must_use]
    pub fn downcast_ref<E: StdError + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }

    /// The cause as the standard library's trait: for its [`source`](StdError::source)s, or for other libraries.
    #[must_use]
    pub fn as_std(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &**self.0
    }

    /// Whether the arguments of the event did not fit its handler: the client's mistake. See [`ArgsError`] and,
    /// with the feature `axum`, `HttpRejection`.
    #[must_use]
    pub fn is_args(&self) -> bool {
        self.downcast_ref::<ArgsError>().is_some() || self.told_rejection().is_some()
    }

    /// The text of an extractor that refused, if a client may be told of it.
    #[cfg(feature = "axum")]
    fn told_rejection(&self) -> Option<&str> {
        self.downcast_ref::<HttpRejection>()
            .filter(|rejection| rejection.is_of_client())
            .map(HttpRejection::text)
    }

    #[cfg(not(feature = "axum"))]
    fn told_rejection(&self) -> Option<&str> {
        None
    }

    /// Whether the handler panicked.
    #[must_use]
    pub fn is_panic(&self) -> bool {
        self.downcast_ref::<Panicked>().is_some()
    }

    /// Whether there is no handler for the event.
    #[must_use]
    pub fn is_unhandled(&self) -> bool {
        self.downcast_ref::<Unhandled>().is_some()
    }

    /// Whether a newer event has cancelled the handler.
    pub(crate) fn is_superseded(&self) -> bool {
        self.downcast_ref::<Superseded>().is_some()
    }

    /// What a client is told that may not join because of this error. Only a [`ConnectionRefused`] speaks for
    /// itself, and an extractor that refused.
    pub(crate) fn refusal(&self) -> ConnectionRefused {
        match self.told_rejection() {
            Some(text) => ConnectionRefused::new(text.to_owned()),
            None => self
                .downcast_ref::<ConnectionRefused>()
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// The word and the text of the error envelope. The inner texts of the program stay inside.
    pub(in crate::route) fn envelope(&self) -> (&'static str, String) {
        if self.is_args() {
            ("arguments", self.to_string())
        } else if self.is_panic() {
            ("panic", "the handler failed".to_owned())
        } else if self.is_unhandled() {
            ("unhandled", self.to_string())
        } else if self.downcast_ref::<Unanswered>().is_some() {
            ("unanswered", self.to_string())
        } else if self.is_superseded() {
            ("superseded", self.to_string())
        } else {
            ("handler", "the handler failed".to_owned())
        }
    }
}

impl<E: Into<Cause>> From<E> for Error {
    fn from(error: E) -> Self {
        Self(Arc::new(error.into()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The text and its causes: what `fn main() -> socketio::Result` prints.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, "\n  caused by: {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Panicked(String);

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "handler panicked: {}", self.0)
    }
}

impl StdError for Panicked {}

#[derive(Debug)]
struct Unhandled(String);

impl fmt::Display for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no handler for event `{}`", Excerpt(&self.0))
    }
}

impl StdError for Unhandled {}

/// The handler runs for the latest event only, and this is not it any more.
#[derive(Debug)]
struct Superseded;

impl fmt::Display for Superseded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a newer event has taken the place of this one")
    }
}

impl StdError for Superseded {}

/// An [`Ack`](crate::Ack) was dropped.
#[derive(Debug)]
pub(in crate::route) struct Unanswered;

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the handler did not answer")
    }
}

impl StdError for Unanswered {}
