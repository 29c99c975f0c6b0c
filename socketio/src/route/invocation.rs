//! Invocation: what a handler is called with. Borrows the packet, so arguments are decoded before the future exists.

use std::{
    any::Any,
    collections::VecDeque,
    fmt,
    future::Future,
    pin::Pin,
    task::{self, Poll, ready},
};

#[cfg(feature = "axum")]
use http::request::Parts;
use pin_project_lite::pin_project;
use serde::de::DeserializeOwned;

use super::{
    Error, Kind,
    reply::{Outcome, Returned},
};
use crate::{
    context::{Context, EventName},
    observe::Reason,
    packet::{Args, ArgsError, Held, Reader},
    socket::Socket,
};

/// A handler that runs.
pub(crate) type HandlerFuture = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// One invocation of a handler: the event, who sent it, and the arguments that are not taken yet.
///
/// It is what a [`FromArg`](crate::FromArg) makes its value of.
pub struct Invocation<'a> {
    context: &'a Context,
    reader: Reader<'a>,
    /// The id under which the client wants an answer, unless that is given by hand.
    ack: Option<u64>,
    param: &'static str,
    reason: Option<Reason>,
    error: Option<Error>,
    /// There only if a parameter has to be waited for.
    prepared: Option<Box<Prepared>>,
}

/// The values of the parameters that have to be waited for.
#[derive(Default)]
pub(super) struct Prepared {
    /// Of the parameters that are still to come, in their order.
    values: VecDeque<Box<dyn Any + Send>>,
    /// Of the parameter that is being made.
    current: Option<Box<dyn Any + Send>>,
    /// The request that opened the session: one copy for all extractors of a handler.
    #[cfg(feature = "axum")]
    request: Option<Parts>,
}

/// An invocation that owns its arguments, so that steps before the handler can wait.
pub(super) struct HeldInvocation {
    context: Context,
    args: Held,
    ack: Option<u64>,
    reason: Option<Reason>,
    error: Option<Error>,
    prepared: Option<Box<Prepared>>,
}

impl HeldInvocation {
    /// The invocation, as it was before it was held.
    pub(super) fn resume(&mut self) -> Invocation<'_> {
        Invocation {
            ack: self.ack,
            reason: self.reason,
            error: self.error.clone(),
            prepared: self.prepared.take(),
            ..Invocation::new(&self.context, self.args.reader())
        }
    }

    /// The invocation without its arguments, for what is made before the handler takes them.
    pub(super) fn without_args(&self) -> Invocation<'_> {
        Invocation {
            reason: self.reason,
            error: self.error.clone(),
            ..Invocation::new(&self.context, Reader::none())
        }
    }

    /// Adds the values of parameters, in the order of the parameters.
    pub(super) fn set_values(&mut self, values: VecDeque<Box<dyn Any + Send>>) {
        self.prepared.get_or_insert_default().values = values;
    }
}

impl<'a> Invocation<'a> {
    pub(crate) fn new(context: &'a Context, reader: Reader<'a>) -> Self {
        Self {
            context,
            reader,
            ack: None,
            param: "",
            reason: None,
            error: None,
            prepared: None,
        }
    }

    /// The id under which the client wants an answer, if it does.
    pub(crate) fn with_ack(mut self, id: Option<u64>) -> Self {
        self.ack = id;
        self
    }

    /// Why the client is gone, for a disconnect handler.
    pub(crate) fn with_reason(mut self, reason: Reason) -> Self {
        self.reason = Some(reason);
        self
    }

    /// What went wrong, for an error handler.
    pub(crate) fn with_error(mut self, error: Error) -> Self {
        self.error = Some(error);
        self
    }

    /// The client that sent the event.
    #[must_use]
    pub fn socket(&self) -> &Socket {
        self.context.socket()
    }

    /// The name of the event.
    #[must_use]
    pub fn event(&self) -> &EventName {
        self.context.event()
    }

    /// The name of the parameter that is being made.
    #[must_use]
    pub fn param(&self) -> &'static str {
        self.param
    }

    /// Takes the next argument of the event; for types with [`Takes::One`](crate::Takes::One).
    ///
    /// # Errors
    ///
    /// There is none left, or it does not fit.
    pub fn next_arg<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        self.reader
            .next(self.param)
            .map_err(|error| self.misfit(error))
    }

    /// Takes all arguments that are left; for types with [`Takes::Rest`](crate::Takes::Rest).
    ///
    /// # Errors
    ///
    /// They are not a list of JSON values.
    pub fn rest(&mut self) -> Result<Args, Error> {
        if self.error.is_some() {
            return Ok(self.context.args().cloned().unwrap_or_default());
        }
        self.reader.rest().map_err(|error| self.misfit(error))
    }

    /// The value of the current parameter, if it has been prepared and not been taken.
    pub(super) fn take_prepared(&mut self) -> Option<Box<dyn Any + Send>> {
        self.prepared.as_mut()?.current.take()
    }

    /// Sets the arguments aside. They are checked now: what is no JSON at all never gets to wait.
    pub(super) fn hold(&mut self) -> Result<HeldInvocation, Error> {
        let args = self.reader.hold().map_err(|error| self.misfit(error))?;
        Ok(HeldInvocation {
            context: self.context.clone(),
            args,
            ack: self.ack,
            reason: self.reason,
            error: self.error.clone(),
            prepared: self.prepared.take(),
        })
    }

    /// The parameter of this name is made next; `waits` if its value has been prepared.
    pub(super) fn set_param(&mut self, name: &'static str, waits: bool) {
        self.param = name;
        if waits && let Some(prepared) = &mut self.prepared {
            prepared.current = prepared.values.pop_front();
        }
    }

    /// Whether the value of the current parameter has been prepared.
    #[cfg(feature = "axum")]
    pub(super) fn is_prepared(&self) -> bool {
        let prepared = self.prepared.as_ref();
        prepared.is_some_and(|prepared| prepared.current.is_some())
    }

    /// The request that opened the session, for extractors, which may take parts of it away.
    #[cfg(feature = "axum")]
    pub(super) fn request(&mut self) -> &mut Parts {
        let prepared = self.prepared.get_or_insert_default();
        let socket = self.context.socket();
        prepared
            .request
            .get_or_insert_with(|| socket.request_parts())
    }

    #[cold]
    fn misfit(&self, error: ArgsError) -> Error {
        error.in_event(self.context.event().as_str()).into()
    }

    pub(super) fn reason(&self) -> Option<Reason> {
        self.reason
    }

    pub(super) fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Gives the acknowledgement away: the return value is not sent any more.
    pub(super) fn take_ack(&mut self) -> Option<u64> {
        self.ack.take()
    }
}

/// What a shim does with it, in this order.
impl Invocation<'_> {
    /// No argument of an event may be left.
    pub(super) fn finish(&mut self, kind: Kind) -> Result<(), Error> {
        if kind != Kind::Event {
            return Ok(());
        }
        self.reader.finish().map_err(|error| self.misfit(error))
    }

    /// The handler's future and its reply: the one allocation of a call.
    pub(super) fn run<F>(
        &self,
        handler: F,
        reply: impl FnOnce(Returned<F::Output>, bool) -> Outcome + Send + 'static,
    ) -> HandlerFuture
    where
        F: Future + Send + 'static,
    {
        Box::pin(Answering {
            handler,
            reply: Some(reply),
            wanted: self.ack.is_some(),
        })
    }
}

pin_project! {
    /// A handler, and what makes an answer of what it returns.
    struct Answering<F, R> {
        #[pin]
        handler: F,
        reply: Option<R>,
        wanted: bool,
    }
}

impl<F, R> Future for Answering<F, R>
where
    F: Future,
    R: FnOnce(Returned<F::Output>, bool) -> Outcome,
{
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Outcome> {
        let this = self.project();
        let returned = ready!(this.handler.poll(cx));
        let reply = this.reply.take().expect("it is polled until it is ready");
        Poll::Ready(reply(Returned(returned), *this.wanted))
    }
}

impl fmt::Debug for Invocation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invocation")
            .field("context", &self.context)
            .field("param", &self.param)
            .finish_non_exhaustive()
    }
}
