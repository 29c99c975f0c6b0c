//! Both ends of TLS, with a certificate made for the occasion.

use std::sync::Arc;

use rcgen::CertifiedKey;
use tokio_rustls::{
    TlsAcceptor, TlsConnector,
    rustls::{ClientConfig, RootCertStore, ServerConfig, pki_types::PrivatePkcs8KeyDer},
};

/// A server's and a client's side that trust each other.
pub(crate) fn pair() -> (TlsAcceptor, TlsConnector) {
    let (server, client) = configs();
    (Arc::new(server).into(), Arc::new(client).into())
}

/// The configurations of both sides.
pub(crate) fn configs() -> (ServerConfig, ClientConfig) {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let server = ServerConfig::builder().with_no_client_auth();
    let server = server
        .with_single_cert(vec![cert.der().clone()], key.into())
        .unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(cert.der().clone()).unwrap();
    let client = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    (server, client)
}
