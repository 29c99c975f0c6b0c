//! The listener that a program inherits from the process that started it.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
};

use listenfd::ListenFd;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;

use super::listener::Listener;

impl Listener {
    /// The listener that this program has inherited, if there is one: by socket activation of systemd, or from `systemfd`,
    /// which keeps the port open while the program is built anew.
    ///
    /// Only the first call of a process returns it.
    ///
    /// # Errors
    ///
    /// If the inherited file descriptor is not that of a listener.
    pub fn inherited() -> io::Result<Option<Self>> {
        static TAKEN: AtomicBool = AtomicBool::new(false);

        if TAKEN.swap(true, Ordering::AcqRel) {
            return Ok(None);
        }
        let mut inherited = ListenFd::from_env();
        #[cfg(unix)]
        if let Ok(Some(unix)) = inherited.take_unix_listener(0) {
            unix.set_nonblocking(true)?;
            return UnixListener::from_std(unix).map(|unix| Some(unix.into()));
        }
        let Some(tcp) = inherited.take_tcp_listener(0)? else {
            return Ok(None);
        };
        tcp.set_nonblocking(true)?;
        TcpListener::from_std(tcp).map(|tcp| Some(tcp.into()))
    }
}
