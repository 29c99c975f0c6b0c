//! The probe of a WebSocket that a polling session may move to: `2probe`, `3probe`, `5`. Nothing of the session
//! goes over it before the `5`, so a probe that fails leaves polling as it was; with the `5` the session's task
//! gets the stream, reads what was POSTed first, and goes on.

use std::{
    future::poll_fn,
    io,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{net::tcp::OwnedWriteHalf, time::timeout};

use crate::{
    engine::{
        format::{
            frame::{MAX_CONTROL, Opcode},
            packet::{PROBED, Packet},
        },
        peer::{Peer, link::Handover},
        transport::{
            Transport,
            received::Received,
            stream::Stream,
            websocket::{self, WebSocket},
        },
    },
    observe::{Limit, TransportKind},
};

/// How long a client may take to close a WebSocket that it cannot move to.
const TIME_TO_CLOSE: Duration = Duration::from_secs(2);

/// A WebSocket beside a session, to which the client may move. Dropping it lets the client try another.
#[derive(Debug)]
pub(crate) struct Probe {
    peer: Arc<Peer>,
    /// Whether the client may move to it; not if it tries another one, or has moved already.
    allowed: bool,
    text_only: bool,
}

/// What a client says during the probe.
enum ProbeInput {
    Probe,
    Upgrade,
    /// A ping of the WebSocket protocol, with its payload.
    Ping(Vec<u8>),
    /// A pong of the WebSocket protocol.
    Pong,
    /// The end of the stream, or what has no meaning here.
    Other,
}

impl Probe {
    /// Takes the place of the one WebSocket that a session may be trying. `text_only`: the client asks for text alone
    /// on it.
    pub(crate) fn begin(peer: Arc<Peer>, text_only: bool) -> Self {
        let allowed = peer.state.lock().link.begin_probe();
        Self {
            peer,
            allowed,
            text_only,
        }
    }

    /// Lets the client try the stream, and the session move to it.
    pub(crate) async fn run(self, stream: Stream) {
        let limit = self.peer.config().upgrade_timeout;
        // However it fails, the session goes on as it was; the client sees its WebSocket close.
        if !self.allowed {
            let _ = timeout(limit.min(TIME_TO_CLOSE), turn_away(stream)).await;
        } else if timeout(limit, self.exchange(stream)).await.is_err() {
            self.peer.tell_limit(Limit::UpgradeTimeout);
        }
    }

    async fn exchange(&self, mut stream: Stream) -> io::Result<()> {
        let answer = std::mem::take(&mut stream.answer);
        let (mut websocket, mut half) = WebSocket::new(stream);
        websocket.send(half.as_mut(), &answer).await?;
        loop {
            match poll_fn(|cx| poll_input(cx, &mut websocket)).await {
                ProbeInput::Probe => {
                    websocket
                        .send(half.as_mut(), &websocket::frame_of(Opcode::Text, PROBED))
                        .await?;
                    self.peer.state.lock().link.answer_probe();
                }
                ProbeInput::Ping(payload) => {
                    websocket
                        .send(half.as_mut(), &websocket::pong_frame(&payload))
                        .await?
                }
                ProbeInput::Pong => {}
                ProbeInput::Upgrade => {
                    self.hand_over(websocket, half);
                    return Ok(());
                }
                ProbeInput::Other => {
                    return websocket
                        .send(half.as_mut(), &websocket::close_frame(1000))
                        .await;
                }
            }
        }
    }

    /// The client has moved: what still waits, and what comes from here on, goes over the WebSocket.
    fn hand_over(&self, websocket: WebSocket, half: Option<OwnedWriteHalf>) {
        let mut state = self.peer.state.lock();
        let moved = state.link.hand_over(Handover {
            text_only: self.text_only,
            transport: Transport::WebSocket(websocket),
            kind: TransportKind::WebSocket,
            half,
        });
        if moved {
            state.wake_task();
        }
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        if !self.allowed {
            return;
        }
        let mut state = self.peer.state.lock();
        state.link.end_probe();
        if !state.open {
            // The session has waited with its end, for the client might have moved.
            state.wake_task();
        }
    }
}

/// Closes a WebSocket that a session has no use for. The request for it is accepted all the same, as on the official
/// server: clients expect to see a WebSocket that closes.
async fn turn_away(mut stream: Stream) -> io::Result<()> {
    let mut bytes = std::mem::take(&mut stream.answer).to_vec();
    bytes.extend_from_slice(&websocket::frame_of(Opcode::Close, b""));
    let (mut websocket, mut half) = WebSocket::new(stream);
    websocket.send(half.as_mut(), &bytes).await?;
    drop(half);
    poll_fn(|cx| websocket.poll_shutdown(cx)).await;
    // Closing while the client still sends would reset the connection, and the close frame be lost.
    poll_fn(|cx| websocket.poll_discard(cx)).await;
    Ok(())
}

/// The next thing the client says. What is behind it stays with the WebSocket.
fn poll_input(cx: &mut Context<'_>, websocket: &mut WebSocket) -> Poll<ProbeInput> {
    let mut inbox = websocket.take_inbox();
    let input = loop {
        match websocket.next(&mut inbox, MAX_CONTROL) {
            Ok(Some(Received::Text(span))) => match Packet::decode(inbox.get(&span)) {
                Ok(Packet::Ping(b"probe")) => break Poll::Ready(ProbeInput::Probe),
                Ok(Packet::Upgrade) => break Poll::Ready(ProbeInput::Upgrade),
                _ => break Poll::Ready(ProbeInput::Other),
            },
            Ok(Some(Received::Ping(span))) => {
                break Poll::Ready(ProbeInput::Ping(inbox.get(&span).to_vec()));
            }
            Ok(Some(Received::Pong)) => break Poll::Ready(ProbeInput::Pong),
            Ok(Some(_)) | Err(_) => break Poll::Ready(ProbeInput::Other),
            Ok(None) => match websocket.poll_fill(cx, &mut inbox) {
                Poll::Ready(Ok(true)) => {}
                Poll::Ready(_) => break Poll::Ready(ProbeInput::Other),
                Poll::Pending => break Poll::Pending,
            },
        }
    };
    websocket.stash(inbox);
    input
}

#[cfg(test)]
mod tests;
