//! From an event to its handler and its answer. Every event that asks for an answer gets one, whatever happens to its
//! handler.

use std::num::NonZeroUsize;

use bytes::Bytes;

use super::{
    Namespace,
    run::{self, ErrorHandler, Run},
};
use crate::{
    context::Context,
    packet::{ArgsError, Raw, Reader},
    route::{Error, Handler, Invocation, Order, Reply},
    socket::Socket,
};

/// An event, borrowed from the packet it came in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event<'a> {
    pub(crate) name: &'a str,
    /// The id under which the client wants an answer.
    pub(crate) id: Option<u64>,
    /// Its arguments.
    pub(crate) data: Raw<'a>,
    pub(crate) attachments: &'a [Bytes],
}

/// The data of a packet is malformed. No working client sends that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Malformed;

/// What happens to the next event while a handler runs. Defaults are resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    Serial,
    Free,
    /// This handler runs so many times at once.
    Limited(HandlerId, NonZeroUsize),
    /// The newest run of this handler cancels the one before.
    Latest(HandlerId),
}

/// Which handler of a namespace: the address of its handler in the table, which never moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HandlerId(usize);

impl Namespace {
    /// The handler of an event.
    pub(crate) fn handler(&self, event: &str) -> Option<&Handler> {
        self.table.event(event)
    }

    pub(crate) fn policy(&self, handler: &Handler) -> Policy {
        let id = || HandlerId(std::ptr::from_ref(handler).addr());
        match handler.order() {
            Order::Default if self.config.async_handlers => Policy::Free,
            Order::Default | Order::Serial => Policy::Serial,
            Order::Concurrent(None) => Policy::Free,
            Order::Concurrent(Some(runs)) => Policy::Limited(id(), runs),
            Order::Latest => Policy::Latest(id()),
        }
    }

    /// Calls the handler of an event.
    #[inline]
    pub(crate) fn call_handler(
        &self,
        socket: &Socket,
        handler: &Handler,
        event: Event<'_>,
    ) -> Result<Run, Error> {
        let mut context = Context::new(socket.clone(), handler.event_name(event.name));
        let mut error_handler = None;
        if self.table.on_error().is_some() {
            // The arguments are copied only if an error handler might read them.
            context = context.with_args(Reader::new(event.data, event.attachments).rest()?);
            error_handler = ErrorHandler::new(&self.table, event.id, true);
        }
        let reader = Reader::new(event.data, event.attachments);
        let started = run::start(
            handler,
            &mut Invocation::new(&context, reader).with_ack(event.id),
        );
        Run::new(started, context, error_handler)
    }

    /// The answer to an event that nobody handles.
    #[cold]
    pub(crate) fn unhandled(&self, socket: &Socket, event: Event<'_>) -> Result<Reply, Malformed> {
        Reader::new(event.data, event.attachments).rest()?;
        self.tell_unhandled(socket, event.name);
        Ok(self.failure(event.id, &Error::unhandled(event.name)))
    }

    /// The answer to an event whose handler has failed.
    #[cold]
    pub(crate) fn failed(
        &self,
        socket: &Socket,
        event: &str,
        id: Option<u64>,
        error: &Error,
    ) -> Reply {
        // Only the middlewares of the namespace have seen such an event.
        match error.is_unhandled() {
            true => self.tell_unhandled(socket, event),
            false => self.tell_failure(socket, event, error),
        }
        self.failure(id, error)
    }

    fn failure(&self, id: Option<u64>, error: &Error) -> Reply {
        if id.is_some() && self.config.ack_errors {
            Reply::failure(self.codec(), error)
        } else {
            Reply::None
        }
    }
}

impl Malformed {
    /// Tells malformed data from any other error of a handler.
    #[cold]
    pub(crate) fn unless_failed(error: Error) -> Result<Error, Self> {
        match error.downcast_ref::<ArgsError>() {
            Some(misfit) if misfit.is_malformed() => Err(Self),
            _ => Ok(error),
        }
    }
}

impl From<ArgsError> for Malformed {
    fn from(_: ArgsError) -> Self {
        Self
    }
}
