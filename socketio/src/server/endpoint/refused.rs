//! What observers are told of a request that is refused: why, what the client sent, and what it was compared to.

use std::{borrow::Cow, net::SocketAddr};

use http::{header::ORIGIN, request::Parts};

use crate::{
    engine::{Query, Refusal},
    observe::{Observation, RefusalKind, Topics},
    server::app::App,
};

impl App {
    /// Tells observers that the origin of a request is not accepted.
    #[cold]
    pub(super) fn tell_origin_refused(&self, parts: &Parts, addr: Option<SocketAddr>) {
        if self.observers().want(Topics::REFUSALS) {
            let origin = parts.headers.get(ORIGIN);
            let found = origin.map_or(Cow::default(), |origin| {
                String::from_utf8_lossy(origin.as_bytes())
            });
            let expected = self.http.cors.expected(parts);
            self.tell_refused(RefusalKind::Origin, &found, &expected, addr);
        }
    }

    /// Tells observers that a request is refused.
    #[cold]
    pub(super) fn tell_request_refused(
        &self,
        parts: &Parts,
        refusal: &Refusal,
        addr: Option<SocketAddr>,
    ) {
        if !self.observers().want(Topics::REFUSALS) {
            return;
        }
        let query = Query::parse(parts.uri.query().unwrap_or_default());
        let (kind, found, expected) = match refusal {
            Refusal::TransportUnknown => {
                let config = self.engine.config();
                let expected = match (config.polling, config.websocket) {
                    (true, true) => "polling or websocket",
                    (true, false) => "polling",
                    _ => "websocket",
                };
                (RefusalKind::Transport, query.transport(), expected)
            }
            Refusal::SessionUnknown => (RefusalKind::UnknownSession, query.sid(), ""),
            Refusal::BadHandshakeMethod => (RefusalKind::Method, parts.method.as_str(), "GET"),
            Refusal::BadRequest => (RefusalKind::BadRequest, parts.method.as_str(), ""),
            Refusal::Forbidden(message) => (RefusalKind::AllowRequest, &**message, ""),
            Refusal::UnsupportedRevision => (RefusalKind::ProtocolVersion, query.revision(), "4"),
        };
        self.tell_refused(kind, found, expected, addr);
    }

    pub(super) fn tell_refused(
        &self,
        kind: RefusalKind,
        found: &str,
        expected: &str,
        addr: Option<SocketAddr>,
    ) {
        self.observers()
            .tell_of(Topics::REFUSALS, || Observation::RequestRefused {
                kind,
                found,
                expected,
                addr,
            });
    }
}
