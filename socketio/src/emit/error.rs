//! Errors of the verbs: why an event or a question was not sent, and why a question has no answer.

use std::{error, fmt};

use crate::{ack::AckError, adapter::ClusterError, packet::EncodeError};

/// There is no caller: the call is neither in a handler nor in a task that a handler started with
/// [`socketio::spawn`](crate::spawn).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoContext;

impl fmt::Display for NoContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "there is no caller outside of a handler: use the methods of `Io`, such as `io.emit(..)`, with `io` from \
             `SocketIo::io()`, or start the task inside a handler with `socketio::spawn(..)`",
        )
    }
}

impl error::Error for NoContext {}

/// Why the target of a verb, such as [`emit`](crate::emit()), cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetError {
    /// The target is the caller, and there is no caller.
    NoContext(NoContext),
    /// The target is the caller, but in another namespace than the caller's, where the client has another sid.
    NoCaller {
        /// The other namespace.
        namespace: String,
    },
    /// `include_self(false)` was called on an [`Io`](super::Io), which has no caller to leave out.
    NoSelf,
    /// Both [`broadcast`](super::Emit::broadcast), for everybody, and [`to`](super::Emit::to), for some, were called.
    BroadcastToRooms,
    /// It is for the caller alone, whom `include_self(false)` leaves out.
    NobodyLeft,
    /// The server has no such namespace.
    UnknownNamespace(String),
    /// It was done on this node, and other nodes of the cluster are not told.
    Cluster(ClusterError),
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoContext(error) => error.fmt(f),
            Self::NoCaller { namespace } => write!(
                f,
                "the caller is not known in namespace `{namespace}`, where its sid is another: name a room or a sid"
            ),
            Self::NoSelf => f.write_str(
                "an `Io` has no caller to leave out: remove `include_self(false)`, or name who is left out with \
                 `.except(sid)`; inside a handler, `socketio::emit(..)` knows the caller",
            ),
            Self::BroadcastToRooms => f.write_str(
                "`.broadcast()` is for everybody and `.to(..)` for some: remove `.broadcast()`, and add \
                 `.include_self(false)` if the caller is to be left out",
            ),
            Self::NobodyLeft => f.write_str(
                "it is for the caller alone, and `.include_self(false)` leaves the caller out: add `.broadcast()`, or name \
                 rooms with `.to(..)`",
            ),
            Self::UnknownNamespace(name) => {
                write!(
                    f,
                    "there is no namespace `{name}`: give it a handler, or name it with `.namespaces([..])`"
                )
            }
            Self::Cluster(error) => error.fmt(f),
        }
    }
}

impl error::Error for TargetError {}

impl From<ClusterError> for TargetError {
    fn from(error: ClusterError) -> Self {
        Self::Cluster(error)
    }
}

impl From<NoContext> for TargetError {
    fn from(error: NoContext) -> Self {
        Self::NoContext(error)
    }
}

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmitError {
    /// The target cannot be used.
    Target(TargetError),
    /// The event's name is reserved by the protocol, so clients would take it for something else.
    ReservedName(String),
    /// The data cannot be encoded; the text says why.
    Encode(EncodeError),
    /// A connect handler asked its own client by [`call`](crate::call) or [`acks`](super::Emit::acks). The client gets the
    /// question only after the handler has let it in.
    Connecting,
    /// The target is one client, the caller or that of a [`Socket`](crate::Socket), and it has left or was disconnected.
    Disconnected,
    /// The target is one client, and it did not take what is sent to it: its queue was full for as long as
    /// [`outbound_timeout`](crate::SocketIoBuilder::outbound_timeout) allows. It is disconnected now.
    SlowConsumer,
    /// The clients of this node have got it, and other nodes of the cluster are not told. The answers to a question are
    /// ignored then.
    Cluster(ClusterError),
}

impl EmitError {
    /// Whether the target was one client, the caller or that of a [`Socket`](crate::Socket), and it has left.
    #[must_use]
    pub fn is_disconnected(&self) -> bool {
        matches!(self, Self::Disconnected | Self::SlowConsumer)
    }

    /// Whether a caller was needed and there is none, as outside of a handler.
    #[must_use]
    pub fn is_no_context(&self) -> bool {
        matches!(
            self,
            Self::Target(TargetError::NoContext(_) | TargetError::NoSelf)
        )
    }
}

impl fmt::Display for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(error) => error.fmt(f),
            Self::ReservedName(name) => {
                write!(f, "event name `{name}` is reserved: choose another")
            }
            Self::Encode(error) => write!(f, "the data cannot be sent: {error}"),
            Self::Connecting => f.write_str(
                "a connect handler cannot wait for its client's answer: the client gets the question once the handler has \
                 let it in; ask with `emit(..).callback(..)`, or `call` in a task of `socketio::spawn`",
            ),
            Self::Disconnected => f.write_str("the client is gone"),
            Self::SlowConsumer => f.write_str("the client does not take what is sent to it"),
            Self::Cluster(error) => error.fmt(f),
        }
    }
}

impl error::Error for EmitError {}

impl From<TargetError> for EmitError {
    fn from(error: TargetError) -> Self {
        Self::Target(error)
    }
}

impl From<ClusterError> for EmitError {
    fn from(error: ClusterError) -> Self {
        Self::Cluster(error)
    }
}

impl From<NoContext> for EmitError {
    fn from(error: NoContext) -> Self {
        Self::Target(error.into())
    }
}

impl From<EncodeError> for EmitError {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

/// Why a `call` has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError {
    /// The question was not sent.
    Emit(EmitError),
    /// The client did not answer, or its answer is not of the expected type.
    Ack(AckError),
}

impl CallError {
    /// Whether the client did not answer in time.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Ack(AckError::Timeout))
    }

    /// Whether the client has left or was disconnected.
    #[must_use]
    pub fn is_disconnected(&self) -> bool {
        matches!(
            self,
            Self::Ack(AckError::Disconnected)
                | Self::Emit(EmitError::Disconnected | EmitError::SlowConsumer)
        )
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Emit(error) => error.fmt(f),
            Self::Ack(error) => error.fmt(f),
        }
    }
}

impl error::Error for CallError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Emit(error) => error.source(),
            Self::Ack(error) => error.source(),
        }
    }
}

impl From<EmitError> for CallError {
    fn from(error: EmitError) -> Self {
        Self::Emit(error)
    }
}

impl From<AckError> for CallError {
    fn from(error: AckError) -> Self {
        Self::Ack(error)
    }
}
