//! Error: what a handler, or the attempt to call one, failed with. It is opaque and has methods that tell what it is.

mod cause;
mod client_error;
mod invalid;
mod refused;
#[cfg(feature = "axum")]
mod rejection;

use std::{error::Error as StdError, fmt, sync::Arc};

use self::cause::{Boxed, Cause};
use crate::{
    emit::{CallError, EmitError},
    excerpt::Excerpt,
    packet::{ArgsError, Data},
    socket::Socket,
};

pub use client_error::ClientError;
pub use invalid::InvalidArgs;
pub use refused::ConnectionRefused;
#[cfg(feature = "axum")]
pub use rejection::HttpRejection;

/// A handler's result. Without parameters, `socketio::Result` is `Ok(())` or an [`Error`].
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// What went wrong while an event was handled.
///
/// The operator `?` converts any error and any text into one. It is cheap to clone. Its text stays on the server, unless
/// it is made from a [`ClientError`].
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

impl Error {
    /// The error of a handler that panicked with this text.
    pub(crate) fn panicked(message: impl Into<String>) -> Self {
        Self::from(Panicked(message.into()))
    }

    /// The error of an event without a handler.
    pub(crate) fn unhandled(event: impl Into<String>) -> Self {
        Self::from(Unhandled(event.into()))
    }

    /// The error of a handler that a newer event has cancelled.
    pub(crate) fn superseded() -> Self {
        Self::from(Superseded)
    }

    /// The error that this was made from, if it is an `E`.
    ///
    /// If this was made from an `anyhow::Error`, its inner error and its contexts are found only with the feature `anyhow`.
    /// Its chain of sources is there without that feature as well.
    #[must_use]
    pub fn downcast_ref<E: StdError + Send + Sync + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }

    /// The error that this was made from, as the standard library's trait.
    #[must_use]
    pub fn as_std(&self) -> &(dyn StdError + Send + Sync + 'static) {
        self.0.as_std()
    }

    /// Whether the arguments of the event did not fit its handler: the client's mistake. See [`ArgsError`] and,
    /// with the feature `axum`, `HttpRejection`.
    #[must_use]
    pub fn is_args(&self) -> bool {
        self.downcast_ref::<ArgsError>().is_some()
            || self.invalid().is_some()
            || self.told_rejection().is_some()
    }

    /// The rules that the arguments break, if they can be decoded and break some.
    fn invalid(&self) -> Option<&InvalidArgs> {
        self.downcast_ref()
    }

    /// The text of an extractor's refusal, if it may be sent to the client.
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

    /// Whether it was meant for the client, as a [`ConnectionRefused`] or a [`ClientError`] is, and is no failure.
    pub(crate) fn is_answer(&self) -> bool {
        self.downcast_ref::<ConnectionRefused>().is_some() || self.is_for_client()
    }

    /// Whether it is a [`ClientError`].
    pub(crate) fn is_for_client(&self) -> bool {
        self.downcast_ref::<ClientError>().is_some()
    }

    /// Whether a handler of this client, or a task of one, failed only because the client has left meanwhile.
    pub(crate) fn is_departure(&self, socket: &Socket) -> bool {
        let emit = self.downcast_ref::<EmitError>();
        let call = self.downcast_ref::<CallError>();
        let gone = emit.is_some_and(EmitError::is_disconnected)
            || call.is_some_and(CallError::is_disconnected);
        gone && !socket.is_connected()
    }

    /// Whether both are clones of one error.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The refusal that a client gets if its connect handler failed with this error. The texts of a [`ConnectionRefused`], a
    /// [`ClientError`] and an extractor's refusal are sent; those of all other errors are not.
    pub(crate) fn refusal(&self) -> ConnectionRefused {
        if let Some(text) = self.told_rejection() {
            return ConnectionRefused::new(text.to_owned());
        }
        if let Some(invalid) = self.invalid() {
            return ConnectionRefused::new(invalid.to_string()).data(invalid.payload());
        }
        if let Some(error) = self.downcast_ref::<ClientError>() {
            let refused = ConnectionRefused::new(error.message().to_owned());
            return match error.payload() {
                Some(data) => refused.data(data),
                None => refused,
            };
        }
        self.downcast_ref::<ConnectionRefused>()
            .cloned()
            .unwrap_or_default()
    }

    /// The data of the error envelope, if it has any.
    pub(in crate::route) fn envelope_data(&self) -> Option<&Data> {
        match self.invalid() {
            Some(invalid) => Some(invalid.payload()),
            None => self.downcast_ref::<ClientError>()?.payload(),
        }
    }

    /// The kind and the message of the error envelope. The texts of the program's own errors are not in it.
    pub(in crate::route) fn envelope(&self) -> (&str, String) {
        if let Some(error) = self.downcast_ref::<ClientError>() {
            (error.kind(), error.message().to_owned())
        } else if self.is_args() {
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

impl<E: Into<Boxed> + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self(Arc::new(Cause::new(error)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_std(), f)
    }
}

/// The text of the error and of its sources, as a `fn main() -> socketio::Result` prints it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_std(), f)?;
        let mut source = self.as_std().source();
        while let Some(cause) = source {
            write!(f, "\n  caused by: {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

/// A handler panicked, with this text.
#[derive(Debug)]
struct Panicked(String);

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "handler panicked: {}", self.0)
    }
}

impl StdError for Panicked {}

/// There is no handler for the event of this name.
#[derive(Debug)]
struct Unhandled(String);

impl fmt::Display for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no handler for event `{}`", Excerpt(&self.0))
    }
}

impl StdError for Unhandled {}

/// A handler that is `latest` was cancelled, because a newer event came.
#[derive(Debug)]
struct Superseded;

impl fmt::Display for Superseded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a newer event has taken the place of this one")
    }
}

impl StdError for Superseded {}

/// An [`Ack`](crate::Ack) was dropped before an answer was sent.
#[derive(Debug)]
pub(in crate::route) struct Unanswered;

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the handler did not answer")
    }
}

impl StdError for Unanswered {}
