//! TestApp: a whole application as a browser uses it: HTTP requests, cookies, and clients that pass its layers. It runs in
//! this process, without a port.

use std::{net::SocketAddr, sync::Arc};

use axum::{Router, body::Body, extract::ConnectInfo};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Request, Response, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, SET_COOKIE},
    request::Parts,
};
use http_body_util::BodyExt as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tower_service::Service as _;

use super::{cookies::Cookies, refused::Refused};
use crate::packet::{Codec, PacketFormat};

/// The capacity of the pipe of a connection, in bytes.
const PIPE: usize = 64 << 10;

/// The headers with which every client opens a WebSocket.
const OPENING: &str = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// An application with a server inside, used by one browser: requests go through all layers, and cookies are kept.
///
/// Clones share their cookies, like windows of one browser. [`another_browser`](Self::another_browser) has none.
///
/// ```
/// use axum::{Router, http::header::SET_COOKIE, routing::post};
/// use socketio::{Http, SocketIo, on, routes, testing::TestApp};
///
/// #[on("who am i")]
/// async fn who_am_i(Http(headers): Http<axum::http::HeaderMap>) -> String {
///     headers["cookie"].to_str().unwrap().to_owned()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let io = SocketIo::new(routes![who_am_i]);
/// let login = post(async || [(SET_COOKIE, "user=ann; HttpOnly")]);
/// let app = TestApp::new(Router::new().route("/login", login).merge(io.router()));
///
/// app.post("/login", "text/plain", "").await;
/// let ann = app.test_client("/").connect().await.unwrap();
///
/// assert_eq!(ann.call::<String>("who am i", ()).await.unwrap(), "user=ann");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct TestApp {
    router: Router,
    path: String,
    cookies: Arc<Mutex<Cookies>>,
    format: PacketFormat,
}

impl TestApp {
    /// Tests this application, which has a server inside, on the default path.
    #[must_use]
    pub fn new(app: Router) -> Self {
        Self {
            router: app,
            path: "/socket.io/".to_owned(),
            cookies: Arc::default(),
            format: PacketFormat::default(),
        }
    }

    /// Sets the path of the server in the application, with the prefixes of nested routers.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Sets the format of the packets of the server: JSON, by default.
    #[must_use]
    pub fn packet_format(mut self, format: PacketFormat) -> Self {
        self.format = format;
        self
    }

    /// Another browser that uses this application. It has no cookies yet.
    #[must_use]
    pub fn another_browser(&self) -> Self {
        Self {
            cookies: Arc::default(),
            ..self.clone()
        }
    }

    /// Sends a GET.
    pub async fn get(&self, uri: &str) -> Response<Bytes> {
        self.send(uri, Request::get(uri).body(Body::empty())).await
    }

    /// Sends a POST with a body of this type, such as `application/x-www-form-urlencoded` or `application/json`.
    pub async fn post(
        &self,
        uri: &str,
        content_type: &str,
        body: impl Into<Bytes>,
    ) -> Response<Bytes> {
        let request = Request::post(uri).header(CONTENT_TYPE, content_type);
        self.send(uri, request.body(Body::from(body.into()))).await
    }

    async fn send(
        &self,
        uri: &str,
        request: Result<Request<Body>, http::Error>,
    ) -> Response<Bytes> {
        match request {
            Ok(request) => self.request(request).await,
            Err(error) => panic!("`{uri}` is no request: {error}"),
        }
    }

    /// Sends any request, with the cookies of the browser, and keeps those that the response sets. Redirects are not
    /// followed.
    ///
    /// # Panics
    ///
    /// If the body of the response ends in an error.
    pub async fn request(&self, mut request: Request<Body>) -> Response<Bytes> {
        self.add_cookies(request.headers_mut());
        let response = match self.router.clone().call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        self.keep_cookies(&parts.headers);
        match body.collect().await {
            Ok(body) => Response::from_parts(parts, body.to_bytes()),
            Err(error) => panic!("the body of the response failed: {error}"),
        }
    }

    /// The path and query of a handshake.
    pub(super) fn target(&self, query: &str) -> String {
        format!("{}?{query}", self.path)
    }

    /// Opens a WebSocket. `handshake` has the URI of the request, and its headers and extensions beside the usual ones.
    pub(super) async fn open(
        &self,
        mut handshake: Parts,
        addr: Option<SocketAddr>,
    ) -> Result<DuplexStream, Refused> {
        self.add_cookies(&mut handshake.headers);
        let head = head(&handshake);
        let (near, mut far) = tokio::io::duplex(PIPE);
        let (router, extensions) = (self.router.clone(), handshake.extensions);
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().extend(extensions.clone());
            if let Some(addr) = addr {
                request.extensions_mut().insert(ConnectInfo(addr));
            }
            router.clone().call(request)
        });
        let serving = http1::Builder::new()
            .serve_connection(TokioIo::new(near), service)
            .with_upgrades();
        // An error ends the connection, and the client sees that.
        tokio::spawn(async { drop(serving.await) });
        let answered = async {
            far.write_all(&head).await?;
            read_response(&mut far).await
        };
        let response = answered.await.map_err(|_| Refused::lost())?;
        self.keep_cookies(response.headers());
        match response.status() {
            StatusCode::SWITCHING_PROTOCOLS => Ok(far),
            status => Err(Refused::http(status, response.body())),
        }
    }

    /// The format of the packets of the server.
    pub(super) fn codec(&self) -> Codec {
        self.format.clone().into()
    }

    fn add_cookies(&self, headers: &mut HeaderMap) {
        let cookies = self.cookies.lock().header();
        if let Some(Ok(cookies)) = cookies.map(HeaderValue::try_from) {
            headers.append(COOKIE, cookies);
        }
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock();
        for value in headers.get_all(SET_COOKIE) {
            if let Ok(value) = value.to_str() {
                cookies.set(value);
            }
        }
    }
}

/// The bytes of a request's head.
fn head(handshake: &Parts) -> Vec<u8> {
    let mut head = format!("GET {} HTTP/1.1\r\n", handshake.uri).into_bytes();
    head.extend_from_slice(OPENING.as_bytes());
    for (name, value) in &handshake.headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            head.extend_from_slice(part);
        }
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// Reads one response, and no byte beyond it.
async fn read_response(stream: &mut DuplexStream) -> std::io::Result<Response<Vec<u8>>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let mut response = Response::builder().status(status.unwrap_or_default());
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        response = response.header(name, value.trim());
    }
    let mut response = response.body(Vec::new()).map_err(std::io::Error::other)?;
    let length = response.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await?;
    *response.body_mut() = body;
    Ok(response)
}
