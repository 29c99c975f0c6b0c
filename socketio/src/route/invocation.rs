//! Invocation: what a handler is called with. It borrows the packet, so the arguments are decoded before the handler's
//! future is made.

use std::{
    any::Any,
    collections::VecDeque,
    fmt,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{self, Poll, ready},
};

#[cfg(feature = "axum")]
use http::request::Parts;
use pin_project_lite::pin_project;
use serde::de::DeserializeOwned;

use super::{
    Error, InvalidArgs, Kind,
    reply::{Outcome, Returned},
};
use crate::{
    context::{Context, EventName},
    observe::Reason,
    packet::{Args, ArgsError, Codec, Reader, Unread},
    socket::Socket,
};

/// A handler that runs.
pub(crate) type HandlerFuture = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// One invocation of a handler: the event, the client that sent it, and the arguments that are not taken yet.
///
/// A [`FromArg`](crate::FromArg) makes its value from it.
pub struct Invocation<'a> {
    context: &'a Context,
    reader: Reader<'a>,
    /// The id of the acknowledgement that the client asked for. `None` once an [`Ack`](crate::Ack) has taken it.
    ack: Option<u64>,
    /// Is set when an [`Ack`](crate::Ack) takes the id, if a middleware has to know.
    ack_taken: Option<&'a Arc<AtomicBool>>,
    param: &'static str,
    /// How many parameters without a name have taken a value from the name of the namespace.
    unnamed: usize,
    reason: Option<Reason>,
    error: Option<Error>,
    /// Present only if the handler has a parameter that has to be waited for.
    prepared: Option<Box<Prepared>>,
}

/// The values of the parameters that have to be waited for.
#[derive(Default)]
pub(super) struct Prepared {
    /// The values of the parameters that are still to be made, in the order of the parameters.
    values: VecDeque<Box<dyn Any + Send>>,
    /// The value of the parameter that is being made.
    current: Option<Box<dyn Any + Send>>,
    /// The request that opened the session: one copy for all extractors of a handler.
    #[cfg(feature = "axum")]
    request: Option<Parts>,
}

/// An invocation that owns its arguments, so that steps before the handler can wait.
pub(super) struct HeldInvocation {
    context: Context,
    args: Unread,
    ack: Option<u64>,
    ack_taken: Option<Arc<AtomicBool>>,
    reason: Option<Reason>,
    error: Option<Error>,
    prepared: Option<Box<Prepared>>,
}

impl HeldInvocation {
    /// Makes the invocation again, as it was before [`Invocation::hold`].
    pub(super) fn resume(&mut self) -> Invocation<'_> {
        Invocation {
            ack: self.ack,
            ack_taken: self.ack_taken.as_ref(),
            reason: self.reason,
            error: self.error.clone(),
            prepared: self.prepared.take(),
            ..Invocation::new(&self.context, self.args.reader())
        }
    }

    /// The invocation without its arguments, for parameters that are prepared before the arguments are decoded.
    pub(super) fn without_args(&self) -> Invocation<'_> {
        Invocation {
            reason: self.reason,
            error: self.error.clone(),
            ..Invocation::new(&self.context, Reader::none())
        }
    }

    /// The invocation for a middleware and for what follows it, which both take arguments from the first on.
    pub(super) fn share(&self) -> Self {
        Self {
            context: self.context.clone(),
            args: self.args.clone(),
            ack: self.ack,
            ack_taken: self.ack_taken.clone(),
            reason: self.reason,
            error: self.error.clone(),
            prepared: None,
        }
    }

    /// Puts other arguments in the place of those that came.
    pub(super) fn set_args(&mut self, args: Unread) {
        self.args = args;
    }

    /// The flag that is set when an [`Ack`](crate::Ack) takes the duty to answer.
    pub(super) fn watch_ack(&mut self) -> Arc<AtomicBool> {
        Arc::clone(self.ack_taken.get_or_insert_default())
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
            ack_taken: None,
            param: "",
            unnamed: 0,
            reason: None,
            error: None,
            prepared: None,
        }
    }

    /// Sets the id of the acknowledgement, if the client asked for one.
    pub(crate) fn with_ack(mut self, id: Option<u64>) -> Self {
        self.ack = id;
        self
    }

    /// Sets why the client is gone, for a disconnect handler.
    pub(crate) fn with_reason(mut self, reason: Reason) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Sets what went wrong, for an error handler.
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

    /// The bytes of the arguments as they are in the packet, with the attachments.
    pub(super) fn size(&self) -> usize {
        self.reader.size()
    }

    /// The name of the parameter that is being made.
    #[must_use]
    pub fn param(&self) -> &'static str {
        self.param
    }

    /// The text in the name of the namespace that the current parameter stands for. A parameter of a closure, which has no
    /// name, takes the next one.
    pub(super) fn namespace_param(&mut self) -> Option<&str> {
        let adapter = self.context.socket().adapter();
        if self.param.is_empty() {
            self.unnamed += 1;
            return adapter.nth_param(self.unnamed - 1);
        }
        adapter
            .param(self.param)
            .or_else(|| adapter.param(self.param.strip_prefix('_')?))
    }

    /// Takes the next argument of the event; for types with [`Takes::One`](crate::Takes::One).
    ///
    /// # Errors
    ///
    /// No argument is left, or the argument does not fit the type.
    pub fn next_arg<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        self.reader
            .next(self.param)
            .map_err(|error| self.misfit(error))
    }

    /// The error of the current parameter, whose value could be decoded and breaks rules of the program. Each fault is a path
    /// inside the value, empty for the value itself, and what is wrong there.
    ///
    /// [`Valid`](crate::guide::validation) is made with it; a type of yours does so for another crate of rules.
    pub fn invalid<P: fmt::Display, M: fmt::Display>(
        &self,
        faults: impl IntoIterator<Item = (P, M)>,
    ) -> Error {
        let faults = faults.into_iter().map(|(path, message)| {
            let path = path.to_string();
            let path = match (self.param, &*path) {
                (param, "") => param.to_owned(),
                ("", path) => path.to_owned(),
                (param, path) if path.starts_with('[') => format!("{param}{path}"),
                (param, path) => format!("{param}.{path}"),
            };
            (path, message.to_string())
        });
        InvalidArgs::new(self.context.event().as_str(), faults).into()
    }

    /// Takes all arguments that are left; for types with [`Takes::Rest`](crate::Takes::Rest).
    ///
    /// # Errors
    ///
    /// The arguments are not a list of JSON values.
    pub fn rest(&mut self) -> Result<Args, Error> {
        if self.error.is_some() {
            return Ok(self.context.args().cloned().unwrap_or_default());
        }
        self.reader.rest().map_err(|error| self.misfit(error))
    }

    /// Takes the prepared value of the current parameter. `None` if there is none or it has been taken already.
    pub(super) fn take_prepared(&mut self) -> Option<Box<dyn Any + Send>> {
        self.prepared.as_mut()?.current.take()
    }

    /// Copies the arguments, so that steps can wait before the handler takes them.
    ///
    /// # Errors
    ///
    /// The arguments are not in the format of packets. That is checked here, so that the handler of such an event never waits.
    pub(super) fn hold(&mut self) -> Result<HeldInvocation, Error> {
        let args = self.reader.unread().map_err(|error| self.misfit(error))?;
        Ok(HeldInvocation {
            context: self.context.clone(),
            args,
            ack: self.ack,
            ack_taken: self.ack_taken.cloned(),
            reason: self.reason,
            error: self.error.clone(),
            prepared: self.prepared.take(),
        })
    }

    /// Makes the parameter of this name the current one. `waits` says that its value has been prepared.
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

    /// A copy of the request that opened the session, for extractors, which may take parts out of it.
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

    /// Takes the id of the acknowledgement. The handler's return value is not sent then.
    pub(super) fn take_ack(&mut self) -> Option<u64> {
        let id = self.ack.take()?;
        if let Some(taken) = self.ack_taken {
            taken.store(true, Ordering::Relaxed);
        }
        Some(id)
    }
}

/// What a handler's shim calls, in this order.
impl Invocation<'_> {
    /// Checks that all arguments of an event have been taken.
    ///
    /// # Errors
    ///
    /// The client sent more arguments than the handler has parameters.
    pub(super) fn finish(&mut self, kind: Kind) -> Result<(), Error> {
        if kind != Kind::Event {
            return Ok(());
        }
        self.reader.finish().map_err(|error| self.misfit(error))
    }

    /// Boxes the handler's future together with what makes a reply of its result: the one allocation of a call.
    pub(super) fn run<F>(
        &self,
        handler: F,
        reply: impl FnOnce(Returned<F::Output>, Option<Codec>) -> Outcome + Send + 'static,
    ) -> HandlerFuture
    where
        F: Future + Send + 'static,
    {
        Box::pin(Answering {
            handler,
            reply: Some(reply),
            wanted: self.ack.map(|_| self.socket().codec()),
        })
    }
}

pin_project! {
    /// A handler's future, and the function that makes an answer of its result.
    struct Answering<F, R> {
        #[pin]
        handler: F,
        reply: Option<R>,
        wanted: Option<Codec>,
    }
}

impl<F, R> Future for Answering<F, R>
where
    F: Future,
    R: FnOnce(Returned<F::Output>, Option<Codec>) -> Outcome,
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
