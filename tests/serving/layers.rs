//! Applications with the server inside: their layers see the requests of both, whoever serves them.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, Response, StatusCode},
    middleware::{self, Next},
    response::IntoResponse,
    routing::{get, post},
};
use http_body_util::{BodyExt as _, combinators::UnsyncBoxBody};
use socketio::{ConnectionRefused, Http, SocketIo, on, routes, testing::TestApp};
use tests::{Node, RawClient};
use tower::ServiceBuilder;
use tower_sessions::{MemoryStore, Session, SessionManagerLayer};

use crate::{POLLING, WEBSOCKET, builder, join, server};

#[on("connect")]
async fn connect(Http(session): Http<Session>) -> socketio::Result {
    match session.get::<String>("user").await? {
        Some(_) => Ok(()),
        None => Err(ConnectionRefused::new("log in first"))?,
    }
}

#[on("who am i")]
async fn who_am_i(Http(session): Http<Session>) -> socketio::Result<Option<String>> {
    Ok(session.get("user").await?)
}

async fn login(session: Session, user: String) -> StatusCode {
    session.insert("user", user).await.unwrap();
    StatusCode::NO_CONTENT
}

fn sessions() -> SessionManagerLayer<MemoryStore> {
    SessionManagerLayer::new(MemoryStore::default()).with_secure(false)
}

fn with_login() -> (SocketIo, Router) {
    let io = SocketIo::new(routes![connect, who_am_i]);
    let app = Router::new()
        .route("/login", post(login))
        .merge(io.router())
        .layer(sessions());
    (io, app)
}

/// Logs in, and asks by a WebSocket who that was.
async fn is_known(node: &Node) {
    let mut client = RawClient::connect(node.addr).await;
    let response = client.request("POST", "/login", &[], "ann").await;
    assert_eq!(response.status, 204);
    let cookie = response.header("set-cookie").unwrap();
    let cookie = cookie.split(';').next().unwrap();

    let mut known = join(client, "/", &[("Cookie", cookie)]).await.unwrap();
    known.send(r#"421["who am i"]"#).await;
    assert_eq!(known.text().await, r#"431["ann"]"#);

    let unknown = RawClient::connect(node.addr).await;
    let refused = join(unknown, "/", &[]).await.unwrap_err();
    assert_eq!(refused, r#"44{"message":"log in first"}"#);
}

#[tokio::test]
async fn run_serves_an_application_that_has_the_server_inside_its_layers() {
    let (io, app) = with_login();

    is_known(&Node::run(&io, app).await).await;
}

#[tokio::test]
async fn axum_serves_the_same_application() {
    let (_io, app) = with_login();

    is_known(&Node::serve(app).await).await;
}

#[tokio::test]
async fn the_session_begins_with_the_response_of_the_layers() {
    let io = server();
    let tag = async |request: Request, next: Next| {
        let mut response = next.run(request).await;
        let tag = HeaderValue::from_static("seen");
        response.headers_mut().insert("x-tag", tag);
        response
    };
    let app = io.router().layer(middleware::from_fn(tag));
    let node = Node::run(&io, app).await;
    let client = RawClient::connect(node.addr).await;

    let mut websocket = client.upgrade(WEBSOCKET, &[]).await.unwrap();

    assert_eq!(websocket.response.header("x-tag"), Some("seen"));
    assert_eq!(websocket.response.header("content-length"), None);
    assert!(websocket.text().await.starts_with("0{"));
    websocket.send("40").await;
    assert!(websocket.text().await.starts_with("40{"));
    assert_eq!(io.io().connections(), 1);
}

#[tokio::test]
async fn what_a_layer_refuses_opens_no_session() {
    let io = server();
    let refuse = async |request: Request, next: Next| {
        next.run(request).await;
        StatusCode::UNAUTHORIZED
    };
    let app = io.router().layer(middleware::from_fn(refuse));
    let node = Node::run(&io, app).await;
    let client = RawClient::connect(node.addr).await;

    let refused = client.upgrade(WEBSOCKET, &[]).await.unwrap_err();

    assert_eq!(refused.status, 401);
    assert_eq!(io.io().connections(), 0);
}

#[tokio::test]
async fn polling_and_upgrades_pass_the_layers() {
    let io = server();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let counting = middleware::from_fn(move |request: Request, next: Next| {
        counted.fetch_add(1, Ordering::Relaxed);
        next.run(request)
    });
    let node = Node::run(&io, io.router().layer(counting)).await;
    let session = tests::Polling::joined(node.addr).await;
    let requests = count.load(Ordering::Relaxed);
    assert!(requests >= 3, "{requests}");

    let mut websocket = session.upgrade().await;

    websocket.send(r#"421["echo","hello"]"#).await;
    assert_eq!(websocket.text().await, r#"431["hello"]"#);
    assert!(count.load(Ordering::Relaxed) > requests);
}

#[tokio::test]
async fn an_application_with_another_server_inside_is_no_application_with_this_one() {
    let at = |path: &str| builder().path(path).build().unwrap();
    let (one, other) = (at("/one"), at("/other"));
    let node = Node::run(&one, other.router().layer(Extension("a layer"))).await;
    let mut client = RawClient::connect(node.addr).await;

    for path in ["/one/", "/other/"] {
        let response = client.get(&format!("{path}?EIO=4&transport=polling")).await;
        assert_eq!(response.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_router_joins_an_application_before_it_has_its_state() {
    let io = server();
    let app = Router::new()
        .route(
            "/",
            get(async |axum::extract::State(text): axum::extract::State<&str>| text.to_owned()),
        )
        .merge(io.router())
        .with_state("the state");
    let node = Node::run(&io, app).await;
    let mut client = RawClient::connect(node.addr).await;

    assert_eq!(client.get("/").await.body, "the state");
    assert_eq!(client.get(POLLING).await.status, 200);
}

/// A body that only its layer knows, as tracing, compression and limits make them.
type Strange = UnsyncBoxBody<Bytes, axum::Error>;

fn strange(response: Response<Body>) -> Response<Strange> {
    response.map(|body| UnsyncBoxBody::new(body.map_err(axum::Error::new)))
}

#[tokio::test]
async fn a_layer_goes_above_others_whatever_their_bodies_are() {
    let io = server();
    let layers = ServiceBuilder::new()
        .layer(io.layer())
        .map_response(strange);
    let app = Router::new()
        .route("/", get(async || "the application's"))
        .layer(layers);
    let fallback = Router::new().fallback_service(
        ServiceBuilder::new()
            .layer(io.layer())
            .map_response(|response: Response<Body>| strange(response).into_response())
            .service(Router::new().route("/", get(async || "the application's"))),
    );
    for node in [
        Node::serve(app.clone()).await,
        Node::run(&io, app).await,
        Node::serve(fallback).await,
    ] {
        let mut client = RawClient::connect(node.addr).await;
        assert_eq!(client.get("/").await.body, "the application's");
        assert_eq!(client.get(POLLING).await.status, 200);
        join(client, "/", &[]).await.unwrap();
    }
}

#[tokio::test]
async fn a_test_client_logs_in_and_comes_in_with_the_cookie() {
    let (_io, app) = with_login();
    let app = TestApp::new(app);
    let refused = app.test_client("/").connect().await.unwrap_err();
    assert_eq!(refused.message(), "log in first");

    let response = app.post("/login", "text/plain", "ann").await;

    assert_eq!(response.status(), 204);
    let ann = app.test_client("/").connect().await.unwrap();
    let user: String = ann.call("who am i", ()).await.unwrap();
    assert_eq!(user, "ann");
    let stranger = app.another_browser().test_client("/").connect().await;
    assert_eq!(stranger.unwrap_err().message(), "log in first");
}

#[tokio::test]
async fn a_test_client_is_told_what_a_layer_refuses() {
    let io = builder().allow_request(|_| Err("locked")).build().unwrap();
    let refused = TestApp::new(io.router())
        .test_client("/")
        .connect()
        .await
        .unwrap_err();
    assert_eq!((refused.message(), refused.data()), ("locked", Some(403)));

    let refuse =
        middleware::from_fn(async |_: Request, _: Next| (StatusCode::UNAUTHORIZED, "no key"));
    let app = TestApp::new(server().router().layer(refuse));
    let refused = app.test_client("/").connect().await.unwrap_err();
    assert_eq!((refused.message(), refused.data()), ("no key", Some(401)));
}

#[tokio::test]
async fn a_test_client_finds_a_nested_server_and_brings_what_a_listener_would() {
    #[on("who")]
    async fn who(
        Http(axum::extract::ConnectInfo(addr)): Http<
            axum::extract::ConnectInfo<std::net::SocketAddr>,
        >,
        Http(Extension(tag)): Http<Extension<&'static str>>,
        Http(query): Http<axum::extract::RawQuery>,
    ) -> (String, &'static str, bool) {
        (
            addr.to_string(),
            tag,
            query.0.unwrap().ends_with("&lang=en"),
        )
    }
    let io = SocketIo::new(routes![who]);
    let app = TestApp::new(Router::new().nest("/app", io.router())).path("/app/socket.io/");

    let client = app.test_client("/").query("lang=en").extension("tag");
    let client = client.addr(([192, 0, 2, 7], 4711).into()).connect().await;

    let answer: (String, String, bool) = client.unwrap().call("who", ()).await.unwrap();
    assert_eq!(
        answer,
        ("192.0.2.7:4711".to_owned(), "tag".to_owned(), true)
    );
}
