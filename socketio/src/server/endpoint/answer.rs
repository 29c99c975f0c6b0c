//! What each request on our path gets. Concrete: knows heads of requests, not the services around it.

use std::{
    net::SocketAddr,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use ::http::{HeaderMap, Method, Response, StatusCode, header::SET_COOKIE, request::Parts};
use bytes::Bytes;
use hyper::upgrade::OnUpgrade;

use super::{
    response::{
        no_websocket_over_http2, polled, refuse, refuse_by_rule, refuse_opening, respond, try_later,
    },
    upgrade::{Switch, Upgrade, UpgradeSlot},
};
use crate::{
    engine::{
        Admission, Get, Handshake, Post, Probe, Query, Refusal, websocket::handshake as opening,
    },
    observe::{RefusalKind, TransportKind},
    server::{
        app::App,
        http::{Coding, Grant},
    },
    sid::Sid,
};

/// How a request is handled.
pub(in crate::server) enum Handling {
    /// The response is ready.
    Now(Response<Bytes>),
    /// The response switches protocols, and the upgrade then takes the connection.
    Switch(Switch, Upgrade),
    /// A poll, which is answered when the session has something to send.
    Wait(Get, Option<Coding>),
    /// A POST, which is answered when its body has been read and delivered.
    Read(Post),
}

impl App {
    /// Whether a request for `path` is ours: for our own, or for a file of the client below it.
    pub(in crate::server) fn owns(&self, path: &str) -> bool {
        below(&self.engine.config().path, path)
            .is_some_and(|rest| rest.is_empty() || self.http.client_js.has(rest))
    }

    /// Answers a request that is ours; the grant goes with whatever response comes of it.
    /// `addr` is the client's, if the listener tells.
    pub(in crate::server) fn answer(
        self: &Arc<Self>,
        parts: &mut Parts,
        addr: Option<SocketAddr>,
    ) -> (Handling, Grant) {
        let addr = self
            .http
            .proxies
            .client(&parts.headers)
            .or(addr)
            .or_else(|| Handshake::connected(&parts.extensions));
        let rest = below(&self.engine.config().path, parts.uri.path()).unwrap_or_default();
        if !rest.is_empty() {
            let response = self
                .http
                .client_js
                .serve(&parts.method, rest, &parts.headers);
            return (Handling::Now(response), Grant::none());
        }
        let Ok(grant) = self.http.cors.judge(parts) else {
            self.tell_origin_refused(parts, addr);
            let refusal = Refusal::Forbidden("Origin not accepted".into());
            return (Handling::Now(refuse(&refusal)), Grant::none());
        };
        let answer = if parts.method == Method::CONNECT {
            self.tell_refused(RefusalKind::Method, "CONNECT", "GET", addr);
            Handling::Now(no_websocket_over_http2())
        } else if parts.method == Method::OPTIONS {
            let mut response = respond(StatusCode::NO_CONTENT, Bytes::new());
            self.http
                .cors
                .answer_preflight(&parts.headers, response.headers_mut());
            Handling::Now(response)
        } else {
            self.admit(parts, addr).unwrap_or_else(|refusal| {
                self.tell_request_refused(parts, &refusal, addr);
                Handling::Now(refuse(&refusal))
            })
        };
        (answer, grant)
    }

    fn admit(
        self: &Arc<Self>,
        parts: &mut Parts,
        addr: Option<SocketAddr>,
    ) -> Result<Handling, Refusal> {
        let wants_websocket = opening::is_asked_for(parts.version, &parts.headers);
        let query = Query::parse(parts.uri.query().unwrap_or_default());
        let text_only = query.is_text_only();
        let find = |sid: &str| {
            let peer = self.engine.find(sid)?;
            let transport = peer.transport();
            Some((peer, transport))
        };
        match Admission::of(
            &parts.method,
            &query,
            wants_websocket,
            self.engine.config(),
            find,
        )? {
            Admission::Open(_) if self.is_too_often() => {
                self.tell_refused(RefusalKind::TooManyHandshakes, "", "", addr);
                Ok(Handling::Now(try_later(StatusCode::SERVICE_UNAVAILABLE)))
            }
            Admission::Open(_) if let Err(refused) = self.http.allow.check(parts) => {
                self.tell_refused(RefusalKind::AllowRequest, refused.message(), "", addr);
                Ok(Handling::Now(refuse_by_rule(refused)))
            }
            Admission::Open(_) if self.engine.is_shut() => {
                self.tell_refused(RefusalKind::Stopping, "", "", addr);
                Ok(Handling::Now(try_later(StatusCode::SERVICE_UNAVAILABLE)))
            }
            Admission::Open(_) if self.engine.is_full() => {
                self.tell_refused(RefusalKind::TooManyConnections, "", "", addr);
                Ok(Handling::Now(try_later(StatusCode::SERVICE_UNAVAILABLE)))
            }
            Admission::Open(_)
                if let Some(addr) = addr
                    && self.engine.is_full_for(addr.ip()) =>
            {
                let kind = RefusalKind::TooManyFromAddress;
                self.tell_refused(kind, "", "", Some(addr));
                Ok(Handling::Now(try_later(StatusCode::TOO_MANY_REQUESTS)))
            }
            Admission::Open(_) if self.is_too_large(parts) => {
                self.tell_refused(RefusalKind::HeadersTooLarge, "", "", addr);
                let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
                Ok(Handling::Now(respond(status, Bytes::new())))
            }
            Admission::Open(TransportKind::Polling) => Ok(self.open_polling(parts, addr)),
            Admission::Open(TransportKind::WebSocket) => self.open_websocket(parts, addr),
            Admission::Poll(peer) => {
                let coding = self.http.compression.choose(&parts.headers);
                peer.begin_get().map(|get| Handling::Wait(get, coding))
            }
            Admission::Post(peer) => peer.begin_post().map(Handling::Read),
            Admission::Upgrade(peer) => self.switch(parts, addr, |_, _, stream| {
                Ok(Upgrade::probe(stream, Probe::begin(peer, text_only)))
            }),
        }
    }

    /// Counts a request that would open a session. Whether there are too many in this second.
    fn is_too_often(&self) -> bool {
        let handshakes = self.http.handshakes.as_ref();
        handshakes.is_some_and(|handshakes| !handshakes.count())
    }

    /// Whether a request has more in its head than is kept of one.
    fn is_too_large(&self, parts: &Parts) -> bool {
        let headers = parts.headers.iter();
        let headers = headers.map(|(name, value)| name.as_str().len() + value.len());
        let uri = parts.uri.path().len() + parts.uri.query().map_or(0, str::len);
        uri + headers.sum::<usize>() > self.engine.config().max_header_bytes
    }

    fn open_polling(&self, parts: &mut Parts, addr: Option<SocketAddr>) -> Handling {
        let sid = Sid::random();
        // Not kept with the session: this request is no upgrade.
        parts.extensions.remove::<UpgradeSlot>();
        let connection = self.engine.open_polling(sid, Handshake::new(parts, addr));
        let first = connection.peer().begin_get();
        self.start(connection);
        match first.map(|mut get| get.poll_body(&Context::from_waker(Waker::noop()))) {
            Ok(Poll::Ready(body)) => {
                let mut response = polled(body, None);
                self.set_cookie(sid, response.headers_mut());
                Handling::Now(response)
            }
            // The server is being stopped at this moment.
            Ok(Poll::Pending) | Err(_) => {
                Handling::Now(respond(StatusCode::SERVICE_UNAVAILABLE, Bytes::new()))
            }
        }
    }

    fn open_websocket(
        self: &Arc<Self>,
        parts: &mut Parts,
        addr: Option<SocketAddr>,
    ) -> Result<Handling, Refusal> {
        self.switch(parts, addr, |parts, switch, stream| {
            let sid = Sid::random();
            self.set_cookie(sid, &mut switch.headers);
            Ok(Upgrade::open(stream, sid, Handshake::new(parts, addr)))
        })
    }

    /// Accepts the opening of a WebSocket; `begin` says what it is for.
    fn switch(
        &self,
        parts: &mut Parts,
        addr: Option<SocketAddr>,
        begin: impl FnOnce(&mut Parts, &mut Switch, OnUpgrade) -> Result<Upgrade, Refusal>,
    ) -> Result<Handling, Refusal> {
        let mut switch =
            match opening::accept(&parts.headers, self.engine.config().deflate.is_some()) {
                Ok(acceptance) => Switch::new(acceptance),
                Err(refused) => {
                    let problem = refused.to_string();
                    self.tell_refused(RefusalKind::WebSocketHandshake, &problem, "", addr);
                    return Ok(Handling::Now(refuse_opening(refused)));
                }
            };
        let slot = parts.extensions.remove::<UpgradeSlot>();
        let stream = parts
            .extensions
            .remove::<OnUpgrade>()
            .ok_or(Refusal::BadRequest)?;
        let upgrade = begin(parts, &mut switch, stream)?
            .slot(slot)
            .extended(switch.extension());
        Ok(Handling::Switch(switch, upgrade))
    }

    fn set_cookie(&self, sid: Sid, headers: &mut HeaderMap) {
        if let Some(cookie) = &self.http.cookie
            && let Some(value) = cookie.header(sid.as_str())
        {
            headers.insert(SET_COOKIE, value);
        }
    }
}

/// What is behind our path, which ends in a slash; a request may leave that slash out.
fn below<'a>(path: &str, requested: &'a str) -> Option<&'a str> {
    match requested.strip_prefix(path.trim_end_matches('/'))? {
        "" => Some(""),
        rest => rest.strip_prefix('/'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_path_is_owned_with_what_is_below_it_and_nothing_else() {
        for (path, requested, rest) in [
            ("/socket.io/", "/socket.io/", Some("")),
            ("/socket.io/", "/socket.io", Some("")),
            (
                "/socket.io/",
                "/socket.io/socket.io.js",
                Some("socket.io.js"),
            ),
            ("/socket.io/", "/socket.io//", Some("/")),
            ("/socket.io/", "/socket.iox", None),
            ("/socket.io/", "/", None),
            ("/socket.io/", "/x/socket.io/", None),
            ("/a/b/", "/a/b/c", Some("c")),
            ("/a/b/", "/a/", None),
            ("/", "/", Some("")),
            ("/", "/x", Some("x")),
        ] {
            assert_eq!(below(path, requested), rest, "{requested} below {path}");
        }
    }
}
