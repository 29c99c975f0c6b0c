//! PacketType: what a packet is for.

/// What a packet is for. Whether binary data comes with it is not part of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PacketType {
    /// A client wants to join a namespace, or the server says that it has.
    Connect,
    /// One of both leaves the namespace.
    Disconnect,
    /// An event.
    Event,
    /// The answer to an event.
    Ack,
    /// The client may not join.
    ConnectError,
}
