//! What a client sent to connect: the auth payload, and the first request of its session.

use std::{borrow::Cow, net::SocketAddr};

use http::{HeaderMap, request::Parts};
use serde::de::DeserializeOwned;

use super::Socket;
use crate::{
    engine::Handshake,
    observe::TransportKind,
    packet::{ArgsError, Reader},
    query,
};

impl Socket {
    /// The auth payload with which the client joined the namespace.
    ///
    /// # Errors
    ///
    /// It is not a `T`. If clients may send none, let `T` be an `Option`.
    pub fn auth<T: DeserializeOwned>(&self) -> Result<T, ArgsError> {
        Reader::value(self.member().profile().auth(self.codec()), &[]).next("auth")
    }

    /// The transport that the session uses now. It may change from polling to WebSocket.
    #[must_use]
    pub fn transport(&self) -> TransportKind {
        self.member().peer().transport()
    }

    /// The first value of a parameter in the query of the session's first request.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let mut parameters = self.query_string().split('&').map(query::parameter);
        parameters
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The query of the session's first request as it was sent, without the `?`.
    #[must_use]
    pub fn query_string(&self) -> &str {
        self.request().query().unwrap_or_default()
    }

    /// The first value of a header of the session's first request, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let name = if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        };
        std::str::from_utf8(self.request().header(&name)?).ok()
    }

    /// All headers of the session's first request. Each call builds the map anew.
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        self.request().parts().headers
    }

    /// The session's first request, for axum's extractors. Each call builds it anew.
    #[must_use]
    pub fn request_parts(&self) -> Parts {
        self.request().parts()
    }

    /// The address that the client connects from, if the listener knows it. Behind a proxy it is the proxy's, unless the
    /// server was built with [`trusted_proxies`](crate::SocketIoBuilder::trusted_proxies).
    #[must_use]
    pub fn addr(&self) -> Option<SocketAddr> {
        self.request().addr()
    }

    fn request(&self) -> &Handshake {
        self.member().peer().handshake()
    }
}
