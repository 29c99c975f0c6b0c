//! The server: the application object, its builder, the tower service, and `run`.

mod app;
mod builder;
mod clients;
mod drain;
#[cfg(feature = "__echo")]
mod echo;
mod endpoint;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod http;
mod node_events;
#[cfg(feature = "axum")]
mod run;
mod service;

#[cfg(feature = "testing")]
pub(crate) use self::app::App;
#[cfg(feature = "tls")]
pub use self::run::Tls;
#[cfg(feature = "axum")]
pub use self::run::{ListenAddr, Listener, RunError, Running};
pub use self::{
    app::SocketIo,
    builder::SocketIoBuilder,
    http::{ClientJs, Cookie, Origins, RequestRefused, SameSite},
    service::{NotFound, ResponseBody, ResponseFuture, SocketIoLayer, SocketIoService},
};
