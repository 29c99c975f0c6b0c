//! Observation: one thing that has happened, borrowed from where it did.

use std::{error::Error, io, net::SocketAddr, time::Duration};

use super::{Failure, Limit, Reason, RefusalKind, Topics, TransportKind};
use crate::sid::Sid;

/// Something that has happened in a server: what an [`Observer`](super::Observer) is told.
///
/// Its `Display` is one line of plain text; what a client chose, such as the name of an event, is escaped and shortened
/// there. In the fields it is as the client wrote it: of any length, any characters, and as many different values as it
/// likes. So `event`, `room` and `namespace` make labels of metrics only where the names are the program's own.
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
    /// A session is over, and its connection closed.
    #[non_exhaustive]
    SessionClosed {
        /// The id of the session.
        session: Sid,
        /// Its last transport.
        transport: TransportKind,
        /// Why it is over.
        reason: Reason,
    },
    /// A request was refused: no session was opened, or the request is not one for its session.
    #[non_exhaustive]
    RequestRefused {
        /// Why.
        kind: RefusalKind,
        /// What the client sent that is not accepted: its origin, its transport, its version. Empty if it sent none.
        found: &'a str,
        /// What it was compared to, or what would have been accepted, in words. Empty if there is nothing to compare.
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
        /// What the client is told, or the text of the error that refused it.
        message: &'a str,
    },
    /// A client is gone from a namespace that it had joined: its disconnect handler has run, and it is in no room any more.
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
    },
    /// A room has come into being: its first member joins it. The room of a client's own sid is not told of.
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
    /// A client has left a room, or the room was closed, or the client is gone.
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
    /// An event of a client has come in. Its handler may have to wait for others.
    #[non_exhaustive]
    EventReceived {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event.
        event: &'a str,
        /// The size of its arguments as JSON, and of its attachments, in bytes.
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
        /// The time from decoding the arguments to the end of the handler, and of the error handler if it was called.
        /// What the event has waited for other handlers is not in it.
        took: Duration,
        /// How it failed, if it did and no error handler made an answer of that.
        failure: Option<Failure>,
    },
    /// An event came in that nobody handles.
    #[non_exhaustive]
    EventUnhandled {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event.
        event: &'a str,
    },
    /// The server has sent an event: told once, whoever it is for.
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
        /// The size of the answer as JSON, and of its attachments, in bytes.
        bytes: usize,
    },
    /// A client has answered a question of the server, in time or not.
    #[non_exhaustive]
    AnswerReceived {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The size of the answer as JSON, and of its attachments, in bytes.
        bytes: usize,
    },
    /// A handler has failed, and no error handler made an answer of that.
    #[non_exhaustive]
    HandlerFailed {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event; `connect` or `disconnect` for the handlers of these.
        event: &'a str,
        /// How it failed.
        failure: Failure,
        /// The error, with its causes. For a panic it has the text of that.
        error: &'a (dyn Error + Send + Sync + 'static),
    },
    /// An error handler has failed itself, so the first error counts.
    #[non_exhaustive]
    ErrorHandlerFailed {
        /// The namespace.
        namespace: &'a str,
        /// The client's id in the namespace.
        sid: Sid,
        /// The name of the event.
        event: &'a str,
        /// The error of the error handler, with its causes.
        error: &'a (dyn Error + Send + Sync + 'static),
    },
    /// Something panicked outside of handlers, such as the destructor of a value of the program. The session is closed.
    #[non_exhaustive]
    SessionPanicked {
        /// The id of the session.
        session: Sid,
    },
    /// A client sent what is no packet, or no packet that makes sense at that moment. The session is closed.
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
    /// A listener of `run` could not accept a connection. It tries again a moment later.
    #[non_exhaustive]
    AcceptFailed {
        /// The error.
        error: &'a io::Error,
    },
    /// A client and the server did not agree on TLS.
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
            Self::NamespaceJoined { .. } | Self::NamespaceLeft { .. } => Topics::NAMESPACES,
            Self::RoomCreated { .. }
            | Self::RoomJoined { .. }
            | Self::RoomLeft { .. }
            | Self::RoomDeleted { .. } => Topics::ROOMS,
            Self::EventReceived { .. } | Self::EventHandled { .. } => Topics::EVENTS,
            Self::EventSent { .. } => Topics::EMITS,
            Self::AnswerSent { .. } | Self::AnswerReceived { .. } => Topics::ANSWERS,
            Self::EventUnhandled { .. }
            | Self::HandlerFailed { .. }
            | Self::ErrorHandlerFailed { .. }
            | Self::SessionPanicked { .. }
            | Self::ProtocolViolated { .. }
            | Self::AcceptFailed { .. }
            | Self::TlsFailed { .. } => Topics::FAILURES,
            Self::LimitReached { .. } => Topics::LIMITS,
        }
    }
}
