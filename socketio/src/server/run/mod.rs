//! `run`, `run_tls` and `serve`, which serve an application and its Socket.IO server until they are told to stop.

mod acceptor;
mod error;
#[cfg(feature = "socket-activation")]
mod inherited;
mod listener;
mod serve;
mod signals;
#[cfg(feature = "tls")]
mod tls;

#[cfg(feature = "tls")]
pub use self::tls::Tls;
pub use self::{
    error::RunError,
    listener::{ListenAddr, Listener},
    serve::Running,
};
