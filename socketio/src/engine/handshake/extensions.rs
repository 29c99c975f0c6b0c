//! What axum's listener and router leave in the extensions of a request, taken out and put back.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, MatchedPath, OriginalUri};
use http::{Extensions, Uri};

/// The route that matched, if a router was there.
pub(super) type Matched = Option<MatchedPath>;

pub(super) fn addr(extensions: &Extensions) -> Option<SocketAddr> {
    extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(addr)| *addr)
}

pub(super) fn take_addr(extensions: &mut Extensions) -> Option<SocketAddr> {
    extensions
        .remove::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(addr)| addr)
}

/// The URI before nested routers took their prefix off.
pub(super) fn take_original(extensions: &mut Extensions) -> Option<Uri> {
    extensions
        .remove::<OriginalUri>()
        .map(|OriginalUri(uri)| uri)
}

pub(super) fn take_matched(extensions: &mut Extensions) -> Matched {
    extensions.remove()
}

pub(super) fn put(
    extensions: &mut Extensions,
    addr: Option<SocketAddr>,
    original: Option<Uri>,
    matched: &Matched,
) {
    if let Some(addr) = addr {
        extensions.insert(ConnectInfo(addr));
    }
    if let Some(original) = original {
        extensions.insert(OriginalUri(original));
    }
    if let Some(matched) = matched {
        extensions.insert(matched.clone());
    }
}
