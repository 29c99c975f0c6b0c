//! An application's own routes beside, on and below the path of the server, and two servers in one application.

use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::{Router, routing::get};
use socketio::{ClientJs, SocketIo};
use tests::{Node, RawClient};
use tokio::net::TcpListener;
use tower_layer::Layer as _;

use crate::{POLLING, builder, server};

/// What a program dies of.
fn death<T>(of: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(of)).err();
    let panic = panic.expect("it should have been refused");
    *panic.downcast::<String>().expect("a panic has words")
}

/// An application with one route.
fn app(path: &str) -> Router {
    Router::new().route(path, get(async || "the application's"))
}

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

#[tokio::test]
async fn a_route_on_the_path_of_the_server_is_refused() {
    let io = server();
    for path in ["/socket.io/", "/socket.io", "/socket.io/socket.io.min.js"] {
        let merged = death(|| app(path).merge(io.router()));
        let listener = listener().await;
        let served = death(|| io.serve(app(path), listener));
        let run = death(|| io.run(app(path), "127.0.0.1:0"));

        for words in [merged, served, run] {
            assert!(words.contains(path), "{words}");
        }
    }
}

/// What two requests get in an application that has a route for every path.
async fn beside(node: &Node) -> (String, String) {
    let mut client = RawClient::connect(node.addr).await;
    let ours = client.get(POLLING).await.body;
    let below = client.get("/socket.io/metrics").await.body;
    (ours, below)
}

#[tokio::test]
async fn routes_below_the_path_and_for_every_path_stay_the_applications() {
    for path in ["/socket.io/metrics", "/socket.io/{name}", "/{*path}"] {
        let io = server();
        for node in [
            Node::serve(app(path).merge(io.router())).await,
            Node::serve(app(path).layer(io.layer())).await,
            Node::run(&io, app(path)).await,
        ] {
            let (ours, below) = beside(&node).await;

            assert!(ours.starts_with("0{"), "{path}: {ours}");
            assert_eq!(below, "the application's", "{path}");
        }
    }
}

#[tokio::test]
async fn files_that_the_server_does_not_have_may_be_the_applications() {
    let io = builder().client_js(ClientJs::off()).build().unwrap();
    let path = "/socket.io/socket.io.min.js";
    for node in [
        Node::serve(app(path).merge(io.router())).await,
        Node::serve(app(path).layer(io.layer())).await,
        Node::run(&io, app(path)).await,
    ] {
        let response = RawClient::connect(node.addr).await.get(path).await;

        assert_eq!(response.body, "the application's");
    }
}

#[tokio::test]
async fn a_layer_goes_before_a_route_on_its_path() {
    let node = Node::serve(app("/socket.io/").layer(server().layer())).await;

    let (ours, _) = beside(&node).await;

    assert!(ours.starts_with("0{"), "{ours}");
}

#[tokio::test]
async fn two_servers_on_one_path_are_refused() {
    let (one, other) = (server(), server());

    let merged = death(|| one.router::<()>().merge(other.router()));
    let run = death(|| one.run(other.router(), "127.0.0.1:0"));

    assert!(merged.contains("/socket.io"), "{merged}");
    assert!(run.contains("/socket.io"), "{run}");
}

#[tokio::test]
async fn of_two_layers_on_one_path_the_outer_one_answers() {
    let (inner, outer) = (server(), server());
    let app = outer.layer().layer(inner.layer().layer(Router::new()));
    let listener = listener().await;
    let addr = listener.local_addr().unwrap();
    let app = Router::new().fallback_service(app);
    let serving = tokio::spawn(async move { axum::serve(listener, app).await });

    RawClient::connect(addr).await.get(POLLING).await;

    assert_eq!(outer.io().connections(), 1);
    assert_eq!(inner.io().connections(), 0);
    serving.abort();
}

#[tokio::test]
async fn two_servers_on_two_paths_are_two() {
    let at = |path: &str| -> SocketIo { builder().path(path).build().unwrap() };
    let (root, one, below) = (at("/"), at("/one"), at("/one/below"));
    let node = Node::run(&root, one.router().merge(below.router())).await;
    let mut client = RawClient::connect(node.addr).await;

    for (path, io) in [("/", &root), ("/one/", &one), ("/one/below/", &below)] {
        let response = client.get(&format!("{path}?EIO=4&transport=polling")).await;

        assert_eq!(response.status, 200, "{path}");
        assert_eq!(io.io().connections(), 1, "{path}");
    }
    assert_eq!(client.get("/elsewhere").await.status, 404);
}
