//! RunError: why a server could not listen, or could not accept connections any more.

use std::{error, fmt, io};

/// Why [`SocketIo::run`](crate::SocketIo::run), [`SocketIo::run_tls`](crate::SocketIo::run_tls) or
/// [`SocketIo::serve`](crate::SocketIo::serve) could not listen for clients.
///
/// Its `Debug` text is the one of `Display` with the cause, because Rust prints that if `main` returns the error.
///
/// ```no_run
/// use socketio::{RunError, SocketIo, routes};
///
/// #[tokio::main]
/// async fn main() -> Result<(), RunError> {
///     SocketIo::new(routes![]).run(axum::Router::new(), "127.0.0.1:5000").await
/// }
/// ```
pub struct RunError {
    failed: Failed,
    addr: String,
    source: io::Error,
}

#[derive(Clone, Copy)]
enum Failed {
    Listen,
    Accept,
}

impl RunError {
    /// The server could not listen on `addr`.
    pub(super) fn listening(addr: String, source: io::Error) -> Self {
        Self {
            failed: Failed::Listen,
            addr,
            source,
        }
    }

    /// The listener on `addr` cannot accept connections any more.
    pub(super) fn accepting(addr: String, source: io::Error) -> Self {
        Self {
            failed: Failed::Accept,
            addr,
            source,
        }
    }

    /// The kind of the operating system's error, such as [`AddrInUse`](io::ErrorKind::AddrInUse).
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        self.source.kind()
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Failed::Accept = self.failed {
            return write!(f, "cannot accept connections on {}", self.addr);
        }
        let hint = match self.source.kind() {
            io::ErrorKind::AddrInUse => ": another program listens there",
            io::ErrorKind::AddrNotAvailable => ": it is not an address of this machine",
            io::ErrorKind::PermissionDenied => ": not permitted",
            io::ErrorKind::InvalidInput => ": it is not of the form host:port",
            _ => "",
        };
        write!(f, "cannot listen on {}{hint}", self.addr)
    }
}

impl fmt::Debug for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}\n  caused by: {}", self.source)
    }
}

impl error::Error for RunError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.source)
    }
}

impl From<RunError> for io::Error {
    fn from(error: RunError) -> Self {
        Self::new(error.kind(), error)
    }
}
