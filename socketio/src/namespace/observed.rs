//! What a namespace tells observers about its clients, their events and its handlers.

use std::time::Instant;

use super::{CONNECT, Event, Namespace};
use crate::{
    engine::Peer,
    observe::{Failure, Observation, Reason, RecoveryFailure, RefusalKind, Topics},
    route::Error,
    socket::Socket,
};

impl Namespace {
    pub(crate) fn tell_joined(&self, socket: &Socket) {
        self.observers()
            .tell_of(Topics::NAMESPACES, || Observation::NamespaceJoined {
                session: socket.member().peer().sid(),
                sid: socket.sid(),
                namespace: self.name(),
                recovered: socket.recovered(),
            });
    }

    /// A client wanted to come back as who it was, and has become a new one.
    #[cold]
    pub(super) fn tell_not_recovered(&self, peer: &Peer, failure: RecoveryFailure) {
        self.observers()
            .tell_of(Topics::NAMESPACES, || Observation::RecoveryFailed {
                session: peer.sid(),
                namespace: self.name(),
                failure,
            });
    }

    /// To be called once for each client that has joined, when it is in no room any more.
    pub(crate) fn tell_left(&self, socket: &Socket) {
        self.observers()
            .tell_of(Topics::NAMESPACES, || Observation::NamespaceLeft {
                session: socket.member().peer().sid(),
                sid: socket.sid(),
                namespace: self.name(),
                reason: socket.reason().unwrap_or(Reason::TransportClose),
                recoverable: socket.member().outlives_connection(),
            });
    }

    /// The connect handler has not let a client in, because of this error.
    #[cold]
    pub(super) fn tell_refusal(&self, socket: &Socket, error: &Error) {
        let kind = if error.is_answer() {
            RefusalKind::ConnectHandler
        } else {
            self.tell_failure(socket, CONNECT, error);
            RefusalKind::ConnectFailed
        };
        if self.observers().want(Topics::REFUSALS) {
            let message = error.to_string();
            self.observers().tell(&Observation::NamespaceRefused {
                session: socket.member().peer().sid(),
                namespace: self.name(),
                kind,
                message: &message,
            });
        }
    }

    /// A connect handler has failed with this error after its client has left.
    #[cold]
    pub(crate) fn tell_late_connect(&self, socket: &Socket, error: &Error) {
        if !error.is_answer() {
            self.tell_failure(socket, CONNECT, error);
        }
    }

    #[inline]
    pub(crate) fn tell_received(&self, socket: &Socket, event: &Event<'_>) {
        self.observers()
            .tell_of(Topics::EVENTS, || Observation::EventReceived {
                namespace: self.name(),
                sid: socket.sid(),
                event: event.name,
                bytes: event.data.len() + event.attachments.iter().map(|a| a.len()).sum::<usize>(),
                attachments: event.attachments.len(),
                asks: event.id.is_some(),
            });
    }

    /// The handler of an event has ended, which began at that time. If only middlewares ran, because there is no handler,
    /// nothing is told.
    #[cold]
    pub(crate) fn tell_handled(
        &self,
        socket: &Socket,
        event: &str,
        begun: Instant,
        error: Option<&Error>,
    ) {
        if error.is_some_and(Error::is_unhandled) {
            return;
        }
        self.observers()
            .tell_of(Topics::EVENTS, || Observation::EventHandled {
                namespace: self.name(),
                sid: socket.sid(),
                event,
                took: begun.elapsed(),
                failure: error.map(|error| failure_of(error, socket)),
            });
    }

    #[cold]
    pub(super) fn tell_unhandled(&self, socket: &Socket, event: &str) {
        self.observers()
            .tell_of(Topics::FAILURES, || Observation::EventUnhandled {
                namespace: self.name(),
                sid: socket.sid(),
                event,
            });
    }

    /// A handler has failed with this error, and no error handler took it.
    #[cold]
    pub(crate) fn tell_failure(&self, socket: &Socket, event: &str, error: &Error) {
        self.observers()
            .tell_of(Topics::FAILURES, || Observation::HandlerFailed {
                namespace: self.name(),
                sid: socket.sid(),
                event,
                failure: failure_of(error, socket),
                error: error.as_std(),
            });
    }

    /// A client has answered a question.
    #[inline]
    pub(crate) fn tell_answer_received(&self, socket: &Socket, bytes: usize) {
        self.observers()
            .tell_of(Topics::ANSWERS, || Observation::AnswerReceived {
                namespace: self.name(),
                sid: socket.sid(),
                bytes,
            });
    }
}

/// How a handler failed.
fn failure_of(error: &Error, socket: &Socket) -> Failure {
    if error.is_answer() {
        Failure::ForClient
    } else if error.is_args() {
        Failure::Arguments
    } else if error.is_superseded() {
        Failure::Superseded
    } else if error.is_departure(socket) {
        Failure::Disconnected
    } else if error.is_panic() {
        Failure::Panic
    } else {
        Failure::Error
    }
}
