//! The responses to requests on our path.

use ::http::{
    HeaderValue, Response, StatusCode,
    header::{CACHE_CONTROL, CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER, VARY},
};
use bytes::Bytes;

use crate::{
    engine::{Body, Refusal, websocket::handshake as opening},
    server::http::{Coding, RequestRefused},
};

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=UTF-8");
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// The response to a GET.
pub(in crate::server) fn polled(body: Body, coding: Option<Coding>) -> Response<Bytes> {
    let coding = coding.filter(|_| body.may_be_compressed);
    let content_type = if body.binary { BYTES } else { TEXT };
    let (body, encoding) = match coding.and_then(|coding| coding.compress(&body.bytes)) {
        Some((compressed, encoding)) => (compressed, Some(encoding)),
        None => (body.bytes, None),
    };
    let mut response = with_type(content_type, respond(StatusCode::OK, body));
    response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    if let Some(encoding) = encoding {
        let headers = response.headers_mut();
        headers.insert(CONTENT_ENCODING, encoding);
        headers.append(VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    response
}

/// The response to a POST, by what became of its body.
pub(super) fn posted(outcome: Result<(), Refusal>) -> Response<Bytes> {
    match outcome {
        Ok(()) => with_type(TEXT, respond(StatusCode::OK, Bytes::from_static(b"ok"))),
        Err(refusal) => refuse(&refusal),
    }
}

/// The response to a POST that is too large.
pub(super) fn too_large() -> Response<Bytes> {
    respond(StatusCode::PAYLOAD_TOO_LARGE, Bytes::new())
}

/// The response to a handshake for which there is no room now.
pub(super) fn try_later(status: StatusCode) -> Response<Bytes> {
    let mut response = respond(status, Bytes::new());
    let seconds = HeaderValue::from_static("10");
    response.headers_mut().insert(RETRY_AFTER, seconds);
    response
}

/// The response to a POST whose body does not come in time. The rest of it is not waited for.
pub(super) fn too_slow() -> Response<Bytes> {
    let mut response = respond(StatusCode::REQUEST_TIMEOUT, Bytes::new());
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(CONNECTION, close);
    response
}

pub(super) fn refuse(refusal: &Refusal) -> Response<Bytes> {
    let response = respond(refusal.status(), refusal.body().into());
    with_type(JSON, response)
}

/// The response to a request that the program's rule refuses.
pub(super) fn refuse_by_rule(refused: RequestRefused) -> Response<Bytes> {
    let forbidden = Refusal::Forbidden(refused.message().to_owned().into());
    let (response, status) = refused.into_parts();
    let mut response = response.unwrap_or_else(|| refuse(&forbidden));
    *response.status_mut() = status;
    response
}

pub(super) fn refuse_opening(refused: opening::OpeningError) -> Response<Bytes> {
    let mut response = respond(StatusCode::BAD_REQUEST, refused.to_string().into());
    response.headers_mut().extend(refused.hint());
    with_type(TEXT, response)
}

/// The response to an extended CONNECT, by which a client asks for a WebSocket inside of HTTP/2.
pub(super) fn no_websocket_over_http2() -> Response<Bytes> {
    let text = "WebSocket over HTTP/2 is not supported: connect with HTTP/1.1";
    with_type(TEXT, respond(StatusCode::NOT_IMPLEMENTED, text.into()))
}

fn with_type(content_type: HeaderValue, mut response: Response<Bytes>) -> Response<Bytes> {
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

pub(super) fn respond(status: StatusCode, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}
