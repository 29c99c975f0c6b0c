//! BusError: why a bus could not publish or listen.

use std::{error, fmt};

/// Why a [`Bus`](super::Bus) could not publish or listen: the broker is not there, refuses the node, or is gone.
#[derive(Debug)]
pub struct BusError {
    what: String,
    source: Option<Box<dyn error::Error + Send + Sync>>,
}

impl BusError {
    /// An error with this text.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            source: None,
        }
    }

    /// An error that another error has caused. `what` says what was tried.
    pub fn caused(
        what: impl Into<String>,
        source: impl Into<Box<dyn error::Error + Send + Sync>>,
    ) -> Self {
        Self {
            what: what.into(),
            source: Some(source.into()),
        }
    }
}

impl fmt::Display for BusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl error::Error for BusError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}
