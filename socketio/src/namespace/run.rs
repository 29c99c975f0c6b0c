//! Run: a handler on its way, and the error handler that takes over when it fails. Panics end here.

use std::{
    any::Any,
    fmt,
    future::Future,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context as TaskContext, Poll, ready},
};

use crate::{
    context::Context,
    emit::{CallError, EmitError},
    packet::Reader,
    route::{Call, ConnectionRefused, Entry, Error, HandlerFuture, Outcome, Table},
    socket::Socket,
};

/// A handler that was called. Its output is what the handler returned, or what the error handler made of the
/// handler's error.
pub(crate) struct Run {
    /// There until it is ready.
    future: Option<HandlerFuture>,
    rescue: Option<Rescue>,
    /// The error that the error handler is at work on.
    failed: Option<Error>,
}

/// What it takes to call the error handler. There is none unless the namespace has one.
pub(super) struct Rescue {
    context: Context,
    table: Arc<Table>,
    /// Whether what the error handler returns takes the place of the error.
    heals: bool,
}

impl Run {
    /// Calls a handler: decodes its arguments and makes the future. If they do not fit, the error handler
    /// begins at once.
    pub(super) fn begin(
        entry: &Entry,
        call: Call<'_>,
        rescue: Option<Rescue>,
    ) -> Result<Self, Error> {
        match start(entry, call) {
            Ok(future) => Ok(Self {
                future: Some(future),
                rescue,
                failed: None,
            }),
            Err(error) => match rescue.as_ref().and_then(|rescue| rescue.call(&error)) {
                Some(future) => Ok(Self {
                    future: Some(future),
                    rescue,
                    failed: Some(error),
                }),
                None => Err(error),
            },
        }
    }

    fn poll_future(&mut self, cx: &mut TaskContext<'_>) -> Poll<Outcome> {
        let slot = &mut self.future;
        catch_unwind(AssertUnwindSafe(|| {
            let future = slot.as_mut().expect("it is polled until it is ready");
            let outcome = ready!(future.as_mut().poll(cx));
            // Dropping what the handler has kept may panic as well.
            *slot = None;
            Poll::Ready(outcome)
        }))
        .unwrap_or_else(|panic| {
            discard(self.future.take());
            Poll::Ready(Err(panicked(panic)))
        })
    }
}

impl Drop for Run {
    /// One that was not finished holds what is the user's.
    fn drop(&mut self) {
        if let Some(future) = self.future.take() {
            discard(future);
        }
    }
}

impl Future for Run {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Outcome> {
        loop {
            let outcome = ready!(self.poll_future(cx));
            let outcome = match (outcome, self.failed.take()) {
                (Ok(reply), None) => Ok(reply),
                (Err(error), None) => {
                    if let Some(future) =
                        self.rescue.as_ref().and_then(|rescue| rescue.call(&error))
                    {
                        self.future = Some(future);
                        self.failed = Some(error);
                        continue;
                    }
                    Err(error)
                }
                (Ok(reply), Some(error)) => {
                    if self.rescue.as_ref().is_some_and(|rescue| rescue.heals) {
                        Ok(reply)
                    } else {
                        Err(error)
                    }
                }
                (Err(second), Some(first)) => {
                    tracing::error!(error = %second, "the error handler failed");
                    Err(first)
                }
            };
            return Poll::Ready(outcome);
        }
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}

impl Rescue {
    pub(super) fn new(context: &Context, table: &Arc<Table>, heals: bool) -> Option<Self> {
        table.on_error()?;
        Some(Self {
            context: context.clone(),
            table: Arc::clone(table),
            heals,
        })
    }

    /// Calls the error handler, if the error is one for it.
    fn call(&self, error: &Error) -> Option<HandlerFuture> {
        if is_refusal(error) || is_departure(error, self.context.socket()) {
            return None;
        }
        let call = Call::new(self.context.clone(), Reader::new("]", &[])).with_error(error.clone());
        match start(self.table.on_error()?, call) {
            Ok(future) => Some(future),
            Err(second) => {
                tracing::error!(error = %second, "the error handler failed");
                None
            }
        }
    }
}

/// Both the arguments and the future are made by code of the user's.
fn start(entry: &Entry, call: Call<'_>) -> Result<HandlerFuture, Error> {
    catch_unwind(AssertUnwindSafe(|| entry.call(call))).unwrap_or_else(|panic| Err(panicked(panic)))
}

/// A refusal is an answer, not a failure.
pub(super) fn is_refusal(error: &Error) -> bool {
    error.downcast_ref::<ConnectionRefused>().is_some()
}

/// Whether a handler failed only because its client left meanwhile.
pub(super) fn is_departure(error: &Error, socket: &Socket) -> bool {
    let gone = error
        .downcast_ref::<EmitError>()
        .is_some_and(EmitError::is_disconnected)
        || error
            .downcast_ref::<CallError>()
            .is_some_and(CallError::is_disconnected);
    gone && !socket.is_connected()
}

fn panicked(payload: Box<dyn Any + Send>) -> Error {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let error = Error::panicked(text.unwrap_or("for a reason that is no text"));
    discard(payload);
    error
}

/// Drops what is the user's. Should that panic, nothing more comes of it.
fn discard<T>(value: T) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
        // What it panicked with could do so again.
        mem::forget(panic);
    }
}
