//! Polling over HTTP/2, as browsers do it behind a server that offers it; the library's own listens for HTTP/1.1 only.

use std::{net::SocketAddr, pin::Pin};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Request, StatusCode, header::ORIGIN},
};
use futures_util::stream;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::{
    body::Frame,
    client::conn::http2::{SendRequest, handshake},
    ext::Protocol,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
    service::TowerToHyperService,
};
use rcgen::CertifiedKey;
use tests::{Node, PATIENCE};
use tokio::{net::TcpListener, net::TcpStream, time::timeout};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::{POLLING, WEBSOCKET, listeners::trusting_with, server};

type Client = SendRequest<Body>;

/// A client over a connection, on which the server is called `server.test`.
async fn client(
    stream: impl hyper::rt::Read + hyper::rt::Write + Send + Unpin + 'static,
) -> Client {
    let (client, connection) = handshake(TokioExecutor::new(), stream).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn plain(addr: SocketAddr) -> Client {
    client(TokioIo::new(TcpStream::connect(addr).await.unwrap())).await
}

/// Sends a request from a page of this origin.
async fn ask(
    client: &mut Client,
    method: &str,
    target: &str,
    origin: &str,
    body: Body,
) -> (StatusCode, String) {
    let request = Request::builder()
        .method(method)
        .uri(format!("https://server.test{target}"))
        .header(ORIGIN, origin)
        .body(body);
    let response = timeout(PATIENCE, client.send_request(request.unwrap())).await;
    let (parts, body) = response.unwrap().unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (parts.status, String::from_utf8(body.to_vec()).unwrap())
}

/// A body in two frames, whose end comes by itself or as trailers.
fn in_frames(trailers: bool) -> Body {
    let mut frames = vec![Frame::data(Bytes::from("4")), Frame::data(Bytes::from("0"))];
    if trailers {
        frames.push(Frame::trailers(HeaderMap::new()));
    }
    let frames = frames.into_iter().map(Ok::<_, axum::Error>);
    Body::new(StreamBody::new(stream::iter(frames)))
}

/// Opens sessions, joins with them, and polls, all as a page of the server.
async fn works(client: &mut Client) {
    let own = "https://server.test";
    for body in [Body::from("40"), in_frames(false), in_frames(true)] {
        let (status, open) = ask(client, "GET", POLLING, own, Body::empty()).await;
        assert_eq!(status, 200, "{open}");
        let open: serde_json::Value = serde_json::from_str(&open[1..]).unwrap();
        let session = format!("{POLLING}&sid={}", open["sid"].as_str().unwrap());

        let posted = ask(client, "POST", &session, own, body).await;
        assert_eq!(posted, (StatusCode::OK, "ok".to_owned()));

        let (_, joined) = ask(client, "GET", &session, own, Body::empty()).await;
        assert!(joined.starts_with("40{"), "{joined}");
    }
    let refused = ask(client, "GET", POLLING, "https://evil.test", Body::empty()).await;
    assert_eq!(refused.0, 403, "{}", refused.1);
}

#[tokio::test]
async fn a_page_polls_over_http2_without_tls() {
    let node = Node::router(&server()).await;

    works(&mut plain(node.addr).await).await;
}

#[tokio::test]
async fn a_page_polls_over_http2_with_tls() {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(std::sync::Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let app: Router = server().router();
    let serving = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let stream = TokioIo::new(acceptor.accept(stream).await.unwrap());
        let service = TowerToHyperService::new(app);
        let builder = auto::Builder::new(TokioExecutor::new());
        let serving = builder.serve_connection_with_upgrades(stream, service);
        Pin::from(Box::new(serving)).await.unwrap();
    });

    let connector = trusting_with(cert.der().clone(), b"h2");
    let stream = TcpStream::connect(addr).await.unwrap();
    let name = "localhost".try_into().unwrap();
    let stream = connector.connect(name, stream).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));

    works(&mut client(TokioIo::new(stream)).await).await;
    serving.abort();
}

#[tokio::test]
async fn a_websocket_inside_of_http2_is_refused_with_the_reason() {
    let node = Node::router(&server()).await;
    let mut client = plain(node.addr).await;
    // The server's settings say whether it knows extended CONNECT; they are there with its first response.
    let own = "https://server.test";
    ask(&mut client, "GET", POLLING, own, Body::empty()).await;
    let mut request = Request::builder()
        .method("CONNECT")
        .uri(format!("https://server.test{WEBSOCKET}"))
        .header("sec-websocket-version", "13")
        .body(Body::empty())
        .unwrap();
    let protocol = Protocol::from_static("websocket");
    request.extensions_mut().insert(protocol);

    let response = timeout(PATIENCE, client.send_request(request)).await;

    let (parts, body) = response.unwrap().unwrap().into_parts();
    assert_eq!(parts.status, 501);
    let body = body.collect().await.unwrap().to_bytes();
    assert_eq!(
        body,
        "WebSocket over HTTP/2 is not supported: connect with HTTP/1.1"
    );
}
