//! The server: the application object, its builder, the tower service, and `run`.

mod app;
mod builder;
mod drain;
mod endpoint;
mod http;
mod run;
mod service;

pub(crate) use self::app::App;
#[cfg(feature = "tls")]
pub use self::run::Tls;
pub use self::{
    app::SocketIo,
    builder::SocketIoBuilder,
    http::{ClientJs, Cookie, Origins, SameSite},
    run::{Listener, RunError},
    service::{NotFound, ResponseFuture, SocketIoLayer, SocketIoService},
};
