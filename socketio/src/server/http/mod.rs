//! What browsers need from an HTTP server beside the protocol: CORS, a cookie, compression, and the client's files.

mod allow;
mod client_js;
#[cfg(feature = "compression")]
mod compression;
mod cookie;
mod cors;
#[cfg(not(feature = "compression"))]
mod no_compression;
mod origin;

pub(crate) use allow::AllowRequest;
pub use allow::RequestRefused;
pub use client_js::ClientJs;
#[cfg(feature = "compression")]
pub(crate) use compression::{Coding, Compression};
pub use cookie::{Cookie, SameSite};
pub use cors::Origins;
pub(crate) use cors::{Cors, Grant, OverTls};
#[cfg(not(feature = "compression"))]
pub(crate) use no_compression::{Coding, Compression};

/// The HTTP side of the configuration.
#[derive(Debug, Default)]
pub(crate) struct Http {
    pub(crate) cors: Cors,
    pub(crate) cookie: Option<Cookie>,
    pub(crate) client_js: ClientJs,
    pub(crate) compression: Compression,
    pub(crate) allow: AllowRequest,
}
