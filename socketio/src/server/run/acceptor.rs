//! Acceptor: serves each connection that `run` accepts: TLS, then hyper's HTTP/1.1 with our service in front of the router,
//! until the connection ends, becomes a WebSocket, or the server stops.

use std::{
    convert::Infallible,
    future::{Future as _, pending, poll_fn},
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use bytes::Bytes;
use futures_util::future::Either;
use http::{
    Request, Response, StatusCode,
    header::{CONTENT_LENGTH, TRANSFER_ENCODING},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::Notify,
};
use tower_service::Service as _;

use super::listener::{AcceptedStream, Listener};
#[cfg(feature = "tls")]
use super::tls::Tls;
#[cfg(any(unix, feature = "tls"))]
use crate::engine::Duplex;
use crate::{
    engine::Stream,
    observe::Observers,
    server::{
        app::App,
        clients::Gauge,
        endpoint::{ConnectionTask, Next, Switch, Upgrade, UpgradeSlot, plain},
        http::OverTls,
        service::{ResponseBody, ResponseFuture, holds},
    },
};

/// How long the head of a request may take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// Serves all connections of a server.
pub(super) struct Acceptor {
    app: Arc<App>,
    router: Router,
    /// Whether the server is inside the application, below its layers, instead of in front of it.
    inside: bool,
    stop: Arc<Stop>,
    over_tls: bool,
    http: http1::Builder,
}

impl Acceptor {
    pub(super) fn new(
        app: Arc<App>,
        router: Router,
        stop: Arc<Stop>,
        listener: &Listener,
    ) -> Arc<Self> {
        let mut http = http1::Builder::new();
        // Most responses are small: one copied buffer is written faster than two that are not copied.
        http.timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .writev(false);
        Arc::new(Self {
            inside: holds(&router, &app),
            app,
            router,
            stop,
            over_tls: listener.is_tls(),
            http,
        })
    }

    /// The observers of the server.
    pub(super) fn observers(&self) -> &Observers {
        &self.app.engine.config().observers
    }

    /// Starts the task of a connection.
    pub(super) fn serve_in_task(self: &Arc<Self>, accepted: AcceptedStream) {
        let acceptor = Arc::clone(self);
        match accepted {
            // Plain TCP is not boxed: a session over it can use its two halves apart.
            AcceptedStream::Tcp(stream, addr) => {
                tokio::spawn(ConnectionTask::new(acceptor.serve(
                    stream,
                    Some(addr),
                    plain,
                )));
            }
            #[cfg(unix)]
            AcceptedStream::Unix(stream) => {
                tokio::spawn(ConnectionTask::new(acceptor.serve(
                    boxed(stream),
                    None,
                    Stream::other,
                )));
            }
        }
    }

    /// Starts the task of a connection that speaks TLS.
    #[cfg(feature = "tls")]
    pub(super) fn serve_in_task_tls(self: &Arc<Self>, accepted: AcceptedStream, tls: Tls) {
        let acceptor = Arc::clone(self);
        tokio::spawn(ConnectionTask::new(async move {
            let (stream, addr) = match accepted {
                AcceptedStream::Tcp(stream, addr) => {
                    // Everything there is to send is written at once, so waiting for more would only delay it.
                    let _ = stream.set_nodelay(true);
                    (
                        boxed(tls.accept(stream, acceptor.observers()).await?),
                        Some(addr),
                    )
                }
                #[cfg(unix)]
                AcceptedStream::Unix(stream) => {
                    (boxed(tls.accept(stream, acceptor.observers()).await?), None)
                }
            };
            acceptor.serve(stream, addr, Stream::other).await
        }));
    }

    /// Serves HTTP until the connection ends, or becomes a session.
    async fn serve<S>(
        self: Arc<Self>,
        stream: S,
        addr: Option<SocketAddr>,
        to_stream: impl FnOnce(S, Bytes) -> Stream,
    ) -> Option<Next>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let counted = self.stop.connections.enter();
        let opening = Mutex::new(None);
        let asked = AtomicBool::new(false);
        let service = service_fn(|mut request: Request<Incoming>| {
            asked.store(true, Ordering::Relaxed);
            if self.over_tls {
                request.extensions_mut().insert(OverTls);
            }
            if self.inside {
                return Either::Left(Box::pin(self.ask_application(request, addr, &opening)));
            }
            let keep = |upgrade, switch: Switch| {
                *opening.lock() = Some((upgrade, switch.to_bytes()));
                None
            };
            Either::Right(ResponseFuture::new(
                &self.app,
                request,
                addr,
                keep,
                |request| self.router.clone().call(for_router(request, addr)),
            ))
        });
        let mut http = self
            .http
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let mut wake = pin!(self.stop.wake.notified());
        let (mut listens, mut told) = (false, false);
        // An error is the client's: it broke off, or did not speak HTTP.
        let _ = poll_fn(|cx| {
            if !listens {
                listens = true;
                let _ = wake.as_mut().poll(cx);
            }
            if !told && self.stop.begun.load(Ordering::Acquire) {
                told = true;
                Pin::new(&mut http).graceful_shutdown();
            }
            match Pin::new(&mut http).poll(cx) {
                Poll::Pending if opening.lock().is_some() => Poll::Ready(Ok(())),
                // What has come is less than the head of a first request. A stop does not wait for the rest.
                Poll::Pending if told && !asked.load(Ordering::Relaxed) => Poll::Ready(Ok(())),
                polled => polled,
            }
        })
        .await;
        drop(counted);
        // Not hyper but the session writes the response that opens a WebSocket, together with its first packet.
        let (upgrade, response) = opening.lock().take()?;
        let http = http.into_parts()?;
        let stream = to_stream(http.io.into_inner(), http.read_buf);
        Some(upgrade.take_over(&self.app, stream.owing(response)))
    }

    /// Hands a request to the application, which has the server inside. If the server opens a WebSocket, this puts the
    /// upgrade into `opening`, with the response as the layers of the application have changed it.
    async fn ask_application(
        &self,
        request: Request<Incoming>,
        addr: Option<SocketAddr>,
        opening: &Mutex<Option<(Upgrade, Vec<u8>)>>,
    ) -> Result<Response<ResponseBody<Body>>, Infallible> {
        let slot = UpgradeSlot::default();
        let mut request = for_router(request, addr);
        request.extensions_mut().insert(slot.clone());
        let response = self.router.clone().call(request).await?;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS
            && let Some(upgrade) = slot.take()
        {
            *opening.lock() = Some((upgrade, head(&response)));
            return until_taken_over().await;
        }
        Ok(response.map(ResponseBody::inner))
    }
}

/// Stands for the response to a request that opens a WebSocket. It is never ready, so that hyper writes nothing: `serve` sees
/// `opening`, takes the stream from hyper, and drops this future.
async fn until_taken_over<T>() -> T {
    pending().await
}

/// Makes a request what axum's handlers expect: with axum's body, and `ConnectInfo`.
fn for_router(request: Request<Incoming>, addr: Option<SocketAddr>) -> Request<Body> {
    let mut request = request.map(Body::new);
    if let Some(addr) = addr {
        request.extensions_mut().insert(ConnectInfo(addr));
    }
    request
}

/// The bytes of the head of a response that switches protocols.
fn head(response: &Response<Body>) -> Vec<u8> {
    let mut bytes = b"HTTP/1.1 101 Switching Protocols\r\n".to_vec();
    for (name, value) in response.headers() {
        // axum adds these to every response; a response without a body must not have them.
        if name != CONTENT_LENGTH && name != TRANSFER_ENCODING {
            for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                bytes.extend_from_slice(part);
            }
        }
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}

/// Makes one type of all streams but plain TCP, so that the compiler generates the HTTP code for them only once.
#[cfg(any(unix, feature = "tls"))]
fn boxed(stream: impl Duplex) -> Box<dyn Duplex> {
    Box::new(stream)
}

/// Tells the connections of a server that it stops, and counts those that are still open.
#[derive(Debug, Default)]
pub(super) struct Stop {
    begun: AtomicBool,
    /// Wakes the connections, so that they see that the stop has begun.
    wake: Notify,
    connections: Arc<Gauge>,
}

impl Stop {
    /// Makes each connection end after its current request.
    pub(super) fn begin(&self) {
        self.begun.store(true, Ordering::Release);
        self.wake.notify_waiters();
    }

    /// Waits until all connections are closed.
    pub(super) async fn done(&self) {
        self.connections.emptied().await;
    }
}
