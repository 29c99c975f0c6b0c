//! An observation as one line of text. Texts that clients chose are excerpts, so that they can neither forge lines nor fill
//! the screen.

use std::{error::Error, fmt};

use super::{Limit, Observation, RefusalKind};
use crate::{excerpt::Excerpt, sid::Sid};

/// A text of a client, escaped, shortened and between backticks.
#[derive(Clone, Copy)]
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", Excerpt(self.0))
    }
}

/// An error with its sources, in one line.
pub(super) struct Chain<'a>(pub(super) &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

/// What to do about an event that waits for a handler which asks its client.
pub(super) const WAY_OUT: &str = "if the client answers only after the event, both wait until the deadline; declare one \
    of the two handlers `concurrent`, or ask in a task of `socketio::spawn`";

impl RefusalKind {
    /// What is wrong, as a sentence.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Origin => "the origin is not accepted",
            Self::Transport => "the transport is unknown or switched off",
            Self::ProtocolVersion => {
                "the client speaks another protocol version: clients of Socket.IO 3 and later can connect, and with \
                 `allow_eio3(true)` those of version 2"
            }
            Self::Method => "a session is opened with GET",
            Self::UnknownSession => "there is no such session, or no longer",
            Self::BadRequest => "the request makes no sense for its session",
            Self::AllowRequest => "`allow_request` said no",
            Self::WebSocketHandshake => "the WebSocket handshake has a mistake",
            Self::Stopping => "the server stops",
            Self::UnknownNamespace => "there is no such namespace",
            Self::TooManyConnections => "as many sessions are open as `max_connections` allows",
            Self::TooManyFromAddress => {
                "as many sessions are open from this address as `max_connections_per_address` allows"
            }
            Self::TooManyHandshakes => {
                "more sessions are opened than `max_handshakes_per_second` allows"
            }
            Self::HeadersTooLarge => "URI and headers are larger than `max_header_bytes` allows",
            Self::AuthTooLarge => "the client sends more `auth` than `max_auth_bytes` allows",
            Self::TooManyNamespaces => "the session has joined as many namespaces as it may",
            Self::ConnectHandler => "the connect handler refused the client",
            Self::ConnectFailed => "the connect handler failed",
        }
    }
}

impl Limit {
    /// What was reached and what follows, as a sentence.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::OutboundQueue => {
                "the client does not take what is sent to it, and its queue is full: the session is closed"
            }
            Self::InboundQueue => {
                "too many events wait for their handlers: nothing more is read from the client for now"
            }
            Self::Payload => "a message is larger than `max_http_buffer_size` allows",
            Self::ConnectTimeout => "no namespace was joined in time: the session is closed",
            Self::BodyTimeout => "the body of a POST did not arrive in time: the session is closed",
            Self::UpgradeTimeout => {
                "a WebSocket did not become the transport in time: the session goes on polling"
            }
            Self::Rate => "the client sends events faster than it may: an event is refused",
            Self::EventSize => "an event is larger than its `max_size` allows: it is refused",
            Self::HandlerTimeout => "a handler took longer than its `timeout`: it was dropped",
            Self::GracePeriod => {
                "handlers of a client that has left take too long: its disconnect handler does not wait for them"
            }
        }
    }
}

impl fmt::Display for Observation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::SessionOpened {
                session,
                transport,
                addr,
            } => {
                write!(f, "session {session} opened over {}", transport.as_str())?;
                addr.map_or(Ok(()), |addr| write!(f, " from {addr}"))
            }
            Self::SessionUpgraded { session, transport } => {
                write!(f, "session {session} moved to {}", transport.as_str())
            }
            Self::SessionClosed {
                session, reason, ..
            } => {
                write!(f, "session {session} closed: {reason}")
            }
            Self::RequestRefused {
                kind,
                found,
                expected,
                addr,
            } => {
                f.write_str("request refused")?;
                addr.map_or(Ok(()), |addr| write!(f, " from {addr}"))?;
                write!(f, ": {}", kind.sentence())?;
                if !found.is_empty() {
                    write!(f, ": found {}", Quoted(found))?;
                }
                if !expected.is_empty() {
                    write!(f, ", expected {expected}")?;
                }
                Ok(())
            }
            Self::NamespaceCreated { namespace, pattern } => {
                write!(f, "namespace {} created for `{pattern}`", Quoted(namespace))
            }
            Self::NamespaceDeleted { namespace } => {
                write!(f, "namespace {} deleted", Quoted(namespace))
            }
            Self::NamespaceJoined {
                session,
                sid,
                namespace,
                recovered,
            } => {
                let verb = if recovered { "came back to" } else { "joined" };
                write!(f, "{sid} of session {session} {verb} {}", Quoted(namespace))
            }
            Self::RecoveryFailed {
                session,
                namespace,
                failure,
            } => {
                write!(
                    f,
                    "session {session} is a new client of {}: {}",
                    Quoted(namespace),
                    failure.sentence()
                )
            }
            Self::NamespaceRefused {
                session,
                namespace,
                kind,
                message,
            } => {
                write!(
                    f,
                    "session {session} may not join {}: {}",
                    Quoted(namespace),
                    kind.sentence()
                )?;
                if !message.is_empty() {
                    write!(f, ": {message}")?;
                }
                Ok(())
            }
            Self::NamespaceLeft {
                sid,
                namespace,
                reason,
                ..
            } => {
                write!(f, "{sid} left {}: {reason}", Quoted(namespace))
            }
            Self::RoomCreated { namespace, room } => write_room(f, room, namespace, "created"),
            Self::RoomJoined {
                namespace,
                room,
                sid,
            } => write_visit(f, sid, "joined", room, namespace),
            Self::RoomLeft {
                namespace,
                room,
                sid,
            } => write_visit(f, sid, "left", room, namespace),
            Self::RoomDeleted { namespace, room } => write_room(f, room, namespace, "deleted"),
            Self::EventReceived {
                namespace,
                sid,
                event,
                bytes,
                ..
            } => {
                write!(
                    f,
                    "event {} of {bytes} bytes from {sid} in {}",
                    Quoted(event),
                    Quoted(namespace)
                )
            }
            Self::EventHandled {
                namespace,
                sid,
                event,
                took,
                failure,
            } => {
                write!(
                    f,
                    "event {} from {sid} in {} handled in {took:?}",
                    Quoted(event),
                    Quoted(namespace)
                )?;
                failure.map_or(Ok(()), |failure| write!(f, ": {}", failure.as_str()))
            }
            Self::EventHeld {
                namespace,
                event,
                handler,
                ..
            } => {
                let (event, handler, namespace) =
                    (Quoted(event), Quoted(handler), Quoted(namespace));
                write!(
                    f,
                    "event {event} in {namespace} waits for the handler of {handler}, which waits for an answer of the same client: {WAY_OUT}"
                )
            }
            Self::EventUnhandled {
                namespace, event, ..
            } => {
                write!(
                    f,
                    "no handler for event {} in {}",
                    Quoted(event),
                    Quoted(namespace)
                )
            }
            Self::EventSent {
                namespace,
                event,
                bytes,
                recipients,
                ..
            } => {
                let (event, namespace) = (Quoted(event), Quoted(namespace));
                write!(
                    f,
                    "event {event} of {bytes} bytes sent to {recipients} in {namespace}"
                )
            }
            Self::AnswerSent {
                namespace,
                sid,
                bytes,
            } => write_answer(f, bytes, "to", sid, namespace),
            Self::AnswerReceived {
                namespace,
                sid,
                bytes,
            } => write_answer(f, bytes, "from", sid, namespace),
            Self::HandlerFailed {
                namespace,
                event,
                error,
                ..
            } => write_failure(f, "handler", event, namespace, error),
            Self::TaskFailed {
                namespace,
                event,
                error,
                ..
            } => {
                f.write_str("a task of ")?;
                write_failure(f, "handler", event, namespace, error)
            }
            Self::ErrorHandlerFailed {
                namespace,
                event,
                error,
                ..
            } => write_failure(f, "error handler", event, namespace, error),
            Self::SessionPanicked { session } => {
                write!(
                    f,
                    "a panic outside of handlers: session {session} is closed"
                )
            }
            Self::ProtocolViolated { session, problem } => {
                write!(f, "session {session} is closed: {}", Excerpt(problem))
            }
            Self::LimitReached { session, limit } => {
                write!(f, "session {session}: {}", limit.sentence())
            }
            Self::AcceptFailed { error } => write!(f, "cannot accept connections: {error}"),
            Self::QueueReached {} => f.write_str("the message queue of the cluster is reached"),
            Self::QueueLost { error } => {
                write!(
                    f,
                    "the message queue of the cluster cannot be reached: {}",
                    Excerpt(error)
                )
            }
            Self::NodeJoined { node } => write!(f, "node {node} has joined the cluster"),
            Self::NodeLeft { node } => write!(f, "node {node} has left the cluster"),
            Self::TlsFailed { error } => write!(f, "no TLS: {error}"),
        }
    }
}

fn write_room(f: &mut fmt::Formatter<'_>, room: &str, namespace: &str, what: &str) -> fmt::Result {
    write!(f, "room {} of {} {what}", Quoted(room), Quoted(namespace))
}

fn write_visit(
    f: &mut fmt::Formatter<'_>,
    sid: Sid,
    what: &str,
    room: &str,
    namespace: &str,
) -> fmt::Result {
    let (room, namespace) = (Quoted(room), Quoted(namespace));
    write!(f, "{sid} {what} room {room} of {namespace}")
}

fn write_answer(
    f: &mut fmt::Formatter<'_>,
    bytes: usize,
    way: &str,
    sid: Sid,
    namespace: &str,
) -> fmt::Result {
    let namespace = Quoted(namespace);
    write!(f, "answer of {bytes} bytes {way} {sid} in {namespace}")
}

fn write_failure(
    f: &mut fmt::Formatter<'_>,
    handler: &str,
    event: &str,
    namespace: &str,
    error: &(dyn Error + 'static),
) -> fmt::Result {
    let (event, namespace, error) = (Quoted(event), Quoted(namespace), Chain(error));
    write!(f, "the {handler} of {event} in {namespace} failed: {error}")
}
