//! Every way to put a server on the network: routers, layers, hyper alone, Unix sockets, TLS.

use axum::{Router, http::HeaderValue, response::Response, routing::get};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use socketio::SocketIo;
use tests::{Node, Polling, RawClient, WebSocket};
use tokio::net::{TcpListener, UnixListener, UnixStream};

use crate::{POLLING, WEBSOCKET, echoes, join, joined, server};

fn site() -> Router {
    Router::new().route("/hello", get(|| async { "hello" }))
}

/// Both transports work, and so does the site beside them.
async fn serves_all(node: &Node) {
    echoes(&mut joined(node).await).await;
    let mut session = Polling::joined(node.addr).await;
    session.post(r#"42["echo",1]"#).await;
    assert_eq!(session.get().await, r#"42["echo",1]"#);
    echoes(&mut session.upgrade().await).await;
    let mut client = RawClient::connect(node.addr).await;
    assert_eq!(client.get("/hello").await.body, "hello");
    assert_eq!(client.get("/nowhere").await.status, 404);
}

/// A WebSocket over any stream works.
async fn works_over(client: RawClient) {
    let mut websocket = client
        .upgrade(WEBSOCKET, &[])
        .await
        .expect("a WebSocket opens");
    assert!(websocket.text().await.starts_with("0{"));
    join(&mut websocket).await;
    echoes(&mut websocket).await;
    large_messages_pass(&mut websocket).await;
    websocket.frame(8, &[]).await;
    assert_eq!(websocket.closed().await, Some(1000));
}

/// More than any buffer on the way holds.
async fn large_messages_pass(websocket: &mut WebSocket) {
    let text = "x".repeat(900_000);
    websocket.send(&format!(r#"421["ack","{text}"]"#)).await;
    assert_eq!(websocket.text().await, format!(r#"431["{text}"]"#));
}

#[tokio::test]
async fn a_router_can_be_merged() {
    serves_all(&Node::serve(site().merge(server().router())).await).await;
}

#[tokio::test]
async fn a_layer_can_be_put_on_a_router() {
    serves_all(&Node::serve(site().layer(server().layer())).await).await;
}

#[tokio::test]
async fn other_layers_may_lie_above() {
    let app = site().merge(server().router());
    let app = app.layer(axum::middleware::map_response(
        async |mut response: Response| {
            response
                .headers_mut()
                .insert("x-layer", HeaderValue::from_static("was here"));
            response
        },
    ));
    let node = Node::serve(app).await;

    serves_all(&node).await;

    let client = RawClient::connect(node.addr).await;
    let websocket = client.upgrade(WEBSOCKET, &[]).await.unwrap();
    assert_eq!(websocket.response.header("x-layer"), Some("was here"));
}

#[tokio::test]
async fn run_serves_both_on_one_port() {
    let node = Node::run(&server(), site()).await;

    serves_all(&node).await;

    works_over(RawClient::connect(node.addr).await).await;
}

#[tokio::test]
async fn axum_may_serve_what_lies_below_a_layer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let app = tower_layer::Layer::layer(&server().layer(), site());
    let app = Router::new().fallback_service(app);
    tokio::spawn(async move { axum::serve(listener, app).await });

    works_over(RawClient::connect(addr).await).await;
    assert_eq!(
        RawClient::connect(addr).await.get("/hello").await.body,
        "hello"
    );
}

#[tokio::test]
async fn hyper_alone_will_do() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let service = TowerToHyperService::new(server().into_service());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let http = hyper::server::conn::http1::Builder::new();
            tokio::spawn(
                http.serve_connection(TokioIo::new(stream), service.clone())
                    .with_upgrades(),
            );
        }
    });

    works_over(RawClient::connect(addr).await).await;
    let mut client = RawClient::connect(addr).await;
    assert_eq!(client.get(POLLING).await.status, 200);
    assert_eq!(client.get("/hello").await.status, 404);
}

#[tokio::test]
async fn a_unix_socket_will_do() {
    works_over(over_unix(&server()).await).await;
}

/// A client over a Unix socket, whose file is gone by then.
pub(crate) async fn over_unix(io: &SocketIo) -> RawClient {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("socket");
    let listener = UnixListener::bind(&path).unwrap();
    let app = io.router();
    tokio::spawn(async move { axum::serve(listener, app).await });
    RawClient::over(UnixStream::connect(&path).await.unwrap())
}

#[tokio::test]
async fn tls_will_do() {
    works_over(over_tls(&server()).await).await;
}

/// A client over TLS.
pub(crate) async fn over_tls(io: &SocketIo) -> RawClient {
    let (acceptor, connector) = crate::tls::pair();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let service = TowerToHyperService::new(io.clone().into_service());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, service) = (acceptor.clone(), service.clone());
            tokio::spawn(async move {
                let stream = acceptor.accept(stream).await.unwrap();
                let http = hyper::server::conn::http1::Builder::new();
                http.serve_connection(TokioIo::new(stream), service)
                    .with_upgrades()
                    .await
            });
        }
    });
    let stream = tokio::net::TcpStream::connect(addr).await.unwrap();
    let stream = connector.connect("localhost".try_into().unwrap(), stream);
    RawClient::over(stream.await.unwrap())
}
