//! Tls: certificate and key, as rustls takes them.

use std::{fmt, io, path::Path, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::timeout,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
    server::TlsStream,
};

use crate::observe::{Observation, Observers, Topics};

/// How long a client may take to agree on TLS.
const PATIENCE: Duration = Duration::from_secs(10);

/// A certificate and its key, for [`SocketIo::run_tls`](crate::SocketIo::run_tls) and [`Listener::tls`](crate::Listener::tls).
///
/// ```no_run
/// # async fn example(io: socketio::SocketIo, app: axum::Router) -> socketio::Result {
/// use socketio::Tls;
///
/// io.run_tls(app, "0.0.0.0:443", Tls::files("cert.pem", "key.pem")?).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Tls(TlsAcceptor);

impl Tls {
    /// Of two files in PEM format: the certificate with those that lead to its authority behind it, and its private key.
    ///
    /// # Errors
    ///
    /// A file cannot be read or does not hold what it should, or the key is not the certificate's.
    pub fn files(certificates: impl AsRef<Path>, key: impl AsRef<Path>) -> io::Result<Self> {
        Self::pem(&read(certificates.as_ref())?, &read(key.as_ref())?)
    }

    /// Of the contents of such files.
    ///
    /// # Errors
    ///
    /// They do not hold what they should, or the key is not the certificate's.
    pub fn pem(certificates: &[u8], key: &[u8]) -> io::Result<Self> {
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(certificates)
            .collect::<Result<_, _>>()
            .map_err(invalid)?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(invalid)?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(invalid)?
            .with_no_client_auth()
            .with_single_cert(certificates, key)
            .map_err(invalid)?;
        Ok(Self::config(config))
    }

    /// Of a configuration of rustls, for whatever else it can do: client certificates, several hosts. The protocol spoken is
    /// HTTP/1.1, whatever it names.
    #[must_use]
    pub fn config(mut config: ServerConfig) -> Self {
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self(TlsAcceptor::from(Arc::new(config)))
    }

    /// Agrees on TLS with a client; `None` if it does not.
    pub(super) async fn accept<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: S,
        observers: &Observers,
    ) -> Option<TlsStream<S>> {
        match timeout(PATIENCE, self.0.accept(stream)).await {
            Ok(Ok(stream)) => Some(stream),
            Ok(Err(error)) => {
                observers.tell_of(Topics::FAILURES, || Observation::TlsFailed {
                    error: &error,
                });
                None
            }
            Err(_) => None,
        }
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("cannot read {}: {error}", path.display()),
        )
    })
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

impl From<ServerConfig> for Tls {
    fn from(config: ServerConfig) -> Self {
        Self::config(config)
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}
