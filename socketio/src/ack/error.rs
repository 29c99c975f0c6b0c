//! AckError: why a question has no answer of the expected type.

use std::{error, fmt};

use crate::packet::ArgsError;

/// Why a question to a client has no answer of the expected type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AckError {
    /// The client did not answer in time.
    Timeout,
    /// The client has left, or was not connected when it was to be asked.
    Disconnected,
    /// The client's answer is not of the expected type. The text of this error says what does not fit.
    Args(ArgsError),
}

impl fmt::Display for AckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout => f.write_str("the client did not answer in time"),
            Self::Disconnected => f.write_str("the client is not connected"),
            Self::Args(error) => write!(f, "the client's answer does not fit: {error}"),
        }
    }
}

impl error::Error for AckError {}
