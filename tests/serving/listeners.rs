//! The ways `run` listens: TLS, a Unix socket, a port that was left open for it.

use std::{os::fd::OwnedFd, process::Stdio, sync::Arc};

use axum::{Router, routing::get};
use rcgen::CertifiedKey;
use socketio::{Io, Listener, SocketIo, Tls, on, routes};
use tests::{RawClient, first_line};
use tokio::{
    net::{TcpStream, UnixStream},
    process::Command,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::CertificateDer},
};

use crate::{POLLING, join, server};

fn app() -> Router {
    Router::new().route("/hello", get(async || "hello"))
}

async fn works(connect: impl AsyncFn() -> RawClient) {
    let mut client = connect().await;
    assert_eq!(client.get("/hello").await.body, "hello");
    assert_eq!(client.get(POLLING).await.status, 200);
    let mut websocket = join(client, "/", &[]).await.unwrap();
    let long = "a".repeat(70_000);
    websocket.send(&format!(r#"421["echo","{long}"]"#)).await;
    assert_eq!(websocket.text().await, format!(r#"431["{long}"]"#));
}

/// A client's side of TLS.
pub(crate) fn trusting(certificate: CertificateDer<'static>) -> TlsConnector {
    trusting_with(certificate, b"http/1.1")
}

/// A client's side of TLS, for this version of HTTP.
pub(crate) fn trusting_with(certificate: CertificateDer<'static>, protocol: &[u8]) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(certificate).unwrap();
    let mut config = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    TlsConnector::from(Arc::new(config))
}

#[tokio::test]
async fn tls_by_certificate_and_key() {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let (certificate, key) = (
        directory.path().join("cert.pem"),
        directory.path().join("key.pem"),
    );
    std::fs::write(&certificate, cert.pem()).unwrap();
    std::fs::write(&key, signing_key.serialize_pem()).unwrap();
    let listener = Listener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .tls(Tls::files(&certificate, &key).unwrap());
    let addr = listener.addr().unwrap().unwrap();
    assert_eq!(listener.to_string(), format!("https://{addr}"));
    let (io, connector) = (server(), trusting(cert.der().clone()));
    let serving = tokio::spawn(async move { io.serve(app(), listener).await });

    let secure = async || {
        let stream = TcpStream::connect(addr).await.unwrap();
        let stream = connector
            .connect("localhost".try_into().unwrap(), stream)
            .await
            .unwrap();
        RawClient::over(stream)
    };
    works(secure).await;
    // One who does not speak TLS is sent away, and nobody else is.
    let mut plain = RawClient::connect(addr).await;
    plain
        .write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await;
    plain.closed().await;
    works(secure).await;
    serving.abort();
}

#[tokio::test]
async fn a_handler_can_stop_the_server() {
    #[on("stop")]
    async fn stop(io: Io) {
        io.stop();
    }
    let listener = Listener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.addr().unwrap().unwrap();
    let io = SocketIo::new(routes![stop]);
    let serving = tokio::spawn(async move { io.serve(app(), listener).await });
    let mut websocket = join(RawClient::connect(addr).await, "/", &[])
        .await
        .unwrap();

    websocket.send(r#"421["stop"]"#).await;

    assert_eq!(websocket.text().await, "431[]");
    assert_eq!(websocket.closed().await, Some(1001));
    serving.await.unwrap().unwrap();
    assert!(TcpStream::connect(addr).await.is_err());
}

#[test]
fn what_is_no_certificate_is_refused() {
    assert!(Tls::pem(b"nothing", b"nothing").is_err());
    let error = Tls::files("no such file", "no such file").unwrap_err();
    assert!(error.to_string().contains("no such file"), "{error}");
}

#[tokio::test]
async fn a_unix_socket() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("socket");
    let listener = Listener::unix(&path).unwrap();
    assert_eq!(listener.to_string(), format!("http on {}", path.display()));
    let io = server();
    let serving = tokio::spawn(async move { io.serve(app(), listener).await });

    works(async || RawClient::over(UnixStream::connect(&path).await.unwrap())).await;
    serving.abort();
}

#[tokio::test]
async fn a_unix_socket_that_nobody_listens_on_is_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("socket");
    drop(Listener::unix(&path).unwrap());
    assert!(path.exists(), "it is left behind");

    let listener = Listener::unix(&path).unwrap();

    let io = server();
    let serving = tokio::spawn(async move { io.serve(app(), listener).await });
    works(async || RawClient::over(UnixStream::connect(&path).await.unwrap())).await;
    // This one is in use.
    let error = Listener::unix(&path).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    assert!(
        error.to_string().contains(path.to_str().unwrap()),
        "{error}"
    );
    works(async || RawClient::over(UnixStream::connect(&path).await.unwrap())).await;
    serving.abort();
}

#[tokio::test]
async fn what_is_no_socket_is_not_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    std::fs::write(&file, "precious").unwrap();
    let missing = directory.path().join("no such folder").join("socket");

    for path in [&file, &missing] {
        let error = Listener::unix(path).unwrap_err();
        assert!(
            error.to_string().contains(path.to_str().unwrap()),
            "{error}"
        );
    }

    assert_eq!(std::fs::read_to_string(&file).unwrap(), "precious");
}

#[tokio::test]
async fn a_port_that_was_left_open_is_taken_over() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    // The third descriptor is where one that is left for a program begins.
    let script = format!(
        "LISTEN_PID=$$ LISTEN_FDS=1 exec {} 127.0.0.1:1 3<&0 0</dev/null",
        env!("CARGO_BIN_EXE_run-server")
    );
    let start = || {
        Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::from(OwnedFd::from(listener.try_clone().unwrap())))
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap()
    };

    for _ in 0..2 {
        let mut child = start();
        let (line, _lines) = first_line(&mut child).await;
        assert_eq!(line, format!("listening on http://{addr}"));
        assert_eq!(
            RawClient::connect(addr).await.get(POLLING).await.status,
            200
        );
        child.kill().await.unwrap();
        // The port stays open for the next one.
        let waiting = TcpStream::connect(addr).await.unwrap();
        drop(waiting);
    }
}
