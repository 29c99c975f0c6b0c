//! Serves each connection that `run` accepts: TLS, then hyper's HTTP/1.1 with our service in front of the router, until the
//! connection ends, becomes a WebSocket, or the server stops.

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

use super::listener::{Accepted, Listener};
#[cfg(feature = "tls")]
use super::tls::Tls;
#[cfg(any(unix, feature = "tls"))]
use crate::engine::Duplex;
use crate::{
    engine::Stream,
    observe::Observers,
    server::{
        app::App,
        drain::{Counted, Gauge},
        endpoint::{ConnectionTask, Switch, Upgrade, UpgradeSlot, plain},
        http::OverTls,
        service::{ResponseBody, ResponseFuture, holds},
    },
};

/// Serves connections; one for all that a server accepts.
pub(super) struct Acceptor {
    app: Arc<App>,
    router: Router,
    /// Whether the server is inside of the application, below its layers, and not in front of it.
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
        // Most responses are small: they leave faster in one piece than in two.
        http.timer(TokioTimer::new()).writev(false);
        Arc::new(Self {
            inside: holds(&router, &app),
            app,
            router,
            stop,
            over_tls: listener.is_tls(),
            http,
        })
    }

    /// Who is told what happens.
    pub(super) fn observers(&self) -> &Observers {
        &self.app.engine.config().observers
    }

    /// Starts the task of a connection.
    pub(super) fn serve_in_task(self: &Arc<Self>, accepted: Accepted) {
        let acceptor = Arc::clone(self);
        match accepted {
            // Plain TCP as such, so that a WebSocket gets it back as such.
            Accepted::Tcp(stream, addr) => {
                tokio::spawn(ConnectionTask::new(acceptor.serve(
                    stream,
                    Some(addr),
                    plain,
                )));
            }
            #[cfg(unix)]
            Accepted::Unix(stream) => {
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
    pub(super) fn serve_in_task_tls(self: &Arc<Self>, accepted: Accepted, tls: Tls) {
        let acceptor = Arc::clone(self);
        tokio::spawn(ConnectionTask::new(async move {
            let (stream, addr) = match accepted {
                Accepted::Tcp(stream, addr) => {
                    // What is written is all there is: to hold a small rest back would only delay it.
                    let _ = stream.set_nodelay(true);
                    (
                        boxed(tls.accept(stream, acceptor.observers()).await?),
                        Some(addr),
                    )
                }
                #[cfg(unix)]
                Accepted::Unix(stream) => {
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
    ) -> Option<Counted>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let entry = self.stop.connections.enter();
        let opening = Mutex::new(None);
        let service = service_fn(|mut request: Request<Incoming>| {
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
                polled => polled,
            }
        })
        .await;
        drop(entry);
        // The answer to an opening is ours, so that it leaves with the session's first packet.
        let (upgrade, answer) = opening.lock().take()?;
        let http = http.into_parts()?;
        let stream = to_stream(http.io.into_inner(), http.read_buf);
        upgrade.take_over(&self.app, stream.owing(answer))
    }

    /// Lets the application answer that has the server inside. If it accepts an opening, `opening` gets to know, with the
    /// response as the application's layers have made it.
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
            // The connection is taken from HTTP before it could write a response.
            return pending().await;
        }
        Ok(response.map(ResponseBody::inner))
    }
}

/// A request as axum's handlers expect it.
fn for_router(request: Request<Incoming>, addr: Option<SocketAddr>) -> Request<Body> {
    let mut request = request.map(Body::new);
    if let Some(addr) = addr {
        request.extensions_mut().insert(ConnectInfo(addr));
    }
    request
}

/// The head of a response that switches protocols, as it is on the wire.
fn head(response: &Response<Body>) -> Vec<u8> {
    let mut bytes = b"HTTP/1.1 101 Switching Protocols\r\n".to_vec();
    for (name, value) in response.headers() {
        // What axum adds to every response must not be in one without a body.
        if name != CONTENT_LENGTH && name != TRANSFER_ENCODING {
            for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                bytes.extend_from_slice(part);
            }
        }
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}

/// Everything but plain TCP, as one type: HTTP over it is compiled once.
#[cfg(any(unix, feature = "tls"))]
fn boxed(stream: impl Duplex) -> Box<dyn Duplex> {
    Box::new(stream)
}

/// What passes between the connections of a server and its stop.
#[derive(Debug, Default)]
pub(super) struct Stop {
    begun: AtomicBool,
    /// Tells connections to look whether it has begun.
    wake: Notify,
    connections: Arc<Gauge>,
}

impl Stop {
    /// From here on connections end with the request they are at.
    pub(super) fn begin(&self) {
        self.begun.store(true, Ordering::Release);
        self.wake.notify_waiters();
    }

    /// Waits until no connection is open any more.
    pub(super) async fn done(&self) {
        self.connections.emptied().await;
    }
}
