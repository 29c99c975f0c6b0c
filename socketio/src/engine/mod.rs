//! Engine.IO v4: sessions over transports. Knows nothing of namespaces, events or JSON.

mod addresses;
#[cfg(feature = "__bench")]
pub(crate) mod bench;
mod connection;
#[cfg(feature = "__echo")]
mod echo;
mod format;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod handshake;
mod outbox;
mod peer;
mod peers;
mod request;
pub(crate) mod spare;
mod transport;
mod walk;

use std::{net::IpAddr, sync::Arc};

#[cfg(feature = "__echo")]
pub(crate) use self::echo::Echo;
pub(crate) use self::{
    connection::{Connection, Incoming},
    format::{
        extension::Accepted,
        message::{Draft, Form, Message, append_frame},
        revision::Revision,
    },
    handshake::Handshake,
    peer::{
        Peer, budget,
        push::Untaken,
        turn::{Backlog, Turn, beside, is_handling, is_in_turn},
    },
    request::{Admission, Body, Get, Post, Probe, Query, Refusal},
    transport::{
        inbox::Inbox,
        stream::{Duplex, Stream},
        websocket,
    },
    walk::walk,
};
use self::{
    format::{
        frame::{self, Opcode},
        opening::Opening,
        revision::BytesForm,
        revision3,
    },
    outbox::Item,
    peer::{link::Link, manner::Manner},
    peers::Peers,
    transport::{Transport, websocket::WebSocket},
};
use crate::{
    config::Config,
    observe::{Reason, TransportKind},
    sid::Sid,
};

/// The sessions of one server.
#[derive(Debug)]
pub(crate) struct Engine {
    peers: Arc<Peers>,
    opening: Opening,
}

impl Engine {
    pub(crate) fn new(config: Arc<Config>) -> Arc<Self> {
        Arc::new(Self {
            opening: Opening::new(&config),
            peers: Peers::new(config),
        })
    }

    pub(crate) fn config(&self) -> &Arc<Config> {
        self.peers.config()
    }

    /// The session of that id, if it is open.
    pub(crate) fn find(&self, sid: &str) -> Option<Arc<Peer>> {
        self.peers
            .find(&sid.parse().ok()?)
            .filter(|peer| !peer.is_lost())
    }

    /// A new session over `stream`, which speaks WebSocket from here on.
    pub(crate) fn open_websocket(
        &self,
        sid: Sid,
        handshake: Handshake,
        mut stream: Stream,
    ) -> Connection {
        let answer = std::mem::take(&mut stream.answer);
        let (revision, bytes) = self.spoken(&handshake);
        let manner = Manner {
            bytes,
            window: stream.window,
        };
        if revision == Revision::Three {
            let asked = frame::masked(Opcode::Text, revision3::JOIN);
            stream.prefix = [&asked[..], &stream.prefix].concat().into();
        }
        let (websocket, half) = WebSocket::new(stream);
        let link = Link::stream(TransportKind::WebSocket, half);
        let peer = self.peer(sid, handshake, link, revision, manner);
        let packet = self.opening.packet(peer.sid(), peer.transport());
        let item = if answer.is_empty() {
            Item::Packet(packet)
        } else {
            // One item, so that it is queued however few messages may wait.
            let (header, size) = frame::header(Opcode::Text, packet.len());
            Item::Frames([&answer[..], &header[..size], &packet].concat().into())
        };
        self.open(peer, item, Transport::WebSocket(websocket))
    }

    /// A new session whose client polls. The request that opens it is answered with its first
    /// [`Peer::begin_get`].
    pub(crate) fn open_polling(&self, sid: Sid, handshake: Handshake) -> Connection {
        let (revision, bytes) = self.spoken(&handshake);
        let manner = Manner {
            bytes,
            window: None,
        };
        let mut transport = Transport::polling();
        if revision == Revision::Three {
            transport.push_body(revision3::JOIN);
        }
        let peer = self.peer(sid, handshake, Link::polling(), revision, manner);
        let packet = self.opening.packet(peer.sid(), peer.transport());
        self.open(peer, Item::Packet(packet), transport)
    }

    /// Which revision a client speaks, and how it reads binary data, as its first request says.
    fn spoken(&self, handshake: &Handshake) -> (Revision, BytesForm) {
        let query = Query::parse(handshake.query().unwrap_or_default());
        let revision = match query.speaks() {
            Some(Revision::Three) if self.config().allow_eio3 => Revision::Three,
            _ => Revision::Four,
        };
        (revision, BytesForm::of(revision, query.is_text_only()))
    }

    fn peer(
        &self,
        sid: Sid,
        handshake: Handshake,
        link: Link,
        revision: Revision,
        manner: Manner,
    ) -> Arc<Peer> {
        let config = Arc::clone(self.peers.config());
        Arc::new(Peer::new(sid, config, handshake, link, revision, manner))
    }

    fn open(&self, peer: Arc<Peer>, first: Item, transport: Transport) -> Connection {
        self.peers.insert(Arc::clone(&peer));
        peer.enqueue(first);
        Connection::new(Arc::clone(&self.peers), peer, transport)
    }

    /// Open sessions.
    pub(crate) fn len(&self) -> usize {
        self.peers.len()
    }

    /// Whether as many sessions are open as may be.
    pub(crate) fn is_full(&self) -> bool {
        self.len() >= self.config().max_connections
    }

    /// Whether as many sessions are open from this address as may be.
    pub(crate) fn is_full_for(&self, address: IpAddr) -> bool {
        self.peers.is_full_for(address)
    }

    /// From here on no session is to be opened.
    pub(crate) fn shut(&self) {
        self.peers.shut();
    }

    /// Whether no session is to be opened any more.
    pub(crate) fn is_shut(&self) -> bool {
        self.peers.is_shut()
    }

    /// The ids of the open sessions.
    pub(crate) fn sids(&self) -> Vec<Sid> {
        self.peers.sids()
    }

    /// Asks a session to end as soon as nothing is at work for it.
    pub(crate) fn send_away(&self, sid: &Sid) {
        if let Some(peer) = self.peers.find(sid) {
            peer.leave();
        }
    }

    /// Bytes that wait to be written, of all sessions.
    pub(crate) fn queued_bytes(&self) -> usize {
        let mut bytes = 0;
        self.peers.for_each(|peer| bytes += peer.queued_bytes());
        bytes
    }

    /// No session is opened from here on, and every session ends as soon as nothing is at work for it.
    pub(crate) fn stop(&self) {
        self.peers.stop();
    }

    /// Asks every session to end now, whatever is at work for it.
    pub(crate) fn close_all(&self) {
        self.peers
            .for_each(|peer| peer.close(Reason::ServerShuttingDown));
    }
}
