//! AckError: why a client's answer is not there.

use std::{error, fmt};

use crate::packet::ArgsError;

/// Why a client's answer is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AckError {
    /// The client did not answer in time.
    Timeout,
    /// The client is gone, or was not there to be asked.
    Disconnected,
    /// The client answered with something else than was expected.
    Args(ArgsError),
}

impl fmt::Display for AckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timeout => "the client did not answer in time",
            Self::Disconnected => "the client is not connected",
            Self::Args(_) => "the client's answer is not what was expected",
        })
    }
}

impl error::Error for AckError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Args(error) => Some(error),
            Self::Timeout | Self::Disconnected => None,
        }
    }
}
