//! What comes out of a transport: packets that are complete, or why there are none.

use super::inbox::Span;
use crate::engine::format::{frame::Violation, packet::PacketError};

/// What a client has sent, complete. The span is the part of the inbox that holds it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::engine) enum Received {
    Text(Span),
    Binary(Span),
    /// A ping of the WebSocket protocol.
    Ping(Span),
    /// A pong of the WebSocket protocol.
    Pong,
    /// The client closes the WebSocket; the code it gave.
    Close(Option<u16>),
}

/// Why what came cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Malformed {
    Frame(Violation),
    Packet(PacketError),
}
