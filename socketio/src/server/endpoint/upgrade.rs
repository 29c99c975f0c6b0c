//! From an accepted upgrade to a session: gets the stream below HTTP, as plain as it can be had, and hands it to
//! the engine.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tokio::net::TcpStream;

use super::task::Next;
use crate::{
    engine::{Accepted, Handshake, Probe, Stream, websocket::handshake::Acceptance},
    server::app::App,
    sid::Sid,
};

/// The response after which a connection speaks WebSocket.
#[derive(Debug)]
pub(in crate::server) struct Switch {
    acceptance: Acceptance,
    /// The other headers of the response.
    pub(in crate::server) headers: HeaderMap,
}

impl Switch {
    pub(in crate::server) fn new(acceptance: Acceptance) -> Self {
        let headers = HeaderMap::new();
        Self {
            acceptance,
            headers,
        }
    }

    /// The extension of the WebSocket that the client gets.
    pub(in crate::server) fn extension(&self) -> Option<Accepted> {
        self.acceptance.extension()
    }

    /// The response, for an HTTP connection that writes it.
    pub(in crate::server) fn into_response(mut self) -> Response<Bytes> {
        self.acceptance.apply(&mut self.headers);
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        *response.headers_mut() = self.headers;
        response
    }

    /// The bytes of the response, for a task that writes it itself.
    pub(in crate::server) fn to_bytes(&self) -> Vec<u8> {
        self.acceptance.to_bytes(&self.headers)
    }
}

/// In the extensions of a request: where an upgrade is left for whoever serves the connection itself, so that it is told what
/// to do with the stream. Clones are the same place.
#[derive(Clone, Debug, Default)]
pub(in crate::server) struct UpgradeSlot(Arc<Mutex<Option<Upgrade>>>);

impl UpgradeSlot {
    pub(in crate::server) fn take(&self) -> Option<Upgrade> {
        self.0.lock().take()
    }
}

/// What is to become of a connection once it has been upgraded.
#[derive(Debug)]
pub(in crate::server) struct Upgrade {
    on: OnUpgrade,
    slot: Option<UpgradeSlot>,
    extension: Option<Accepted>,
    purpose: Purpose,
}

#[derive(Debug)]
enum Purpose {
    /// A session begins.
    Open(Sid, Handshake),
    /// A polling session tries it.
    Probe(Probe),
}

impl Upgrade {
    pub(in crate::server) fn open(on: OnUpgrade, sid: Sid, handshake: Handshake) -> Self {
        Self {
            on,
            slot: None,
            extension: None,
            purpose: Purpose::Open(sid, handshake),
        }
    }

    pub(in crate::server) fn probe(on: OnUpgrade, probe: Probe) -> Self {
        Self {
            on,
            slot: None,
            extension: None,
            purpose: Purpose::Probe(probe),
        }
    }

    /// With the extension that the client was told of.
    pub(in crate::server) fn extended(mut self, extension: Option<Accepted>) -> Self {
        self.extension = extension;
        self
    }

    /// Leaves the upgrade in that slot when the response is made, if there is one.
    pub(in crate::server) fn slot(mut self, slot: Option<UpgradeSlot>) -> Self {
        self.slot = slot;
        self
    }

    /// Leaves the upgrade in its slot; gives it back if it has none.
    pub(in crate::server) fn leave(mut self) -> Option<Self> {
        let Some(slot) = self.slot.take() else {
            return Some(self);
        };
        *slot.0.lock() = Some(self);
        None
    }

    /// Waits until the HTTP connection lets go of its stream; what its task does from then on.
    pub(in crate::server) async fn complete(self, app: Arc<App>) -> Option<Next> {
        // An error: the client has gone before its response.
        let stream = to_stream(self.on.await.ok()?).extended(self.extension);
        Some(self.purpose.pursue(&app, stream))
    }

    /// What the task of a connection does from now on with its stream, which was taken from HTTP.
    pub(in crate::server) fn take_over(self, app: &App, stream: Stream) -> Next {
        self.purpose.pursue(app, stream.extended(self.extension))
    }
}

impl Purpose {
    fn pursue(self, app: &App, stream: Stream) -> Next {
        match self {
            Self::Open(sid, handshake) => {
                let connection = app.engine.open_websocket(sid, handshake, stream);
                Next::Session(app.session(connection))
            }
            Self::Probe(probe) => Next::Probe(Box::pin(probe.run(stream))),
        }
    }
}

/// The stream below HTTP. Plain TCP comes out of its wrappings, whether hyper served it directly or through
/// `axum::serve`; anything else stays as it is.
fn to_stream(upgraded: Upgraded) -> Stream {
    let upgraded = match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => return plain(parts.io.into_inner(), parts.read_buf),
        Err(upgraded) => upgraded,
    };
    match from_axum(upgraded) {
        Ok(stream) => stream,
        Err(upgraded) => Stream::other(TokioIo::new(upgraded), Bytes::new()),
    }
}

/// The stream below hyper-util's server for all versions of HTTP, which is what `axum::serve` uses.
#[cfg(feature = "axum")]
fn from_axum(upgraded: Upgraded) -> Result<Stream, Upgraded> {
    use hyper_util::server::conn::auto::upgrade::downcast;

    downcast::<TokioIo<TcpStream>>(upgraded)
        .map(|parts| plain(parts.io.into_inner(), parts.read_buf))
}

#[cfg(not(feature = "axum"))]
fn from_axum(upgraded: Upgraded) -> Result<Stream, Upgraded> {
    Err(upgraded)
}

/// Plain TCP, with what was read of it ahead.
pub(in crate::server) fn plain(stream: TcpStream, read: Bytes) -> Stream {
    // Everything there is to send is written at once, so waiting for more would only delay it. If the option cannot be
    // set, the connection works all the same.
    let _ = stream.set_nodelay(true);
    Stream::tcp(stream, read)
}
