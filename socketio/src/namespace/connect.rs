//! CONNECT -> handler -> CONNECT or CONNECT_ERROR. Nothing reaches the client before CONNECT has; a handler
//! that fails in any way refuses.

use std::sync::Arc;

use serde::Serialize;

use super::{
    Namespace,
    run::{self, ErrorHandler, Run},
};
use crate::{
    adapter::Member,
    context::Context,
    emit::{Caller, Io},
    engine::Peer,
    packet::{self, Reader},
    route::{ConnectionRefused, Error, Invocation},
    sid::Sid,
    socket::Socket,
};

/// The event name that a connect handler sees.
pub(super) const CONNECT: &str = "connect";

/// What a client is told once it has joined.
#[derive(Serialize)]
struct Welcome {
    sid: Sid,
}

/// How far a client is with joining a namespace.
pub(crate) enum Joining {
    /// It has joined: CONNECT is sent.
    Joined(Socket),
    /// Its connect handler decides.
    Deciding(Socket, Result<Run, Error>),
}

impl Namespace {
    /// A client wants to join. `auth` is what it sends for that, as JSON.
    pub(crate) fn connect(&self, io: &Io, peer: &Arc<Peer>, auth: &str) -> Joining {
        let Some(handler) = self.table.connect() else {
            let socket = self.socket(io, self.admit(peer, auth));
            self.tell_joined(&socket);
            return Joining::Joined(socket);
        };
        let member = if self.config.always_connect {
            self.admit(peer, auth)
        } else {
            self.adapter
                .connecting(Sid::random(), Arc::clone(peer), auth)
        };
        let socket = self.socket(io, member);
        if self.config.always_connect {
            self.tell_joined(&socket);
        }
        let context = Context::new(socket.clone(), handler.event_name(CONNECT));
        let started = run::start(
            handler,
            &mut Invocation::new(&context, Reader::value(auth, &[])),
        );
        let error_handler = ErrorHandler::new(&self.table, None, false);
        Joining::Deciding(socket, Run::begin(started, context, error_handler))
    }

    /// Adds a member to which everything goes at once.
    fn admit(&self, peer: &Arc<Peer>, auth: &str) -> Arc<Member> {
        let sid = Sid::random();
        // Queued before anybody can see the member and send to it.
        peer.push(packet::connect(self.name(), &Welcome { sid }));
        self.adapter.connected(sid, Arc::clone(peer), auth)
    }

    fn socket(&self, io: &Io, member: Arc<Member>) -> Socket {
        let (adapter, io) = (Arc::clone(&self.adapter), io.clone());
        Socket::new(Caller {
            member,
            adapter,
            io,
        })
    }

    /// The connect handler let it in: CONNECT leaves, and behind it whatever was held back.
    pub(crate) fn accept(&self, socket: &Socket) {
        let member = socket.member();
        member
            .peer()
            .push(packet::connect(self.name(), &Welcome { sid: member.sid() }));
        self.adapter.open(member);
        self.tell_joined(socket);
    }

    /// The connect handler did not let it in. Afterwards it was never there.
    pub(crate) fn refuse(&self, socket: &Socket, error: &Error) {
        self.tell_refusal(socket, error);
        let message = if self.config.always_connect {
            packet::disconnect(self.name())
        } else {
            packet::connect_error(self.name(), &error.refusal())
        };
        self.remove_at_once(socket);
        socket.member().peer().push(message);
        if self.config.always_connect {
            self.tell_left(socket);
        }
    }

    /// Nobody may join a namespace of that name.
    pub(crate) fn unknown(peer: &Arc<Peer>, name: &str) {
        peer.push(packet::connect_error(
            name,
            &ConnectionRefused::new("Invalid namespace"),
        ));
    }
}
