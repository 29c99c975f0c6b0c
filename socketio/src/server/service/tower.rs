//! The tower service: requests on our path are answered, all others go to the inner service. Only this file
//! is generic over the inner service; what is answered is decided in `endpoint/answer.rs`.

use std::{
    convert::Infallible,
    fmt,
    future::{self, Future, Ready},
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Body;
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{body::ResponseBody, mounted::Mounted};
use crate::{
    engine::Get,
    server::{
        app::App,
        endpoint::{BodyReader, ConnectionTask, Handling, Switch, Upgrade, polled},
        http::{Coding, Grant},
    },
};

/// A Socket.IO server in front of a service; see [`SocketIo::layer`](crate::SocketIo::layer) and
/// [`SocketIo::into_service`](crate::SocketIo::into_service).
///
/// The bodies of its responses are [`ResponseBody`]s, which hold those of the inner service.
#[derive(Clone, Debug)]
pub struct SocketIoService<S = NotFound> {
    pub(super) app: Mounted,
    pub(super) inner: S,
}

impl<S, B, R> Service<Request<B>> for SocketIoService<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    B: Body,
{
    type Response = Response<ResponseBody<R>>;
    type Error = S::Error;
    type Future = ResponseFuture<B, S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let app = &self.app.0;
        let go_on = |upgrade: Upgrade, switch: Switch| {
            if let Some(upgrade) = upgrade.leave() {
                tokio::spawn(ConnectionTask::new(upgrade.complete(Arc::clone(app))));
            }
            Some(switch.into_response())
        };
        ResponseFuture::new(app, request, None, go_on, |request| {
            self.inner.call(request)
        })
    }
}

pin_project! {
    /// The response that is on its way; see [`SocketIoService`].
    pub struct ResponseFuture<B, F> {
        #[pin]
        state: ResponseState<B, F>,
    }
}

pin_project! {
    #[project = Projected]
    enum ResponseState<B, F> {
        Inner { #[pin] future: F },
        Ready { response: Option<Response<Bytes>> },
        // Whoever serves the connection has taken it from HTTP, and drops this future without a response.
        Taken,
        Wait { get: Get, coding: Option<Coding>, grant: Option<Grant> },
        Read { #[pin] body: B, reader: BodyReader, grant: Option<Grant> },
    }
}

impl<B, F> ResponseFuture<B, F> {
    /// Answers a request, or lets `inner` do it. If the connection is to speak WebSocket from now on, `upgrade` gets
    /// the upgrade and the response that announces it. It returns the response for HTTP to write; or `None`, after which it
    /// writes the response itself and takes the connection from HTTP.
    pub(in crate::server) fn new(
        app: &Arc<App>,
        request: Request<B>,
        addr: Option<SocketAddr>,
        upgrade: impl FnOnce(Upgrade, Switch) -> Option<Response<Bytes>>,
        inner: impl FnOnce(Request<B>) -> F,
    ) -> Self {
        if !app.owns(request.uri().path()) {
            let future = inner(request);
            return Self {
                state: ResponseState::Inner { future },
            };
        }
        let (mut parts, body) = request.into_parts();
        let (answer, grant) = app.answer(&mut parts, addr);
        let state = match answer {
            Handling::Now(mut response) => {
                grant.apply(response.headers_mut());
                ResponseState::Ready {
                    response: Some(response),
                }
            }
            Handling::Switch(mut switch, what) => {
                grant.apply(&mut switch.headers);
                match upgrade(what, switch) {
                    Some(response) => ResponseState::Ready {
                        response: Some(response),
                    },
                    None => ResponseState::Taken,
                }
            }
            Handling::Wait(get, coding) => ResponseState::Wait {
                get,
                coding,
                grant: Some(grant),
            },
            Handling::Read(post) => ResponseState::Read {
                body,
                reader: BodyReader::new(post),
                grant: Some(grant),
            },
        };
        Self { state }
    }
}

impl<B, F, R, E> Future for ResponseFuture<B, F>
where
    B: Body,
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = Result<Response<ResponseBody<R>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (mut response, grant) = match self.project().state.project() {
            Projected::Inner { future } => {
                let response = ready!(future.poll(cx))?;
                return Poll::Ready(Ok(response.map(ResponseBody::inner)));
            }
            Projected::Ready { response } => (
                response.take().expect("it is polled until it is ready"),
                None,
            ),
            Projected::Taken => return Poll::Pending,
            Projected::Wait { get, coding, grant } => {
                (polled(ready!(get.poll_body(cx)), *coding), grant.take())
            }
            Projected::Read {
                body,
                reader,
                grant,
            } => (ready!(reader.poll(cx, body)), grant.take()),
        };
        if let Some(grant) = grant {
            grant.apply(response.headers_mut());
        }
        Poll::Ready(Ok(response.map(ResponseBody::own)))
    }
}

/// The service behind a server that stands alone: it answers requests on other paths with `404`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NotFound;

impl<B> Service<Request<B>> for NotFound {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _request: Request<B>) -> Self::Future {
        let mut response = Response::new(Full::default());
        *response.status_mut() = StatusCode::NOT_FOUND;
        future::ready(Ok(response))
    }
}

impl<B, F> fmt::Debug for ResponseFuture<B, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
