//! What browsers and the HTTP around the protocol ask for: origins, a cookie, compression, the client's files.

use http::{HeaderName, HeaderValue, request::Parts};

use super::SocketIoBuilder;
use crate::{
    route::Location,
    server::http::{AllowRequest, ClientJs, Cookie, Origins, RequestRefused},
};

/// Browsers.
impl SocketIoBuilder {
    /// The origins whose pages may connect, over polling and WebSocket alike: only this server's own, by
    /// default. A list, `"*"` for any, or [`Origins::when`].
    #[track_caller]
    pub fn cors_allowed_origins(mut self, origins: impl Into<Origins>) -> Self {
        let origins = origins.into();
        for fault in origins.faults() {
            self.problems
                .refuse("cors_allowed_origins", Location::here(), fault);
        }
        self.http.cors.origins = origins;
        self
    }

    /// Whether pages of other origins may send cookies along. They may, by default.
    pub fn cors_credentials(mut self, yes: bool) -> Self {
        self.http.cors.credentials = yes;
        self
    }

    /// The headers that pages of other origins may send: any, by default.
    #[track_caller]
    pub fn cors_allowed_headers<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<_> = names.into_iter().collect();
        for name in &names {
            if HeaderName::from_bytes(name.as_bytes()).is_err() {
                self.problems.refuse(
                    "cors_allowed_headers",
                    Location::here(),
                    format!("`{}` is not the name of a header", name.escape_debug()),
                );
            }
        }
        self.http.cors.headers = HeaderValue::try_from(names.join(", ")).ok();
        self
    }

    /// Who may open a session at all, asked about each request that would: the error's text is what a refused client gets,
    /// with status `403` and `{"code":4,"message":..}`. Everyone may, by default. A [`RequestRefused`] is an error with a
    /// status, headers and a body of one's own choice.
    ///
    /// For questions that have to be waited for, put a tower layer in front of the server, or ask in `#[on("connect")]`.
    ///
    /// ```
    /// # use socketio::SocketIo;
    /// let io = SocketIo::builder()
    ///     .allow_request(|request| match request.headers.get("x-key") {
    ///         Some(key) if key == "secret" => Ok(()),
    ///         _ => Err("a key is needed"),
    ///     })
    ///     .build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    pub fn allow_request<E: Into<RequestRefused>>(
        mut self,
        allow: impl Fn(&Parts) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        self.http.allow = AllowRequest::new(allow);
        self
    }

    /// Whether what a poll brings is compressed, with gzip or deflate, for clients that say they can read it. It is, by
    /// default, from [`compression_threshold`](Self::compression_threshold) on. What goes
    /// over a WebSocket is compressed by [`websocket_compression`](Self::websocket_compression).
    #[cfg(feature = "compression")]
    pub fn http_compression(mut self, yes: bool) -> Self {
        self.http.compression.enabled = yes;
        self
    }

    /// From how many bytes on a poll is worth compressing: 1024, by default.
    #[cfg(feature = "compression")]
    pub fn compression_threshold(mut self, bytes: usize) -> Self {
        self.http.compression.threshold = bytes;
        self
    }

    /// Compresses what goes over a WebSocket, both ways, for clients that offer permessage-deflate (RFC 7692): messages of
    /// at least `threshold` bytes to clients, and whatever clients compress. Nothing is compressed, by default.
    ///
    /// Each message is compressed by itself ("no context takeover", which clients are told). So a broadcast is compressed
    /// once for all its recipients, and a connection needs no memory for it: each thread has one compressor and one
    /// decompressor, of together about 0.4 MB. A message that would not get shorter is sent as it is, and
    /// [`compress(false)`](crate::builder::Emit::compress) sends any message so. What a client sends may be as large after
    /// decompression as [`max_http_buffer_size`](Self::max_http_buffer_size) says, and not a byte of more is made.
    ///
    /// ```
    /// # use socketio::SocketIo;
    /// let io = SocketIo::builder().websocket_compression(1024).build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    #[cfg(feature = "compression")]
    pub fn websocket_compression(mut self, threshold: usize) -> Self {
        self.config.deflate = Some(threshold);
        self
    }

    /// A cookie with the session's id, for load balancers that want one. None, by default.
    #[track_caller]
    pub fn cookie(mut self, cookie: impl Into<Cookie>) -> Self {
        let cookie = cookie.into();
        if let Err(fault) = cookie.check() {
            self.problems.refuse("cookie", Location::here(), fault);
        }
        self.http.cookie = Some(cookie);
        self
    }

    /// Where pages get the JavaScript client from when they ask this server: it redirects to a CDN, by default.
    pub fn client_js(mut self, source: ClientJs) -> Self {
        self.http.client_js = source;
        self
    }
}
