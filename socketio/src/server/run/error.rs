//! RunError: why `run` could not listen.

use std::{error, fmt, io};

/// Why [`SocketIo::run`](crate::SocketIo::run) could not listen.
#[derive(Debug)]
pub struct RunError {
    addr: String,
    source: io::Error,
}

impl RunError {
    pub(super) fn new(addr: String, source: io::Error) -> Self {
        Self { addr, source }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

impl error::Error for RunError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.source)
    }
}
