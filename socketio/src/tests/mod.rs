//! The whole server, driven over WebSockets in memory: no port, no waiting for lengths of time.

mod acks;
mod allocations;
mod auto_traits;
mod background;
mod building;
mod closures;
#[cfg(all(feature = "msgpack", feature = "testing"))]
mod codec;
mod connect_handler;
mod connecting;
mod crowd;
mod emitting;
mod errors;
mod going;
mod handlers;
mod http;
mod leaving;
mod limits;
mod order;
mod panics;
mod patterns;
mod preparing;
mod sessions;
mod size;
mod unpolled;
mod waiting;
mod wire;
