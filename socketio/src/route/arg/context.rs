//! Parameters that come from the context: who, which event, why.

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

/// Its id.
impl FromArg for Sid {
    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        Ok(invocation.socket().sid())
    }
}

/// What handlers remember about it.
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

/// All arguments that are left, raw. In an error handler: those of the event that failed.
impl FromArg for Args {
    const TAKES: Takes = Takes::Rest;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        invocation.rest()
    }
}

/// Why the client is gone.
impl FromArg for Reason {
    const TAKES: Takes = Takes::Reason;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        invocation
            .reason()
            .ok_or_else(|| Error::from("the client is still there"))
    }
}

/// What went wrong.
impl FromArg for Error {
    const TAKES: Takes = Takes::Error;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        invocation
            .error()
            .cloned()
            .ok_or_else(|| Error::from("nothing went wrong"))
    }
}
