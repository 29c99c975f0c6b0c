//! What browsers need from an HTTP server beside the protocol: CORS, a cookie, compression, and the client's files.

mod allow;
mod client_js;
#[cfg(feature = "compression")]
mod compression;
mod cookie;
mod cors;
mod forwarded;
mod handshakes;
#[cfg(not(feature = "compression"))]
mod no_compression;
mod origin;
mod proxies;

pub(crate) use allow::AllowRequest;
pub use allow::RequestRefused;
pub use client_js::ClientJs;
#[cfg(feature = "compression")]
pub(crate) use compression::{Coding, Compression};
pub use cookie::{Cookie, SameSite};
pub use cors::Origins;
pub(crate) use cors::{Cors, Grant, OverTls};
pub(crate) use handshakes::Handshakes;
#[cfg(not(feature = "compression"))]
pub(crate) use no_compression::{Coding, Compression};
pub(crate) use proxies::Proxies;

/// The HTTP side of the configuration.
#[derive(Debug, Default)]
pub(crate) struct Http {
    pub(crate) cors: Cors,
    pub(crate) cookie: Option<Cookie>,
    pub(crate) client_js: ClientJs,
    pub(crate) compression: Compression,
    pub(crate) allow: AllowRequest,
    pub(crate) proxies: Proxies,
    /// How often sessions may be opened, if that is limited.
    pub(crate) handshakes: Option<Handshakes>,
}
