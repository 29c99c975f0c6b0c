//! What was in the request is in the handshake, in little space.

use axum::{
    RequestPartsExt as _,
    extract::{ConnectInfo, FromRequestParts as _, OriginalUri, Query},
};
use http::header;

use super::*;

/// The request of a client that is no browser.
fn request() -> http::request::Builder {
    Request::builder()
        .uri("/socket.io/?EIO=4&transport=websocket&token=s3cret")
        .header("Host", "127.0.0.1:5000")
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
}

fn kept(request: http::request::Builder) -> Handshake {
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    Handshake::new(&mut parts, None)
}

#[test]
fn the_request_comes_back_as_it_was() {
    let handshake = kept(
        request()
            .version(Version::HTTP_10)
            .header("Cookie", "a=1")
            .header("Cookie", "b=2")
            .header("X-Bytes", HeaderValue::from_bytes(b"\xffx").unwrap())
            .header("X-Long", "y".repeat(20_000)),
    );

    let parts = handshake.parts();

    assert_eq!(parts.method, http::Method::GET);
    assert_eq!(parts.version, Version::HTTP_10);
    assert_eq!(
        parts.uri,
        "/socket.io/?EIO=4&transport=websocket&token=s3cret"
    );
    assert_eq!(parts.headers.len(), 9);
    assert_eq!(
        parts
            .headers
            .get_all(header::COOKIE)
            .iter()
            .collect::<Vec<_>>(),
        ["a=1", "b=2"]
    );
    assert_eq!(parts.headers["x-bytes"].as_bytes(), b"\xffx");
    assert_eq!(parts.headers["x-long"].len(), 20_000);
}

#[test]
fn single_facts_are_read_in_place() {
    let (mut parts, ()) = request().body(()).unwrap().into_parts();
    let addr = "[fe80::1%3]:9".parse().unwrap();
    let handshake = Handshake::new(&mut parts, Some(addr));

    assert_eq!(
        handshake.query(),
        Some("EIO=4&transport=websocket&token=s3cret")
    );
    assert_eq!(handshake.header("upgrade"), Some(&b"websocket"[..]));
    assert_eq!(handshake.header("cookie"), None);
    assert_eq!(handshake.addr(), Some(addr));
    assert_eq!(kept(request()).addr(), None);
    assert_eq!(kept(Request::builder().uri("/x")).query(), None);
}

#[tokio::test]
async fn extractors_of_axum_find_what_they_look_for() {
    #[derive(serde::Deserialize)]
    struct Token {
        token: String,
    }
    let addr: SocketAddr = "192.0.2.1:1234".parse().unwrap();
    let original: Uri = "/outer/socket.io/?EIO=4".parse().unwrap();
    let handshake = kept(
        request()
            .extension(ConnectInfo(addr))
            .extension(OriginalUri(original.clone()))
            .extension(7u32),
    );

    let mut parts = handshake.parts();

    assert_eq!(
        parts.extract::<Query<Token>>().await.unwrap().0.token,
        "s3cret"
    );
    assert_eq!(
        ConnectInfo::<SocketAddr>::from_request_parts(&mut parts, &())
            .await
            .unwrap()
            .0,
        addr
    );
    assert_eq!(
        OriginalUri::from_request_parts(&mut parts, &())
            .await
            .unwrap()
            .0,
        original
    );
    assert_eq!(
        axum::Extension::<u32>::from_request_parts(&mut parts, &())
            .await
            .unwrap()
            .0,
        7
    );
}

#[test]
fn an_original_uri_that_is_the_uri_is_kept_once() {
    let uri: Uri = "/socket.io/?EIO=4&transport=websocket&token=s3cret"
        .parse()
        .unwrap();
    let without = kept(request());
    let with = kept(request().extension(OriginalUri(uri.clone())));

    assert_eq!(with.records.len(), without.records.len() + 1);
    assert_eq!(with.parts().extensions.get::<OriginalUri>().unwrap().0, uri);
    assert!(without.parts().extensions.get::<OriginalUri>().is_none());
}

#[test]
fn a_plain_client_is_kept_in_300_bytes() {
    let addr: SocketAddr = "127.0.0.1:54321".parse().unwrap();
    let uri: Uri = "/socket.io/?EIO=4&transport=websocket&token=s3cret"
        .parse()
        .unwrap();

    let handshake = kept(
        request()
            .extension(ConnectInfo(addr))
            .extension(OriginalUri(uri)),
    );

    assert!(handshake.extensions.is_empty());
    let size = size_of::<Handshake>() + handshake.records.len();
    assert!(size <= 300, "{size} bytes");
}
