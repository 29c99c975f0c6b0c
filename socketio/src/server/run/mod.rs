//! One call that serves an application with its Socket.IO server until it is told to stop.

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
pub use self::{error::RunError, listener::Listener};
