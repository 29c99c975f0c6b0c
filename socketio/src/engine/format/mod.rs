//! The formats of Engine.IO and WebSocket: bytes from and to packets, bodies and frames. No I/O.

pub(crate) mod deflate;
pub(in crate::engine) mod extension;
pub(crate) mod frame;
pub(in crate::engine) mod message;
pub(in crate::engine) mod opening;
pub(in crate::engine) mod packet;
pub(in crate::engine) mod payload;
pub(in crate::engine) mod revision;
pub(in crate::engine) mod revision3;
