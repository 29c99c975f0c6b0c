//! Run: a handler that was called, and the error handler that follows when it fails. Panics are caught here.

use std::{
    any::Any,
    fmt,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context as TaskContext, Poll, ready},
};

use crate::{
    context::{self, Context},
    discard::discard,
    observe::{Observation, Topics},
    packet::Reader,
    route::{Error, Handler, HandlerFuture, Invocation, Outcome, Reply, Table},
};

/// A handler that was called. Its output is what the handler returned, or what the error handler made of the
/// handler's error.
pub(crate) struct Run {
    /// `None` once it has ended.
    future: Option<HandlerFuture>,
    /// Lent to the thread-local while the future is polled.
    context: Option<Context>,
    error_handler: Option<Box<ErrorHandler>>,
}

/// What the error handler of a namespace needs.
pub(super) struct ErrorHandler {
    table: Arc<Table>,
    /// The id under which the client wants an answer.
    ack: Option<u64>,
    /// Whether what the error handler returns takes the place of the error.
    replaces: bool,
    /// The error that the error handler was called with.
    failed: Option<Error>,
}

impl Run {
    /// A handler that was [started](start). If starting failed, the error handler is called at once.
    #[inline]
    pub(super) fn new(
        started: Result<HandlerFuture, Error>,
        context: Context,
        mut error_handler: Option<Box<ErrorHandler>>,
    ) -> Result<Self, Error> {
        let future = match (started, &mut error_handler) {
            (Err(error), Some(error_handler)) => error_handler.handle(&context, error)?,
            (started, _) => started?,
        };
        Ok(Self {
            future: Some(future),
            context: Some(context),
            error_handler,
        })
    }

    /// Drops a handler that has not ended. It is dropped within its context, since its destructors may use the free
    /// functions.
    #[cold]
    fn cancel(&mut self) {
        let future = self.future.take();
        context::within(&mut self.context, || discard(future));
    }

    #[inline]
    fn poll_future(&mut self, cx: &mut TaskContext<'_>) -> Poll<Outcome> {
        let Self {
            future, context, ..
        } = self;
        context::within(context, || {
            let polled = catch_unwind(AssertUnwindSafe(|| {
                let running = future.as_mut().expect("it is polled until it has ended");
                let outcome = ready!(running.as_mut().poll(cx));
                // Dropped here, since the destructors of what the handler has kept may panic as well.
                *future = None;
                Poll::Ready(outcome)
            }));
            polled.unwrap_or_else(|panic| {
                discard(future.take());
                Poll::Ready(Err(panicked(panic)))
            })
        })
    }
}

impl Future for Run {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Outcome> {
        loop {
            let polled = self.poll_future(cx);
            let Self {
                future,
                context: Some(context),
                error_handler: Some(error_handler),
            } = &mut *self
            else {
                return polled;
            };
            match error_handler.settle(context, ready!(polled)) {
                Ok(outcome) => return Poll::Ready(outcome),
                Err(error_handler) => *future = Some(error_handler),
            }
        }
    }
}

impl Drop for Run {
    #[inline]
    fn drop(&mut self) {
        if self.future.is_some() {
            self.cancel();
        }
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

impl ErrorHandler {
    pub(super) fn new(table: &Arc<Table>, ack: Option<u64>, replaces: bool) -> Option<Box<Self>> {
        table.on_error()?;
        Some(Box::new(Self {
            table: Arc::clone(table),
            ack,
            replaces,
            failed: None,
        }))
    }

    /// Calls the error handler, if the error is one for it.
    fn handle(&mut self, context: &Context, error: Error) -> Result<HandlerFuture, Error> {
        match self.call(context, &error) {
            Some(future) => {
                self.failed = Some(error);
                Ok(future)
            }
            None => Err(error),
        }
    }

    /// Decides what follows when the handler, or the error handler, has returned. `Err` has the error handler that is to be
    /// polled next.
    fn settle(&mut self, context: &Context, outcome: Outcome) -> Result<Outcome, HandlerFuture> {
        Ok(match (outcome, self.failed.take()) {
            (Ok(_), Some(error)) if !self.replaces => Err(error),
            // `[]` would look like success: an error handler that has no answer leaves the envelope.
            (Ok(reply), Some(error)) if reply.is_empty() => Ok(envelope(context, &error)),
            (Ok(reply), _) => Ok(reply),
            (Err(error), None) => match self.handle(context, error) {
                Ok(future) => return Err(future),
                Err(error) => Err(error),
            },
            // An answer in place of the error.
            (Err(second), Some(_)) if second.is_for_client() => Err(second),
            (Err(second), Some(first)) => {
                // One that is handed on was not for the error handler.
                if !second.is_same(&first) {
                    tell_second(context, &second);
                }
                Err(first)
            }
        })
    }

    fn call(&self, context: &Context, error: &Error) -> Option<HandlerFuture> {
        if error.is_answer() || error.is_unhandled() || error.is_departure(context.socket()) {
            return None;
        }
        let mut invocation = Invocation::new(context, Reader::none())
            .with_ack(self.ack)
            .with_error(error.clone());
        match start(self.table.on_error()?, &mut invocation) {
            Ok(future) => Some(future),
            Err(second) => {
                tell_second(context, &second);
                None
            }
        }
    }
}

/// Calls a handler: decodes its arguments and makes its future. Both run code of the program.
pub(super) fn start<'a>(
    handler: &'a Handler,
    invocation: &mut Invocation<'a>,
) -> Result<HandlerFuture, Error> {
    catch_unwind(AssertUnwindSafe(|| handler.call(invocation)))
        .unwrap_or_else(|panic| Err(panicked(panic)))
}

/// What is answered because of an error that its handler has no answer for.
fn envelope(context: &Context, error: &Error) -> Reply {
    if context.socket().ack_errors() {
        Reply::failure(context.socket().codec(), error)
    } else {
        Reply::None
    }
}

/// Tells observers that an error handler failed itself.
#[cold]
fn tell_second(context: &Context, error: &Error) {
    let socket = context.socket();
    socket
        .observers()
        .tell_of(Topics::FAILURES, || Observation::ErrorHandlerFailed {
            namespace: socket.namespace(),
            sid: socket.sid(),
            event: context.event().as_str(),
            error: error.as_std(),
        });
}

fn panicked(payload: Box<dyn Any + Send>) -> Error {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let error = Error::panicked(text.unwrap_or("for a reason that is no text"));
    discard(payload);
    error
}
