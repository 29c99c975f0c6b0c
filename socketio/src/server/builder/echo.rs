//! The option that makes an Engine.IO echo of a server, for this repository's own tests.

use super::SocketIoBuilder;

impl SocketIoBuilder {
    /// Sends each message of a session back, and does nothing of Socket.IO.
    #[doc(hidden)]
    pub fn __echo(mut self) -> Self {
        self.config.echo = true;
        self
    }
}
