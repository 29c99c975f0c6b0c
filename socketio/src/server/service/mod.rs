//! The server as a tower service, as a layer, and as a router of axum.

mod body;
mod layer;
mod mounted;
#[cfg(feature = "axum")]
mod router;
mod tower;

#[cfg(test)]
mod tests;

#[cfg(feature = "axum")]
pub(super) use self::mounted::holds;
pub use self::{
    body::ResponseBody,
    layer::SocketIoLayer,
    tower::{NotFound, ResponseFuture, SocketIoService},
};
