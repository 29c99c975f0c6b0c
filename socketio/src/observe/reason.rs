//! Reason: why a session has ended, or why a client has left a namespace, in the words of the official server and of
//! Flask-SocketIO.

use std::fmt;

/// Why a client has left a namespace, or why its session has ended.
///
/// [`as_str`](Self::as_str) has the words of the official server, [`flask`](Self::flask) those of Flask-SocketIO.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The connection broke off, or the client closed the session.
    TransportClose,
    /// The transport was used in a way it does not allow, or broke.
    TransportError,
    /// No pong came within the ping timeout.
    PingTimeout,
    /// An Engine.IO packet could not be decoded.
    ParseError,
    /// A Socket.IO packet could not be decoded.
    ForcedClose,
    /// A packet was not allowed at that moment, or no namespace was joined in time.
    ForcedServerClose,
    /// The server is stopping.
    ServerShuttingDown,
    /// The client left the namespace.
    ClientNamespaceDisconnect,
    /// The server disconnected the client.
    ServerNamespaceDisconnect,
    /// The client did not read fast enough, so that too many messages waited for it.
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
