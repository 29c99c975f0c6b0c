//! Why a session, or a socket of it, ended. Knows the words of both vocabularies.

use std::fmt;

/// Why a client is gone.
///
/// [`as_str`](Self::as_str) speaks the official server's words, [`flask`](Self::flask) those of Flask-SocketIO.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The connection went away, or the client closed the session.
    TransportClose,
    /// The transport was used in a way it does not allow, or broke.
    TransportError,
    /// No pong came within the ping timeout.
    PingTimeout,
    /// An Engine.IO packet could not be decoded.
    ParseError,
    /// A Socket.IO packet could not be decoded.
    ForcedClose,
    /// A packet made no sense at that moment, or no namespace was joined in time.
    ForcedServerClose,
    /// The server is going down.
    ServerShuttingDown,
    /// The client left the namespace.
    ClientNamespaceDisconnect,
    /// The server disconnected the client.
    ServerNamespaceDisconnect,
    /// The client did not take what was sent to it, and its queue is full.
    SlowConsumer,
}

impl Reason {
    /// The reason in the words of the official Node.js server.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TransportClose => "transport close",
            Self::TransportError | Self::SlowConsumer => "transport error",
            Self::PingTimeout => "ping timeout",
            Self::ParseError => "parse error",
            Self::ForcedClose => "forced close",
            Self::ForcedServerClose => "forced server close",
            Self::ServerShuttingDown => "server shutting down",
            Self::ClientNamespaceDisconnect => "client namespace disconnect",
            Self::ServerNamespaceDisconnect => "server namespace disconnect",
        }
    }

    /// The reason in the words of Flask-SocketIO (`SocketIO.reason`).
    #[must_use]
    pub const fn flask(self) -> &'static str {
        match self {
            Self::TransportClose => "transport close",
            Self::TransportError | Self::ParseError | Self::SlowConsumer => "transport error",
            Self::PingTimeout => "ping timeout",
            Self::ClientNamespaceDisconnect => "client disconnect",
            Self::ForcedClose
            | Self::ForcedServerClose
            | Self::ServerShuttingDown
            | Self::ServerNamespaceDisconnect => "server disconnect",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
