//! Observation: one thing that has happened. It borrows its values from the place where that happened.

use std::{error::Error, io, net::SocketAddr, time::Duration};

use super::{Failure, Limit, Reason, RecoveryFailure, RefusalKind, Topics, TransportKind};
use crate::sid::Sid;

/// Something that has happened in a server, as an [`Observer`](super::Observer) is told.
///
/// Its `Display` is one line of plain text, in which texts that a client chose, such as the name of an event, are escaped and
/// shortened. The fields have these texts as the client wrote them: with any length and any characters. Clients can also make
/// up any number of them, so use `event`, `room` and `namespace` as labels of metrics only if the program knows the name.
///
/// Later versions may add kinds and fields: a `match` has an arm `_`, and patterns end in `..`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Observation<'a> {
    /// A session was opened.
    #[non_exhaustive]
    SessionOpened {
        /// The id of the session.
        session: Sid,
        /// Its first transport.
        transport: TransportKind,
        /// The client's address, where the listener tells it.
        addr: Option<SocketAddr>,
    },
    /// A session has moved to another transport.
    #[non_exhaustive]
    SessionUpgraded {
        /// The id of the session.
        session: Sid,
        /// The transport it has now.
        transport: TransportKind,
    },
    /// A session has ended, and its connection is closed.
    #[non_exhaustive]
    SessionClosed {
        /// The id of the session.
        session: Sid,
        /// Its last transport.
        transport: TransportKind,
        /// Why it has ended.
        reason: Reason,
    },
    /// A request was refused: it would have opened a session, or it is not allowed for its session.
    #[non_exhaustive]
    RequestRefused {
        /// Why.
        kind: RefusalKind,
        /// What the client sent that is not accepted: its origin, its transport, its version. Empty if it sent none.
        found: &'a str,
        /// What it was compared to, or what would have been accepted, in words. Empty if nothing was compared.
        expected: &'a str,
        /// The client's address, where the listener tells it.
        addr: Option<SocketAddr>,
    },
    /// A client has joined a namespace.
    #[non_exhaustive]
    NamespaceJoined {
        /// The id of the session.
        session: Sid,
        /// The client's id in the namespace.
        sid: Sid,
        /// The namespace.
        namespace: &'a str,
        /// Whether it had lost its connection, and has come back as who it was.
        recovered: bool,
    },
    /// A client wanted to come back as who it was before it lost its connection, and joins as a new one.
    #[non_exhaustive]
    RecoveryFailed {
        /// The id of the session.
        session: Sid,
        /// The namespace.
        namespace: &'a str,
        /// Why.
        failure: RecoveryFailure,
    },
    /// A namespace was created whose name a client has chosen, because its first client wants to join. There is no
    /// observation for a namespace that the program names, since it is there as long as the server.
    #[non_exhaustive]
    NamespaceCreated {
        /// The namespace.
        namespace: &'a str,
        /// The pattern that its name matches; `*` if it matches none.
        pattern: &'a str,
    },
    /// The last client has left a namespace whose name a client had chosen, or was refused; with `keep_empty_namespaces`, one
    /// that was empty is not kept any more.
    #[non_exhaustive]
    NamespaceDeleted {
        /// The namespace.
        namespace: &'a str,
    },
    /// A client wanted to join a namespace and was refused.
    #[non_exhaustive]
    NamespaceRefused {
        /// The id of the session.
        session: Sid,
        /// The namespace as the client names it.
        namespace: &'a str,
        /// Why.
        kind: RefusalKind,
        /// The message for the client, or the text of the error with which the connect handler failed.
        message: &'a str,
    },
    /// A client has left a namespace: its disconnect handler has run, and it is in no room any more.
    #[non_exhaustive]
    NamespaceLeft {
        /// The id of the session.
        session: Sid,
        /// The client's id in the namespace.
        sid: Sid,
        /// The namespace.
        namespace: &'a str,
        /// Why it left.
        reason: Reason,
        /// Whether it may come back as who it was, or is back already over another connection.
        recoverable: bool,
    },
    /// A room was created, because its first member joins it. There is no observation for the room of a client's own sid.
    #[non_exhaustive]
    RoomCreated {
        /// The namespace.
        namespace: &'a str,
        /// The name of the room.
        room: &'a str,
    },
    /// A client has joined a room.
    #[non_exhaustive]
    RoomJoined {
        /// The namespace.
        namespace: &'a str,
        /// The name of the room.
        room: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
    },
    /// A client is no longer in a room: it has left the room or the namespace, or the room was closed.
    #[non_exhaustive]
    RoomLeft {
        /// The namespace.
        namespace: &'a str,
        /// The name of the room.
        room: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
    },
    /// The last member has left a room.
    #[non_exhaustive]
    RoomDeleted {
        /// The namespace.
        namespace: &'a str,
        /// The name of the room.
        room: &'a str,
    },
    /// An event of a client has arrived. Its handler may have to wait for other handlers.
    #[non_exhaustive]
    EventReceived {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event.
        event: &'a str,
        /// The size of its arguments in the format of packets, and of its attachments, in bytes.
        bytes: usize,
        /// The number of its attachments.
        attachments: usize,
        /// Whether the client wants an answer.
        asks: bool,
    },
    /// The handler of an event has ended.
    #[non_exhaustive]
    EventHandled {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event.
        event: &'a str,
        /// The time from decoding the arguments to the end of the handler, and of the error handler if it was called. It does
        /// not include the time that the event has waited for other handlers.
        took: Duration,
        /// How the handler failed, if it did and no error handler has answered instead.
        failure: Option<Failure>,
    },
    /// An event waits for a handler that waits for an answer of the same client. If the client answers only after the event,
    /// both wait until the deadline of the question.
    #[non_exhaustive]
    EventHeld {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event that waits.
        event: &'a str,
        /// The name of the event whose handler waits for the answer; `connect` for the connect handler.
        handler: &'a str,
    },
    /// An event without a handler has arrived.
    #[non_exhaustive]
    EventUnhandled {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event.
        event: &'a str,
    },
    /// The server has sent an event. There is one observation, however many clients the event is for.
    #[non_exhaustive]
    EventSent {
        /// The namespace.
        namespace: &'a str,
        /// The name of the event.
        event: &'a str,
        /// The size of the packet as a WebSocket frame, and of its attachments, in bytes.
        bytes: usize,
        /// The number of clients it is for.
        recipients: usize,
        /// Whether the server wants answers.
        asks: bool,
    },
    /// The server has answered an event of a client.
    #[non_exhaustive]
    AnswerSent {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The size of the answer in the format of packets, and of its attachments, in bytes.
        bytes: usize,
    },
    /// A client has answered a question of the server, perhaps too late.
    #[non_exhaustive]
    AnswerReceived {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The size of the answer in the format of packets, and of its attachments, in bytes.
        bytes: usize,
    },
    /// A handler has failed, and no error handler has answered instead.
    #[non_exhaustive]
    HandlerFailed {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event; `connect` for a connect handler, `disconnect` for a disconnect handler.
        event: &'a str,
        /// How it failed.
        failure: Failure,
        /// The error, with its sources. For a panic it has the text of the panic.
        error: &'a (dyn Error + Send + Sync + 'static),
    },
    /// A task that a handler started with [`spawn`](crate::spawn), or with [`until`](crate::until), has ended with an error.
    #[non_exhaustive]
    TaskFailed {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event whose handler has started the task.
        event: &'a str,
        /// How the task failed.
        failure: Failure,
        /// The error, with its causes.
        error: &'a (dyn Error + Send + Sync + 'static),
    },
    /// An error handler has failed, so the client gets an answer about the first error.
    #[non_exhaustive]
    ErrorHandlerFailed {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event.
        event: &'a str,
        /// The error of the error handler, with its sources.
        error: &'a (dyn Error + Send + Sync + 'static),
    },
    /// There was a panic outside of handlers, such as in the destructor of a value of the program. The session is closed.
    #[non_exhaustive]
    SessionPanicked {
        /// The id of the session.
        session: Sid,
    },
    /// A client sent something that is no packet, or a packet that is not allowed at that moment. The session is closed.
    #[non_exhaustive]
    ProtocolViolated {
        /// The id of the session.
        session: Sid,
        /// What is wrong.
        problem: &'a str,
    },
    /// A bound was reached.
    #[non_exhaustive]
    LimitReached {
        /// The id of the session.
        session: Sid,
        /// Which bound.
        limit: Limit,
    },
    /// A listener of `run` could not accept a connection. The server tries again a moment later.
    #[non_exhaustive]
    AcceptFailed {
        /// The error.
        error: &'a io::Error,
    },
    /// The message queue of the cluster is reached: for the first time, or again.
    #[non_exhaustive]
    QueueReached {},
    /// The message queue of the cluster cannot be reached, or not any more. The server tries again until it can be.
    #[non_exhaustive]
    QueueLost {
        /// Why, as text.
        error: &'a str,
    },
    /// Another node of the cluster is there.
    #[non_exhaustive]
    NodeJoined {
        /// Its id.
        node: &'a str,
    },
    /// Another node of the cluster has gone, or was not heard for too long.
    #[non_exhaustive]
    NodeLeft {
        /// Its id.
        node: &'a str,
    },
    /// The TLS handshake with a client failed.
    #[non_exhaustive]
    TlsFailed {
        /// The error.
        error: &'a io::Error,
    },
}

impl Observation<'_> {
    /// The topic it belongs to.
    #[must_use]
    pub const fn topic(&self) -> Topics {
        match self {
            Self::SessionOpened { .. }
            | Self::SessionUpgraded { .. }
            | Self::SessionClosed { .. } => Topics::SESSIONS,
            Self::RequestRefused { .. } | Self::NamespaceRefused { .. } => Topics::REFUSALS,
            Self::NamespaceCreated { .. }
            | Self::NamespaceJoined { .. }
            | Self::NamespaceLeft { .. }
            | Self::NamespaceDeleted { .. }
            | Self::RecoveryFailed { .. } => Topics::NAMESPACES,
            Self::RoomCreated { .. }
            | Self::RoomJoined { .. }
            | Self::RoomLeft { .. }
            | Self::RoomDeleted { .. } => Topics::ROOMS,
            Self::EventReceived { .. } | Self::EventHandled { .. } => Topics::EVENTS,
            Self::EventSent { .. } => Topics::EMITS,
            Self::AnswerSent { .. } | Self::AnswerReceived { .. } => Topics::ANSWERS,
            Self::EventHeld { .. }
            | Self::EventUnhandled { .. }
            | Self::HandlerFailed { .. }
            | Self::TaskFailed { .. }
            | Self::ErrorHandlerFailed { .. }
            | Self::SessionPanicked { .. }
            | Self::ProtocolViolated { .. }
            | Self::AcceptFailed { .. }
            | Self::TlsFailed { .. } => Topics::FAILURES,
            Self::LimitReached { .. } => Topics::LIMITS,
            Self::QueueReached {}
            | Self::QueueLost { .. }
            | Self::NodeJoined { .. }
            | Self::NodeLeft { .. } => Topics::CLUSTER,
        }
    }
}
