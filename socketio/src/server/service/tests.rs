//! Requests without a socket: what the service answers, and what it leaves to the inner one.

use std::{
    convert::Infallible,
    future::{Future as _, poll_fn},
    sync::Arc,
    task::Poll,
};

use axum::Router;
use bytes::Bytes;
use http::{HeaderMap, Request, Response, header};
use http_body_util::{BodyExt as _, Full};
use tower_service::Service as _;

use super::SocketIoService;
use crate::server::{Cookie, Origins, SocketIo, SocketIoBuilder};

const OPEN: &str = "/socket.io/?EIO=4&transport=polling";

fn server(builder: SocketIoBuilder) -> SocketIoService {
    builder.build().unwrap().into_service()
}

fn plain() -> SocketIoService {
    server(SocketIo::builder())
}

struct Answered {
    status: u16,
    headers: HeaderMap,
    body: String,
}

async fn send(service: &SocketIoService, request: http::request::Builder, body: &str) -> Answered {
    let request = request
        .body(Full::new(Bytes::from(body.to_owned())))
        .unwrap();
    let (parts, body) = service.clone().call(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answered {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

async fn get(service: &SocketIoService, uri: &str) -> Answered {
    send(service, Request::get(uri), "").await
}

/// The path and query of a new session.
async fn open(service: &SocketIoService) -> String {
    let answered = get(service, OPEN).await;
    let open: serde_json::Value = serde_json::from_str(&answered.body[1..]).unwrap();
    format!("{OPEN}&sid={}", open["sid"].as_str().unwrap())
}

#[tokio::test]
async fn a_session_is_opened_polled_and_posted_to() {
    let service = plain();
    let opened = get(&service, OPEN).await;
    assert_eq!(opened.status, 200);
    assert_eq!(
        opened.headers[header::CONTENT_TYPE],
        "text/plain; charset=UTF-8"
    );
    assert_eq!(opened.headers[header::CACHE_CONTROL], "no-store");
    let session = open(&service).await;

    let posted = send(&service, Request::post(&session), "40").await;
    let polled = get(&service, &session).await;

    assert_eq!((posted.status, posted.body.as_str()), (200, "ok"));
    assert_eq!(polled.status, 200);
    assert!(polled.body.starts_with("40{"));
    assert_eq!(
        polled.headers[header::CONTENT_TYPE],
        "text/plain; charset=UTF-8"
    );
}

#[tokio::test]
async fn refusals_are_json() {
    for (method, uri, status, body) in [
        (
            "GET",
            "/socket.io/",
            400,
            r#"{"code":0,"message":"Transport unknown"}"#,
        ),
        (
            "GET",
            "/socket.io/?EIO=4&transport=polling&sid=x",
            400,
            r#"{"code":1,"message":"Session ID unknown"}"#,
        ),
        (
            "POST",
            OPEN,
            400,
            r#"{"code":2,"message":"Bad handshake method"}"#,
        ),
        (
            "GET",
            "/socket.io/?EIO=4&transport=websocket",
            400,
            r#"{"code":3,"message":"Bad request"}"#,
        ),
        (
            "GET",
            "/socket.io?EIO=3&transport=polling",
            400,
            r#"{"code":5,"message":"Unsupported protocol version"}"#,
        ),
    ] {
        let answered = send(&plain(), Request::builder().method(method).uri(uri), "").await;

        assert_eq!((answered.status, answered.body.as_str()), (status, body));
        assert_eq!(answered.headers[header::CONTENT_TYPE], "application/json");
    }
}

#[tokio::test]
async fn a_body_may_have_the_announced_size_and_no_more() {
    let service = server(SocketIo::builder().max_http_buffer_size(100));
    let session = open(&service).await;
    let post = async |size: usize| {
        let body = format!(r#"40{{"a":"{}"}}"#, "x".repeat(size - 10));
        send(&service, Request::post(&session), &body).await.status
    };

    assert_eq!(post(101).await, 413);
    assert_eq!(post(100_000).await, 413);
    assert_eq!(post(100).await, 200);

    assert!(get(&service, &session).await.body.starts_with("40{"));
}

#[tokio::test]
async fn a_body_in_pieces_is_put_together() {
    let service = plain();
    let session = open(&service).await;
    let pieces = ["4", "", "0", "\u{1e}40/chat,"]
        .map(|piece| Ok::<_, Infallible>(hyper::body::Frame::data(Bytes::from(piece))));
    let body = http_body_util::StreamBody::new(futures_util::stream::iter(pieces));

    let response = service
        .clone()
        .call(Request::post(&session).body(body).unwrap())
        .await
        .unwrap();

    assert_eq!(response.status(), 200);
    let polled = get(&service, &session).await.body;
    assert!(polled.starts_with("40{"));
    assert!(
        polled.ends_with("\u{1e}44/chat,{\"message\":\"Invalid namespace\"}"),
        "{polled}"
    );
}

#[tokio::test]
async fn a_malformed_body_ends_the_session() {
    let service = plain();
    let session = open(&service).await;

    assert_eq!(
        send(&service, Request::post(&session), "abc").await.status,
        400
    );

    assert_eq!(
        get(&service, &session).await.body,
        r#"{"code":1,"message":"Session ID unknown"}"#
    );
}

#[tokio::test]
async fn a_second_get_ends_the_session_and_the_first() {
    let service = plain();
    let session = open(&service).await;
    let first = tokio::spawn({
        let (service, session) = (service.clone(), session.clone());
        async move { get(&service, &session).await }
    });
    tokio::task::yield_now().await;

    assert_eq!(get(&service, &session).await.status, 400);

    let first = first.await.unwrap();
    assert_eq!((first.status, first.body.as_str()), (200, "1"));
    assert_eq!(
        get(&service, &session).await.body,
        r#"{"code":1,"message":"Session ID unknown"}"#
    );
}

#[tokio::test]
async fn a_response_that_nobody_waits_for_ends_the_session() {
    let service = plain();
    let session = open(&service).await;
    let request = Request::get(&session)
        .body(Full::new(Bytes::new()))
        .unwrap();
    let mut waiting = Box::pin(service.clone().call(request));
    poll_fn(|cx| {
        assert!(waiting.as_mut().poll(cx).is_pending());
        Poll::Ready(())
    })
    .await;

    drop(waiting);

    assert_eq!(get(&service, &session).await.status, 400);
}

#[tokio::test]
async fn origins_are_judged_and_told() {
    let service = server(SocketIo::builder().cors_allowed_origins("http://allowed.test"));
    let from = |origin: &str| {
        Request::get(OPEN)
            .header("host", "me.test")
            .header("origin", origin)
    };

    let allowed = send(&service, from("http://allowed.test"), "").await;
    assert_eq!(allowed.status, 200);
    assert_eq!(
        allowed.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN],
        "http://allowed.test"
    );
    assert_eq!(
        allowed.headers[header::ACCESS_CONTROL_ALLOW_CREDENTIALS],
        "true"
    );
    assert_eq!(allowed.headers[header::VARY], "Origin");

    let denied = send(&service, from("http://evil.test"), "").await;
    assert_eq!(
        (denied.status, denied.body.as_str()),
        (403, r#"{"code":4,"message":"Origin not accepted"}"#)
    );
    assert!(
        !denied
            .headers
            .contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
    );

    let preflight = Request::options(OPEN).header("origin", "http://allowed.test");
    let preflight = send(
        &service,
        preflight.header("access-control-request-headers", "x-custom"),
        "",
    )
    .await;
    assert_eq!(preflight.status, 204);
    assert_eq!(
        preflight.headers[header::ACCESS_CONTROL_ALLOW_METHODS],
        "GET, POST"
    );
    assert_eq!(
        preflight.headers[header::ACCESS_CONTROL_ALLOW_HEADERS],
        "x-custom"
    );
    assert_eq!(
        preflight.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN],
        "http://allowed.test"
    );
}

#[tokio::test]
async fn a_refusal_too_is_told_to_an_allowed_origin() {
    let service = server(SocketIo::builder().cors_allowed_origins(Origins::any()));

    let answered = send(
        &service,
        Request::get("/socket.io/").header("origin", "http://a.test"),
        "",
    )
    .await;

    assert_eq!(answered.status, 400);
    assert_eq!(
        answered.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN],
        "http://a.test"
    );
}

#[tokio::test]
async fn only_the_handshake_sets_the_cookie() {
    let service = server(SocketIo::builder().cookie(Cookie::new("io")));

    let opened = get(&service, OPEN).await;
    let sid = serde_json::from_str::<serde_json::Value>(&opened.body[1..]).unwrap()["sid"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        opened.headers[header::SET_COOKIE],
        format!("io={sid}; Path=/; HttpOnly; SameSite=Lax")
    );

    let session = format!("{OPEN}&sid={sid}");
    let posted = send(&service, Request::post(&session), "40").await;
    let polled = get(&service, &session).await;
    let refused = get(&service, "/socket.io/").await;
    for answered in [posted, polled, refused] {
        assert!(!answered.headers.contains_key(header::SET_COOKIE));
    }
}

#[tokio::test]
async fn the_client_is_below_the_path_and_all_else_is_not_ours() {
    let service = plain();

    assert_eq!(
        get(&service, "/socket.io/socket.io.min.js").await.status,
        302
    );
    assert_eq!(get(&service, "/socket.io/other.js").await.status, 404);
    assert_eq!(get(&service, "/").await.status, 404);
    assert_eq!(get(&service, "/socket.io.js").await.status, 404);
}

#[tokio::test]
async fn a_router_passes_on_what_is_not_ours() {
    let io = SocketIo { app: plain().app.0 };
    let app = Router::new().route("/hello", axum::routing::get(|| async { "hello" }));

    for mut app in [app.clone().merge(io.router()), app.layer(io.layer())] {
        for (uri, status) in [
            ("/hello", 200),
            (OPEN, 200),
            ("/socket.io?EIO=4&transport=polling", 200),
            ("/x", 404),
        ] {
            let request = Request::get(uri).body(axum::body::Body::empty()).unwrap();
            let response: Response<_> = app.call(request).await.unwrap();
            assert_eq!(response.status(), status, "{uri}");
        }
    }
}

#[tokio::test]
async fn a_server_that_stops_opens_nothing_and_ends_what_is_open() {
    let service = plain();
    let session = open(&service).await;
    let waiting = tokio::spawn({
        let (service, session) = (service.clone(), session.clone());
        async move { get(&service, &session).await }
    });
    tokio::task::yield_now().await;

    let io = SocketIo {
        app: Arc::clone(&service.app.0),
    };
    assert!(io.shutdown(std::time::Duration::from_secs(10)).await);

    assert_eq!(waiting.await.unwrap().body, "1");
    assert_eq!(get(&service, OPEN).await.status, 503);
    assert_eq!(service.app.0.engine.len(), 0);
}

#[tokio::test]
async fn what_is_no_upgrade_is_no_websocket() {
    let mut request = Request::get("/socket.io/?EIO=4&transport=websocket");
    for (name, value) in [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
    ] {
        request = request.header(name, value);
    }
    let headers = request.headers_ref().unwrap().clone();

    let answered = send(&plain(), request, "").await;
    assert_eq!(
        (answered.status, answered.body.as_str()),
        (400, "missing or invalid Sec-WebSocket-Key")
    );

    let mut request = Request::get("/socket.io/?EIO=4&transport=websocket");
    *request.headers_mut().unwrap() = headers;
    request
        .headers_mut()
        .unwrap()
        .insert("sec-websocket-version", "12".parse().unwrap());
    let answered = send(&plain(), request, "").await;
    assert_eq!(answered.headers["sec-websocket-version"], "13");
}
