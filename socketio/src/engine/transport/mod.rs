//! What transports are made of: byte streams, what is read from them, and WebSockets over them.

pub(in crate::engine) mod inbox;
pub(in crate::engine) mod stream;
pub(crate) mod websocket;
