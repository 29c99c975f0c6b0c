//! What can be wrong with an emit, before anything has left.

use std::{error, fmt};

use crate::{ack::AckError, packet::EncodeError};

/// There is no caller: this is not inside a handler, nor in a task that a handler started with
/// [`socketio::spawn`](crate::spawn).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoContext;

impl fmt::Display for NoContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "there is no caller outside of a handler: use `io.emit(..)` and its like, with `io` from \
             `SocketIo::io()`, or start the task inside a handler with `socketio::spawn(..)`",
        )
    }
}

impl error::Error for NoContext {}

/// Why it is not known whom something is for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetError {
    /// It is for the caller, and there is none.
    NoContext(NoContext),
    /// It is for the caller, but in another namespace, where its sid is another.
    NoCaller {
        /// The other namespace.
        namespace: String,
    },
    /// `include_self(false)` from an [`Io`](super::Io), which has no caller.
    NoSelf,
    /// [`broadcast`](super::Emit::broadcast) is for everybody, and [`to`](super::Emit::to) for some.
    BroadcastToRooms,
    /// The server has no such namespace.
    UnknownNamespace(String),
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
            Self::UnknownNamespace(name) => {
                write!(
                    f,
                    "there is no namespace `{name}`: give it a handler, or name it with `.namespaces([..])`"
                )
            }
        }
    }
}

impl error::Error for TargetError {}

impl From<NoContext> for TargetError {
    fn from(error: NoContext) -> Self {
        Self::NoContext(error)
    }
}

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmitError {
    /// It is not known whom it is for.
    Target(TargetError),
    /// The name belongs to the library; clients would take it for something else.
    ReservedName(String),
    /// The data cannot be encoded; the text says why.
    Encode(EncodeError),
    /// It is a [`call`](crate::call) to a client from its own connect handler: the client gets the question only once the
    /// handler has let it in.
    Connecting,
    /// It is for the caller alone, or the client of a [`Socket`](crate::Socket), who is gone or was told to go.
    Disconnected,
}

impl EmitError {
    /// Whether the client it was for, named by no room and no sid, is gone.
    #[must_use]
    pub fn is_disconnected(&self) -> bool {
        matches!(self, Self::Disconnected)
    }

    /// Whether it was tried outside of a handler.
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
        }
    }
}

impl error::Error for EmitError {}

impl From<TargetError> for EmitError {
    fn from(error: TargetError) -> Self {
        Self::Target(error)
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
    /// The client did not answer, or not as expected.
    Ack(AckError),
}

impl CallError {
    /// Whether the client took too long.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Ack(AckError::Timeout))
    }

    /// Whether the client is gone.
    #[must_use]
    pub fn is_disconnected(&self) -> bool {
        matches!(
            self,
            Self::Ack(AckError::Disconnected) | Self::Emit(EmitError::Disconnected)
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
