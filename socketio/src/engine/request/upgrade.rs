//! The probe of a WebSocket that a polling session may move to: `2probe`, `3probe`, `5`. Nothing of the session
//! goes over it before the `5`, so a probe that fails leaves polling as it was; with the `5` the session's task
//! gets the stream, reads what was polled first, and goes on.

use std::{
    future::poll_fn,
    io,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::{net::tcp::OwnedWriteHalf, time::timeout};

use super::{Refusal, polling::Upgrade};
use crate::{
    engine::{
        format::{
            frame::{MAX_CONTROL, Opcode},
            packet::{PROBED, Packet},
        },
        peer::{
            Peer,
            state::{Life, Writer},
        },
        transport::{
            stream::Stream,
            websocket::{self, Received, WebSocket},
        },
    },
    observe::TransportKind,
};

/// The one WebSocket that a session may be trying. Dropping it gives the place free.
#[derive(Debug)]
pub(crate) struct Probe {
    peer: Arc<Peer>,
}

/// What a client says during the probe.
enum Said {
    Probe,
    Upgrade,
    /// A ping of the WebSocket's own, with its payload.
    Ping(Vec<u8>),
    Nothing,
    /// What has no place here, or nothing any more.
    Else,
}

impl Probe {
    /// Takes the place; another WebSocket may not be on its way for the session.
    pub(crate) fn begin(peer: Arc<Peer>) -> Result<Self, Refusal> {
        let mut state = peer.state.lock();
        let mailbox = state.mailbox().ok_or(Refusal::BadRequest)?;
        if mailbox.upgrade != Upgrade::No {
            return Err(Refusal::BadRequest);
        }
        mailbox.upgrade = Upgrade::Begun;
        drop(state);
        Ok(Self { peer })
    }

    /// Lets the client try the stream, and the session move to it.
    pub(crate) async fn run(self, stream: Stream) {
        let limit = self.peer.config().upgrade_timeout;
        // However it fails, the session goes on polling; the client sees its WebSocket close.
        let _ = timeout(limit, self.dance(stream)).await;
    }

    async fn dance(&self, mut stream: Stream) -> io::Result<()> {
        let answer = std::mem::take(&mut stream.answer);
        let (mut websocket, mut half) = WebSocket::new(stream);
        websocket.send(half.as_mut(), &answer).await?;
        loop {
            match poll_fn(|cx| poll_said(cx, &mut websocket)).await {
                Said::Probe => {
                    websocket
                        .send(half.as_mut(), &websocket::frame_of(Opcode::Text, PROBED))
                        .await?;
                    self.release();
                }
                Said::Ping(payload) => {
                    websocket
                        .send(half.as_mut(), &websocket::pong_frame(&payload))
                        .await?
                }
                Said::Nothing => {}
                Said::Upgrade => {
                    self.hand_over(websocket, half);
                    return Ok(());
                }
                Said::Else => {
                    return websocket
                        .send(half.as_mut(), &websocket::close_frame(1000))
                        .await;
                }
            }
        }
    }

    /// The client wants to move: its poll is answered, so that no request is under way when it does.
    fn release(&self) {
        if let Some(mailbox) = self.peer.state.lock().mailbox() {
            mailbox.upgrade = Upgrade::Probed;
            mailbox.wake_get();
        }
    }

    /// What is queued from here on, and what still waits, goes over the WebSocket.
    fn hand_over(&self, websocket: WebSocket, half: Option<OwnedWriteHalf>) {
        let mut state = self.peer.state.lock();
        if state.life != Life::Open {
            return;
        }
        let Some(mailbox) = state.mailbox() else {
            return;
        };
        mailbox.successor = Some(websocket);
        mailbox.wake_all();
        state.transport = TransportKind::WebSocket;
        state.writer = half.map_or(Writer::Task, Writer::Anyone);
        state.wake_task();
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        if let Some(mailbox) = self.peer.state.lock().mailbox() {
            mailbox.upgrade = Upgrade::No;
        }
    }
}

/// The next thing the client says. What is behind it stays with the WebSocket.
fn poll_said(cx: &mut Context<'_>, websocket: &mut WebSocket) -> Poll<Said> {
    let mut inbox = websocket.take_inbox();
    let said = loop {
        match websocket.next(&mut inbox, MAX_CONTROL) {
            Ok(Some(Received::Text(place))) => match Packet::decode(inbox.get(&place)) {
                Ok(Packet::Ping(b"probe")) => break Poll::Ready(Said::Probe),
                Ok(Packet::Upgrade) => break Poll::Ready(Said::Upgrade),
                _ => break Poll::Ready(Said::Else),
            },
            Ok(Some(Received::Ping(place))) => {
                break Poll::Ready(Said::Ping(inbox.get(&place).to_vec()));
            }
            Ok(Some(Received::Pong)) => break Poll::Ready(Said::Nothing),
            Ok(Some(_)) | Err(_) => break Poll::Ready(Said::Else),
            Ok(None) => match websocket.poll_fill(cx, &mut inbox) {
                Poll::Ready(Ok(true)) => {}
                Poll::Ready(_) => break Poll::Ready(Said::Else),
                Poll::Pending => break Poll::Pending,
            },
        }
    };
    websocket.stash(inbox);
    said
}

#[cfg(test)]
mod tests;
