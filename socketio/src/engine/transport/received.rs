//! What comes out of a transport: packets that are complete, or why there are none.

use super::inbox::Place;
use crate::engine::format::{frame::Violation, packet::PacketError};

/// What a client has sent, complete. The place is where in the inbox its bytes are.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::engine) enum Received {
    Text(Place),
    Binary(Place),
    /// A ping of the WebSocket protocol.
    Ping(Place),
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
