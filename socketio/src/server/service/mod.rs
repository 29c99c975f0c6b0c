//! The server as a tower service, as a layer, and as a router of axum.

mod layer;
#[cfg(feature = "axum")]
mod router;
mod tower;

#[cfg(test)]
mod tests;

pub use self::{
    layer::SocketIoLayer,
    tower::{NotFound, ResponseFuture, SocketIoService},
};
