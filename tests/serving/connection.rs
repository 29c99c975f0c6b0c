//! What a connection meets while `run` serves it: openings, upgrades of the application, the end of the server.

use std::net::SocketAddr;

use axum::{
    Router,
    body::Body,
    http::{Request, Response},
    routing::get,
};
use hyper_util::rt::TokioIo;
use socketio::Listener;
use tests::{PATIENCE, RawClient};
use tokio::{io::copy, net::TcpStream, task::JoinHandle, time::timeout};

use crate::{POLLING, WEBSOCKET, builder, join, server};

async fn serve(app: Router) -> (SocketAddr, JoinHandle<()>) {
    let listener = Listener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.addr().unwrap().unwrap();
    let serving = tokio::spawn(async move { server().serve(app, listener).await.unwrap() });
    (addr, serving)
}

#[tokio::test]
async fn what_comes_right_behind_an_opening_is_read() {
    let (addr, _serving) = serve(Router::new()).await;
    let opening = format!(
        "GET {WEBSOCKET} HTTP/1.1\r\nHost: server.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    let bytes = [opening.as_bytes(), b"\x81\x82\0\0\0\x0040"].concat();

    let mut websocket = RawClient::connect(addr).await.upgrade_with(&bytes).await;

    assert!(websocket.text().await.starts_with("0{"));
    assert!(websocket.text().await.starts_with("40{"));
}

#[tokio::test]
async fn the_answer_to_an_opening_takes_nothing_of_what_may_wait_for_a_client() {
    let io = builder()
        .outbound_messages(1)
        .outbound_bytes(200)
        .build()
        .unwrap();
    let listener = Listener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.addr().unwrap().unwrap();
    let _serving = tokio::spawn(async move { io.serve(Router::new(), listener).await.unwrap() });

    let client = RawClient::connect(addr).await;

    join(client, "/", &[]).await.unwrap();
}

#[tokio::test]
async fn a_connection_may_poll_first_and_become_a_websocket_then() {
    let (addr, _serving) = serve(Router::new()).await;
    let mut client = RawClient::connect(addr).await;
    assert_eq!(client.get(POLLING).await.status, 200);

    let mut websocket = join(client, "/", &[]).await.unwrap();

    websocket.send(r#"421["echo","hello"]"#).await;
    assert_eq!(websocket.text().await, r#"431["hello"]"#);
}

/// Sends back what it gets, in a protocol of its own.
async fn parrot(request: Request<Body>) -> Response<Body> {
    tokio::spawn(async {
        let stream = TokioIo::new(hyper::upgrade::on(request).await.unwrap());
        let (mut read, mut write) = tokio::io::split(stream);
        copy(&mut read, &mut write).await.unwrap();
    });
    Response::builder()
        .status(101)
        .header("connection", "upgrade")
        .header("upgrade", "parrot")
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn the_application_may_upgrade_connections_itself() {
    let (addr, _serving) = serve(Router::new().route("/parrot", get(parrot))).await;
    let mut client = RawClient::connect(addr).await;
    let headers = [("Connection", "upgrade"), ("Upgrade", "parrot")];
    assert_eq!(
        client.request("GET", "/parrot", &headers, "").await.status,
        101
    );

    client
        .write(b"HTTP/1.1 200 as it was sent\r\nContent-Length: 5\r\n\r\nhello")
        .await;

    assert_eq!(client.receive().await.body, "hello");
}

#[tokio::test]
async fn nobody_listens_any_more_when_the_future_is_dropped() {
    let (addr, serving) = serve(Router::new()).await;
    TcpStream::connect(addr).await.unwrap();

    serving.abort();

    let refused = async {
        while TcpStream::connect(addr).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, refused).await.unwrap();
}
