//! Tls: the certificate and the key of a server, and the TLS handshake by rustls.

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

/// How long the TLS handshake of a client may take.
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
    /// Reads two files in PEM format: the certificate, followed by its intermediate certificates, and the private key.
    ///
    /// # Errors
    ///
    /// A file cannot be read, its contents are wrong, or the key does not belong to the certificate.
    pub fn files(certificates: impl AsRef<Path>, key: impl AsRef<Path>) -> io::Result<Self> {
        Self::pem(
            &read_file(certificates.as_ref())?,
            &read_file(key.as_ref())?,
        )
    }

    /// Takes a certificate, followed by its intermediate certificates, and a private key, both as the text of a PEM file.
    ///
    /// # Errors
    ///
    /// The contents are wrong, or the key does not belong to the certificate.
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

    /// Takes a configuration of rustls, for its other features, such as client certificates and several hosts. The server
    /// speaks HTTP/1.1, whatever protocols the configuration names.
    #[must_use]
    pub fn config(mut config: ServerConfig) -> Self {
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self(TlsAcceptor::from(Arc::new(config)))
    }

    /// Does the TLS handshake with a client; `None` if it fails.
    pub(super) async fn accept<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: S,
        observers: &Observers,
    ) -> Option<TlsStream<S>> {
        let accepted = timeout(PATIENCE, self.0.accept(stream)).await;
        match accepted.unwrap_or_else(|elapsed| Err(elapsed.into())) {
            Ok(stream) => Some(stream),
            Err(error) => {
                observers.tell_of(Topics::FAILURES, || Observation::TlsFailed {
                    error: &error,
                });
                None
            }
        }
    }
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
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
