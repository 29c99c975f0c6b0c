//! Without axum nothing of axum's is in the extensions of a request.

use std::net::SocketAddr;

use http::{Extensions, Uri};

pub(super) type Matched = ();

pub(super) fn addr(_: &Extensions) -> Option<SocketAddr> {
    None
}

pub(super) fn take_addr(_: &mut Extensions) -> Option<SocketAddr> {
    None
}

pub(super) fn take_original(_: &mut Extensions) -> Option<Uri> {
    None
}

pub(super) fn take_matched(_: &mut Extensions) -> Matched {}

pub(super) fn put(_: &mut Extensions, _: Option<SocketAddr>, _: Option<Uri>, (): &Matched) {}
