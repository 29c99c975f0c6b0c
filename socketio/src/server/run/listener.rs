//! Listener: where `serve` accepts connections: TCP or a Unix socket, perhaps with TLS. Knows nothing of HTTP.

use std::{fmt, io, net::SocketAddr, time::Duration};

use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

#[cfg(feature = "tls")]
use super::tls::Tls;

/// How long a connection may be silent before the system probes whether its client is still there. Sessions have a heartbeat;
/// this is for HTTP connections that wait for a next request of a client that is gone.
const KEEPALIVE_TIME: Duration = Duration::from_secs(60);
/// How long the system waits for the answer to a probe before it sends the next one; after four it ends the connection.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(15);

/// Where [`SocketIo::serve`](crate::SocketIo::serve) accepts connections: TCP or a Unix socket, perhaps with TLS.
///
/// tokio's listeners convert into it, so `serve` takes them as they are.
///
/// ```no_run
/// # async fn example(io: socketio::SocketIo, app: axum::Router) -> socketio::Result {
/// use socketio::Listener;
///
/// let listener = Listener::unix("/run/app.socket")?;
/// io.serve(app, listener).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Listener {
    source: Source,
    #[cfg(feature = "tls")]
    tls: Option<Tls>,
}

#[derive(Debug)]
enum Source {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener),
}

/// A connection that was accepted, before TLS.
pub(super) enum AcceptedStream {
    Tcp(TcpStream, SocketAddr),
    #[cfg(unix)]
    Unix(UnixStream),
}

/// Where a server listens: whatever implements tokio's [`ToSocketAddrs`], such as `"127.0.0.1:5000"`,
/// `("0.0.0.0", 5000)` or a [`SocketAddr`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an address to listen on",
    label = "an address is a host and a port",
    note = "write `\"127.0.0.1:5000\"` for this machine alone, or `\"0.0.0.0:5000\"` for all who reach it"
)]
pub trait ListenAddr: ToSocketAddrs + fmt::Debug + Send {}

#[diagnostic::do_not_recommend]
impl<A: ToSocketAddrs + fmt::Debug + Send> ListenAddr for A {}

impl Listener {
    /// Listens on an address of this machine. A server that has just ended does not block it (`SO_REUSEADDR`).
    ///
    /// # Errors
    ///
    /// The address is in use, does not belong to this machine, or is not an address.
    pub async fn bind(addr: impl ListenAddr) -> io::Result<Self> {
        TcpListener::bind(addr).await.map(Self::from)
    }

    /// Listens on a Unix socket with this path. If there is a socket that nobody listens on, such as one that a stopped server
    /// has left, it is replaced.
    ///
    /// # Errors
    ///
    /// If a program listens there, if there is a file that is no socket, or if the socket cannot be made. The text names
    /// the path.
    #[cfg(unix)]
    pub fn unix(path: impl AsRef<std::path::Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let bound = match UnixListener::bind(path) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && is_abandoned(path) => {
                std::fs::remove_file(path).and_then(|()| UnixListener::bind(path))
            }
            bound => bound,
        };
        bound.map(Self::from).map_err(|error| {
            let text = format!("cannot listen on {}: {error}", path.display());
            io::Error::new(error.kind(), text)
        })
    }

    /// Uses TLS for all connections.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The address of a TCP listener; `None` for a Unix socket.
    ///
    /// # Errors
    ///
    /// The operating system does not tell the address.
    pub fn addr(&self) -> io::Result<Option<SocketAddr>> {
        match &self.source {
            Source::Tcp(listener) => listener.local_addr().map(Some),
            #[cfg(unix)]
            Source::Unix(_) => Ok(None),
        }
    }

    /// Has the system look after the connections that are accepted from here on: they inherit it from the listener, which
    /// spares a call for each. It is a precaution, so nothing is said where it cannot be had.
    pub(super) fn keep_alive(&self) {
        match &self.source {
            Source::Tcp(listener) => {
                let keepalive = TcpKeepalive::new().with_time(KEEPALIVE_TIME);
                #[cfg(any(
                    target_os = "linux",
                    target_vendor = "apple",
                    target_os = "freebsd",
                    windows
                ))]
                let keepalive = keepalive.with_interval(KEEPALIVE_INTERVAL);
                let _ = SockRef::from(listener).set_tcp_keepalive(&keepalive);
            }
            #[cfg(unix)]
            Source::Unix(_) => {}
        }
    }

    pub(super) fn is_tls(&self) -> bool {
        #[cfg(feature = "tls")]
        let tls = self.tls.is_some();
        #[cfg(not(feature = "tls"))]
        let tls = false;
        tls
    }

    #[cfg(feature = "tls")]
    pub(super) fn with_tls(&self) -> Option<&Tls> {
        self.tls.as_ref()
    }

    pub(super) async fn accept(&self) -> io::Result<AcceptedStream> {
        match &self.source {
            Source::Tcp(listener) => listener
                .accept()
                .await
                .map(|(stream, addr)| AcceptedStream::Tcp(stream, addr)),
            #[cfg(unix)]
            Source::Unix(listener) => listener
                .accept()
                .await
                .map(|(stream, _)| AcceptedStream::Unix(stream)),
        }
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self::new(Source::Tcp(listener))
    }
}

#[cfg(unix)]
impl From<UnixListener> for Listener {
    fn from(listener: UnixListener) -> Self {
        Self::new(Source::Unix(listener))
    }
}

/// The URL of the listener, or for a Unix socket its path.
impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_tls() { "https" } else { "http" };
        match &self.source {
            Source::Tcp(listener) => match listener.local_addr() {
                Ok(addr) => write!(f, "{scheme}://{addr}"),
                Err(_) => write!(f, "{scheme}, at an unknown address"),
            },
            #[cfg(unix)]
            Source::Unix(listener) => {
                let addr = listener.local_addr().ok();
                match addr.as_ref().and_then(|addr| addr.as_pathname()) {
                    Some(path) => write!(f, "{scheme} on {}", path.display()),
                    None => write!(f, "{scheme} on a Unix socket"),
                }
            }
        }
    }
}

/// Whether there is a socket on which nobody listens.
#[cfg(unix)]
fn is_abandoned(path: &std::path::Path) -> bool {
    use std::os::unix::{fs::FileTypeExt as _, net::UnixStream};

    std::fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket())
        && UnixStream::connect(path)
            .is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_system_looks_after_what_is_accepted() {
        let listener = Listener::bind("127.0.0.1:0").await.unwrap();
        listener.keep_alive();
        let addr = listener.addr().unwrap().unwrap();
        let _client = TcpStream::connect(addr).await.unwrap();

        let accepted = match listener.accept().await.unwrap() {
            AcceptedStream::Tcp(accepted, _) => accepted,
            #[cfg(unix)]
            AcceptedStream::Unix(_) => panic!("it listens on TCP"),
        };

        let accepted = SockRef::from(&accepted);
        assert!(accepted.keepalive().unwrap());
        assert_eq!(accepted.tcp_keepalive_time().unwrap(), KEEPALIVE_TIME);
    }
}
