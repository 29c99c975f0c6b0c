//! Stream: bytes both ways, taken back from the HTTP connection that carried the upgrade.

use std::fmt;

use bytes::Bytes;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

use crate::engine::format::{deflate::Window, extension::Accepted};

/// A byte stream that speaks WebSocket from now on.
pub(crate) struct Stream {
    pub(in crate::engine) io: Io,
    /// What the HTTP connection had read ahead.
    pub(in crate::engine) prefix: Bytes,
    /// The response to the request, if it is not written yet. It is written together with the first packet.
    pub(in crate::engine) answer: Bytes,
    /// How far back the client looks when it decompresses, if messages may be compressed.
    pub(in crate::engine) window: Option<Window>,
}

/// The two kinds of streams: anybody may write to plain TCP, but only the session's task to any other.
pub(in crate::engine) enum Io {
    Tcp(TcpStream),
    Other(Box<dyn Duplex>),
}

/// Anything that reads and writes: TLS, a Unix socket, a pipe in memory.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin + 'static {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin + 'static> Duplex for T {}

impl Stream {
    pub(crate) fn tcp(stream: TcpStream, prefix: Bytes) -> Self {
        Self {
            io: Io::Tcp(stream),
            prefix,
            answer: Bytes::new(),
            window: None,
        }
    }

    pub(crate) fn other(stream: impl Duplex, prefix: Bytes) -> Self {
        Self {
            io: Io::Other(Box::new(stream)),
            prefix,
            answer: Bytes::new(),
            window: None,
        }
    }

    /// With the extension of the WebSocket that was accepted, if one was.
    pub(crate) fn extended(mut self, accepted: Option<Accepted>) -> Self {
        self.window = accepted.map(|accepted| accepted.window);
        self
    }

    /// Adds the response that the client has not got yet: it is written before all else.
    pub(crate) fn owing(mut self, answer: impl Into<Bytes>) -> Self {
        self.answer = answer.into();
        self
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.io {
            Io::Tcp(_) => "tcp",
            Io::Other(_) => "other",
        };
        f.debug_struct("Stream")
            .field("io", &kind)
            .finish_non_exhaustive()
    }
}
