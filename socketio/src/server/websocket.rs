//! From an accepted upgrade to a session: waits until the HTTP connection lets go, takes its plain stream back,
//! and hands it to the engine.

use std::sync::Arc;

use bytes::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::{rt::TokioIo, server::conn::auto};
use tokio::net::TcpStream;

use super::App;
use crate::{
    engine::{Handshake, Probe, Stream},
    sid::Sid,
};

/// What is to become of a connection once it has been upgraded.
#[derive(Debug)]
pub(super) struct Upgrade {
    on: OnUpgrade,
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
    pub(super) fn open(on: OnUpgrade, sid: Sid, handshake: Handshake) -> Self {
        Self {
            on,
            purpose: Purpose::Open(sid, handshake),
        }
    }

    pub(super) fn probe(on: OnUpgrade, probe: Probe) -> Self {
        Self {
            on,
            purpose: Purpose::Probe(probe),
        }
    }

    /// Waits for the stream and hands it over.
    pub(super) async fn complete(self, app: Arc<App>) {
        // An error: the client has gone before its response.
        let Ok(upgraded) = self.on.await else { return };
        let stream = to_stream(upgraded);
        match self.purpose {
            Purpose::Open(sid, handshake) => {
                app.start(app.engine.open_websocket(sid, handshake, stream))
            }
            // Boxed, for sessions begin far more often and need less room.
            Purpose::Probe(probe) => Box::pin(probe.run(stream)).await,
        }
    }
}

/// The stream below HTTP. Plain TCP comes out of its wrappings, whether hyper served it directly or through
/// `axum::serve`; anything else stays as it is.
fn to_stream(upgraded: Upgraded) -> Stream {
    let upgraded = match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => return plain(parts.io, parts.read_buf),
        Err(upgraded) => upgraded,
    };
    match auto::upgrade::downcast::<TokioIo<TcpStream>>(upgraded) {
        Ok(parts) => plain(parts.io, parts.read_buf),
        Err(upgraded) => Stream::other(TokioIo::new(upgraded), Bytes::new()),
    }
}

fn plain(io: TokioIo<TcpStream>, read: Bytes) -> Stream {
    let stream = io.into_inner();
    // We write all there is at once: to hold a small rest back would only delay it. Failing is harmless.
    let _ = stream.set_nodelay(true);
    Stream::tcp(stream, read)
}
