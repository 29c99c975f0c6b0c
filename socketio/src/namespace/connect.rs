//! How a client joins: CONNECT, the connect handler, then CONNECT or CONNECT_ERROR. Nothing is sent to the client before
//! CONNECT is. A connect handler that fails in any way turns the client away.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    CONNECT, Namespace,
    run::{self, ErrorHandler, Run},
};
use crate::{
    adapter::{Claim, Member, Phase, Pid, Profile, Returning},
    context::Context,
    emit::{Caller, Io},
    engine::{Message, Peer, Revision},
    observe::RecoveryFailure,
    packet::{Codec, Raw, Reader},
    route::{ConnectionRefused, Error, Invocation},
    sid::Sid,
    socket::Socket,
};

/// The data of the CONNECT packet that a client gets.
#[derive(Serialize)]
struct Connected {
    sid: Sid,
    /// The private id by which the client is recognised when it comes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pid: Option<Pid>,
}

/// What a client that comes back adds to its auth payload.
#[derive(Deserialize)]
struct Claimed {
    pid: Option<String>,
    offset: Option<String>,
}

/// A client that wants to join.
pub(crate) struct Joining {
    pub(crate) socket: Socket,
    /// The connect handler, which decides; `None` if there is none and the client has joined.
    pub(crate) handler: Option<Result<Run, Error>>,
}

impl Namespace {
    /// A client wants to join. `auth` is what it sends for that.
    pub(crate) fn connect(&self, io: &Io, peer: &Arc<Peer>, auth: Raw<'_>) -> Joining {
        // Clients of version 2 do not know how to come back.
        let recovers = self.adapter.recovers() && peer.revision() == Revision::Four;
        let returned = if recovers {
            self.take_back(peer, auth)
        } else {
            None
        };
        let mut handler = self.table.connect();
        if returned.is_some() && !self.adapter.authorises_again() {
            handler = None;
        }
        let member = returned.unwrap_or_else(|| self.take_in(peer, auth, recovers));
        let phase = member.phase();
        let socket = self.socket(io, member);
        if phase.was_let_in() {
            self.tell_joined(&socket);
        }
        let handler = handler.map(|handler| {
            let context = Context::new(socket.clone(), handler.event_name(CONNECT));
            let started = run::start(
                handler,
                &mut Invocation::new(&context, Reader::value(auth, &[])),
            );
            let error_handler = ErrorHandler::new(&self.table, None, false);
            Run::new(started, context, error_handler)
        });
        Joining { socket, handler }
    }

    /// The first phase of a client.
    fn first_phase(&self, has_handler: bool) -> Phase {
        if !has_handler {
            Phase::Connected
        } else if self.config.always_connect {
            Phase::Admitted
        } else {
            Phase::Connecting
        }
    }

    /// Takes in a new client, which may come back once it has lost its connection if `recovers`.
    fn take_in(&self, peer: &Arc<Peer>, auth: Raw<'_>, recovers: bool) -> Arc<Member> {
        let sid = self.choose_sid(peer);
        let pid = recovers.then(Pid::random);
        let phase = self.first_phase(self.table.connect().is_some());
        if phase.is_joined() {
            // Queued before anybody can see the member and send to it.
            peer.push(self.connected(peer, sid, pid));
        }
        let (adapter, peer) = (&self.adapter, Arc::clone(peer));
        let profile = Profile::new(auth);
        match pid {
            Some(pid) => adapter.add_recoverable(sid, pid, peer, profile, phase),
            None => adapter.add(sid, peer, profile, phase),
        }
    }

    /// A client that has lost its connection and is back; `None` if it is nobody who may come back.
    #[cold]
    fn take_back(&self, peer: &Arc<Peer>, auth: Raw<'_>) -> Option<Arc<Member>> {
        let claimed: Claimed = Reader::value(auth, &[]).next("auth").ok()?;
        let (pid, offset) = (claimed.pid?, claimed.offset);
        let back = self.adapter.claim(&pid, offset.as_deref());
        let back = back.and_then(|claim| self.restore(peer, auth, claim));
        back.map_err(|failure| self.tell_not_recovered(peer, failure))
            .ok()
    }

    fn restore(
        &self,
        peer: &Arc<Peer>,
        auth: Raw<'_>,
        claim: Claim,
    ) -> Result<Arc<Member>, RecoveryFailure> {
        let has_handler = self.table.connect().is_some() && self.adapter.authorises_again();
        let phase = self.first_phase(has_handler);
        let connect = || self.connected(peer, claim.sid(), Some(claim.pid()));
        let returning = Returning {
            peer,
            profile: Profile::new(auth),
            phase,
            connect: phase.is_joined().then(connect),
        };
        self.adapter.restore(claim, returning)
    }

    fn socket(&self, io: &Io, member: Arc<Member>) -> Socket {
        let (adapter, io) = (Arc::clone(&self.adapter), io.clone());
        Socket::new(Caller {
            member,
            adapter,
            io,
        })
    }

    /// The only place where a client's sid is chosen.
    fn choose_sid(&self, peer: &Arc<Peer>) -> Sid {
        // A client of version 2 is told no sid: it takes that of its session.
        let known = peer.revision() == Revision::Three && self.adapter.find(peer.sid()).is_none();
        if known { peer.sid() } else { Sid::random() }
    }

    /// The packet by which a client learns that it has joined.
    fn connected(&self, peer: &Peer, sid: Sid, pid: Option<Pid>) -> Message {
        match peer.revision() {
            Revision::Four => self.codec().connect(self.name(), &Connected { sid, pid }),
            Revision::Three => self.codec().connect_bare(self.name()),
        }
    }

    /// The connect handler lets the client in: CONNECT is queued if it was not before, then what was held back. Nothing
    /// is sent to a client that has left meanwhile.
    pub(crate) fn accept(&self, socket: &Socket) {
        let member = socket.member();
        let phase = member.phase();
        if phase.is_connecting() {
            let peer = member.peer();
            peer.push(self.connected(peer, member.sid(), member.pid()));
        }
        self.adapter.accept(member);
        if !phase.was_let_in() {
            self.tell_joined(socket);
        }
    }

    /// The connect handler turns the client away, which then counts as one that never joined. Nothing is sent to a client that
    /// has left meanwhile: it may have asked to join again, and would take this for the answer.
    pub(crate) fn refuse(&self, socket: &Socket, error: &Error) {
        self.tell_refusal(socket, error);
        let member = socket.member();
        let phase = member.phase();
        self.adapter.refuse(member);
        if phase.is_connecting() {
            refuse(self.codec(), member.peer(), self.name(), &error.refusal());
        } else if phase.is_joined() {
            member.peer().push(self.codec().disconnect(self.name()));
        }
        if phase.was_let_in() {
            self.tell_left(socket);
        }
    }

    /// Refuses a client that wants to join a namespace which does not exist.
    #[cold]
    pub(crate) fn refuse_unknown(codec: Codec, peer: &Arc<Peer>, name: &str) {
        refuse_name(codec, peer, name, "Invalid namespace");
    }

    /// Refuses a client that has joined as many namespaces as one connection may.
    #[cold]
    pub(crate) fn refuse_one_more(codec: Codec, peer: &Arc<Peer>, name: &str) {
        refuse_name(codec, peer, name, "Too many namespaces");
    }

    /// Refuses a client that sends more auth than is kept for one.
    #[cold]
    pub(crate) fn refuse_auth(codec: Codec, peer: &Arc<Peer>, name: &str) {
        refuse_name(codec, peer, name, "Auth too large");
    }
}

fn refuse_name(codec: Codec, peer: &Arc<Peer>, name: &str, text: &'static str) {
    refuse(codec, peer, name, &ConnectionRefused::new(text));
}

fn refuse(codec: Codec, peer: &Arc<Peer>, name: &str, refused: &ConnectionRefused) {
    peer.push(match peer.revision() {
        Revision::Four => codec.connect_error(name, refused),
        // As the official server of version 2 does: with data, or a text.
        Revision::Three => codec.connect_error(name, &refused.version2()),
    });
}
