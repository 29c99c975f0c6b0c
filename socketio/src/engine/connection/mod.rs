//! Connection: the owned half of a session. Whoever polls it gets the client's messages. Knows when a session must end;
//! knows nothing of what messages say.

mod closing;
mod heartbeat;
mod output;

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    task::coop,
    time::{Instant, Sleep, sleep_until},
};

use self::heartbeat::{Beat, Heartbeat, Rhythm};
use super::{
    format::{
        frame::Violation,
        packet::{self, Packet, PacketError},
        payload,
        revision::Revision,
        revision3,
    },
    outbox::Item,
    peer::Peer,
    peers::Peers,
    transport::{
        Output, Transport,
        inbox::{Inbox, Span},
        received::{Malformed, Received},
        websocket,
    },
};
use crate::observe::{Limit, Observation, Reason, Topics};

/// How long a connection is still read after a write to it has failed. Usually the client has closed it, and reading finds
/// the end of the stream at once.
const TIME_TO_READ: Duration = Duration::from_secs(10);

/// What a client has sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incoming<'a> {
    Text(&'a str),
    Binary(&'a [u8]),
    /// A packet for the engine, which has been handled. It is told of because it is work, of which a turn does a
    /// bounded amount.
    Handled,
}

/// The owned half of a session.
#[derive(Debug)]
pub(crate) struct Connection {
    peer: Arc<Peer>,
    peers: Arc<Peers>,
    transport: Transport,
    heartbeat: Heartbeat,
    /// The only timer of a connection: for the heartbeat, or for a deadline before it.
    timer: Pin<Box<Sleep>>,
    /// The timer must be polled to know the task: it has a new deadline, or could not be polled.
    rearmed: bool,
    /// When the session ends for another reason than silence, and which.
    deadline: Option<(Instant, Reason)>,
    /// The client does not take what it is sent, so nothing more is read from it.
    congested: bool,
    /// Nothing can be written any more. What the client has sent before the connection broke is still read.
    lost: bool,
    /// The session is to end once nothing is at work for it.
    leaving: bool,
    closing: Closing,
}

/// How far a session has come with its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closing {
    NotBegun,
    /// A close frame with this code is to be sent.
    Announce(u16),
    /// Nothing more is queued from here on, and the time for all that follows begins.
    Begin {
        linger: bool,
    },
    /// What is queued is written, a close frame included. Whether the client's end is waited for.
    Flush {
        linger: bool,
    },
    /// All is written. Waits until the client closes its half.
    Linger,
}

impl Connection {
    pub(super) fn new(peers: Arc<Peers>, peer: Arc<Peer>, transport: Transport) -> Self {
        let (now, config) = (Instant::now(), peers.config());
        let heartbeat = match peer.revision() {
            Revision::Four => Heartbeat::start(now, rhythm(&peers)),
            Revision::Three => Heartbeat::listen(now, rhythm(&peers)),
        };
        // A namespace must have been joined by then.
        let join_by = now + config.connect_timeout;
        let timer = Box::pin(sleep_until(heartbeat.deadline().min(join_by)));
        Self {
            peer,
            peers,
            transport,
            heartbeat,
            timer,
            rearmed: true,
            deadline: Some((join_by, Reason::ForcedServerClose)),
            congested: false,
            lost: false,
            leaving: false,
            closing: Closing::NotBegun,
        }
    }

    /// The half that others hold.
    pub(crate) fn peer(&self) -> &Arc<Peer> {
        &self.peer
    }

    /// Everything but messages: heartbeat, deadlines, requests to close. Ready when the session is over.
    pub(crate) fn poll_drive(&mut self, cx: &mut Context<'_>) -> Poll<Reason> {
        let notice = self.peer.begin_turn(cx);
        self.congested = notice.congested;
        self.leaving = notice.leaving;
        if notice.moving {
            self.take_over();
        }
        if let Some(reason) = notice.closing {
            return Poll::Ready(reason);
        }
        if notice.lost && !self.lost {
            self.lost = true;
            self.deadline = Some((Instant::now() + TIME_TO_READ, Reason::TransportClose));
            self.rearm();
        }
        // The timer keeps the waker that it was polled with. It need not be polled again before it has elapsed.
        if notice.new_task || self.rearmed || self.timer.is_elapsed() {
            return self.poll_timer(cx);
        }
        Poll::Pending
    }

    /// Goes on with the transport that the client has moved to; `false` if it has not.
    fn take_over(&mut self) -> bool {
        let Some((handover, body)) = self.peer.take_over() else {
            return false;
        };
        self.transport.move_to(handover.transport, body.as_ref());
        self.tell_upgraded();
        true
    }

    #[cold]
    fn tell_upgraded(&self) {
        let observers = &self.peers.config().observers;
        observers.tell_of(Topics::SESSIONS, || Observation::SessionUpgraded {
            session: self.peer.sid(),
            transport: self.peer.transport(),
        });
    }

    fn poll_timer(&mut self, cx: &mut Context<'_>) -> Poll<Reason> {
        loop {
            // A task that has used up its share of the thread is woken at once, but the timer does not know it yet.
            self.rearmed = !coop::has_budget_remaining();
            ready!(self.timer.as_mut().poll(cx));
            let now = Instant::now();
            if let Some((at, reason)) = self.deadline
                && at <= now
            {
                return Poll::Ready(reason);
            }
            match self.heartbeat.on_deadline(now, rhythm(&self.peers)) {
                Some(Beat::Ping) => self
                    .peer
                    .enqueue(Item::Packet(Bytes::from_static(packet::PING))),
                Some(Beat::TimedOut) => return Poll::Ready(Reason::PingTimeout),
                None => {}
            }
            self.arm();
        }
    }

    fn arm(&mut self) {
        let beat = self.heartbeat.deadline();
        let next = self.deadline.map_or(beat, |(at, _)| at.min(beat));
        self.timer.as_mut().reset(next);
    }

    fn rearm(&mut self) {
        self.arm();
        self.rearmed = true;
        self.peer.wake();
    }

    /// A namespace is joined, so the deadline for that is gone. The timer is not reset: it finds nothing to do then.
    pub(crate) fn joined(&mut self) {
        self.deadline
            .take_if(|(_, reason)| *reason == Reason::ForcedServerClose);
    }

    /// Whether the session is to end once nothing is at work for it: it was asked to, or the server stops.
    #[inline]
    pub(crate) fn is_stopping(&self) -> bool {
        self.leaving || self.peers.is_stopping()
    }

    /// Nothing is read from now on, or something is again: while nothing is, no pong can be missed.
    pub(crate) fn pause_heartbeat(&mut self, paused: bool) {
        let (now, rhythm) = (Instant::now(), rhythm(&self.peers));
        if paused {
            self.heartbeat.pause(now, rhythm);
        } else {
            self.heartbeat.resume(now, rhythm);
        }
        self.rearm();
    }

    /// What was left unread by the last turn, and room for more.
    pub(crate) fn take_inbox(&mut self) -> Box<Inbox> {
        self.transport.take_inbox()
    }

    /// Keeps what the turn left unread.
    pub(crate) fn stash(&mut self, inbox: Box<Inbox>) {
        self.transport.stash(inbox);
    }

    /// Reads what is there.
    pub(crate) fn poll_fill(
        &mut self,
        cx: &mut Context<'_>,
        inbox: &mut Inbox,
    ) -> Poll<Result<(), Reason>> {
        if self.congested {
            return Poll::Pending;
        }
        let peer = &self.peer;
        match ready!(self.transport.poll_fill(cx, inbox, || peer.take_body())) {
            Ok(true) => Poll::Ready(Ok(())),
            Ok(false) | Err(_) => Poll::Ready(Err(self.ended())),
        }
    }

    /// The next message or packet in the inbox; `None` while it is not all there.
    pub(crate) fn next<'a>(
        &mut self,
        inbox: &'a mut Inbox,
    ) -> Option<Result<Incoming<'a>, Reason>> {
        let span = match self.transport.next(inbox, self.peers.config().max_payload) {
            Ok(None) => return None,
            Err(Malformed::Frame(violation)) => return Some(Err(self.violated(violation))),
            Err(Malformed::Packet(error)) => return Some(Err(self.malformed(error))),
            Ok(Some(Received::Text(span))) => match inbox.get(&span).first() {
                Some(b'4') => span,
                Some(b'b') => return Some(self.decode_base64(inbox, &span)),
                _ => return Some(self.on_packet(inbox.get(&span)).map(|()| Incoming::Handled)),
            },
            Ok(Some(Received::Binary(span))) => {
                let bytes = inbox.get(&span);
                return Some(self.without_type(bytes).map(Incoming::Binary));
            }
            Ok(Some(Received::Ping(span))) => {
                let pong = websocket::pong_frame(inbox.get(&span));
                self.peer.enqueue(Item::Frames(pong));
                return Some(Ok(Incoming::Handled));
            }
            Ok(Some(Received::Pong)) => return Some(Ok(Incoming::Handled)),
            Ok(Some(Received::Close(code))) => {
                self.peer
                    .enqueue(Item::Frames(websocket::close_frame(code.unwrap_or(1000))));
                self.closing = Closing::Begin { linger: false };
                return Some(Err(Reason::TransportClose));
            }
        };
        Some(match simdutf8::basic::from_utf8(&inbox.get(&span)[1..]) {
            Ok(text) => Ok(Incoming::Text(text)),
            Err(_) => Err(self.violated(Violation::Text)),
        })
    }

    /// Bytes in a text frame, of a client that sends nothing but text.
    #[cold]
    fn decode_base64<'a>(&self, inbox: &'a mut Inbox, span: &Span) -> Result<Incoming<'a>, Reason> {
        let packet = inbox.get(span);
        let decoded = match self.peer.revision() {
            Revision::Four => payload::binary(packet),
            Revision::Three => revision3::base64(packet).map(payload::decode),
        };
        match decoded {
            Some(Ok(bytes)) => {
                let span = inbox.assemble(bytes);
                Ok(Incoming::Binary(inbox.get(&span)))
            }
            _ => Err(Reason::ParseError),
        }
    }

    /// The bytes of a binary message. In revision 3 a frame has the type in front; polling bodies are translated before.
    #[inline]
    fn without_type<'a>(&self, bytes: &'a [u8]) -> Result<&'a [u8], Reason> {
        let framed = matches!(self.transport, Transport::WebSocket(_));
        if self.peer.revision() == Revision::Four || !framed {
            return Ok(bytes);
        }
        bytes
            .strip_prefix(&[revision3::MESSAGE])
            .ok_or(Reason::ParseError)
    }

    /// A packet of the engine's own.
    fn on_packet(&mut self, packet: &[u8]) -> Result<(), Reason> {
        match Packet::decode(packet) {
            Ok(Packet::Pong(_)) => {
                self.heartbeat.on_pong(Instant::now(), rhythm(&self.peers));
                // Only if the timeout is longer than the interval. Otherwise the timer looks again early enough.
                if self.heartbeat.deadline() < self.timer.deadline() {
                    self.rearm();
                }
            }
            Ok(Packet::Close) => return Err(self.ended()),
            Ok(Packet::Ping(_)) if self.peer.revision() == Revision::Three => {
                self.peer
                    .enqueue(Item::Packet(Bytes::from_static(packet::PONG)));
                self.heartbeat.on_ping(Instant::now(), rhythm(&self.peers));
                // The deadline has moved further away: the timer looks again in time.
            }
            // Only a server pings in revision 4. The other kinds are ignored, as on the official server.
            Ok(Packet::Ping(_)) => return Err(Reason::TransportError),
            Ok(Packet::Open(_) | Packet::Upgrade | Packet::Noop | Packet::Message(_)) => {}
            Err(_) if std::str::from_utf8(packet).is_err() => {
                return Err(self.violated(Violation::Text));
            }
            Err(error) => return Err(self.malformed(error)),
        }
        Ok(())
    }

    fn violated(&mut self, violation: Violation) -> Reason {
        if violation == Violation::TooBig {
            self.peer.tell_limit(Limit::Payload);
        } else {
            self.tell_violation(&violation.to_string());
        }
        if self.transport.output() == Output::Fetched {
            // Its body is not UTF-8. There are no close frames on polling.
            return Reason::ParseError;
        }
        self.closing = Closing::Announce(violation.code());
        Reason::TransportError
    }

    #[cold]
    fn malformed(&mut self, error: PacketError) -> Reason {
        self.tell_violation(&error.to_string());
        Reason::ParseError
    }

    /// Tells observers why the session is closed.
    fn tell_violation(&self, problem: &str) {
        let observers = &self.peers.config().observers;
        observers.tell_of(Topics::FAILURES, || Observation::ProtocolViolated {
            session: self.peer.sid(),
            problem,
        });
    }

    fn ended(&mut self) -> Reason {
        self.peer.end(Reason::TransportClose);
        Reason::TransportClose
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.peers.remove(&self.peer.sid());
        self.peer.end(Reason::TransportClose);
    }
}

fn rhythm(peers: &Peers) -> Rhythm {
    Rhythm {
        interval: peers.config().ping_interval,
        timeout: peers.config().ping_timeout,
    }
}

#[cfg(test)]
pub(super) mod tests;
