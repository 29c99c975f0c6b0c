//! Parameters that come from the context: the client, its session, the server, the event, and why a handler runs.

use super::{FromArg, Takes};
use crate::{
    context::EventName,
    emit::Io,
    observe::Reason,
    packet::Args,
    route::{Error, Invocation},
    session::Session,
    sid::Sid,
    socket::Socket,
};

/// The client that sent the event.
impl FromArg for Socket {
    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        Ok(invocation.socket().clone())
    }
}

/// The id of the client that sent the event.
impl FromArg for Sid {
    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        Ok(invocation.socket().sid())
    }
}

/// What handlers remember about the client that sent the event.
impl<T: Default + Send + 'static> FromArg for Session<T> {
    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        Ok(invocation.socket().session())
    }
}

/// The server.
impl FromArg for Io {
    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        Ok(invocation.socket().io().clone())
    }
}

/// The event's name, as the client wrote it.
impl FromArg for EventName {
    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        Ok(invocation.event().clone())
    }
}

/// All arguments that are left, as text. In an error handler: the arguments of the event whose handler failed.
impl FromArg for Args {
    const TAKES: Takes = Takes::Rest;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        invocation.rest()
    }
}

/// Why the client has left, in a disconnect handler.
impl FromArg for Reason {
    const TAKES: Takes = Takes::Reason;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        invocation
            .reason()
            .ok_or_else(|| Error::from("the client is still there"))
    }
}

/// What went wrong, in an error handler.
impl FromArg for Error {
    const TAKES: Takes = Takes::Error;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        invocation
            .error()
            .cloned()
            .ok_or_else(|| Error::from("nothing went wrong"))
    }
}
