//! Next: what follows a middleware, as its parameter.

use std::{
    any::Any,
    fmt,
    sync::{Arc, atomic::Ordering},
};

use super::{Remaining, prepare::prepare};
use crate::{
    packet::Args,
    route::{
        Answer, Error, FromArg, HandlerFuture, Invocation, Preparation, Prepare, Reply, Takes,
        callee::Middleware, invocation::HeldInvocation,
    },
};

/// What follows a middleware: the next middleware, or the guards and the handler of the event.
///
/// A [middleware](crate::guide::middleware) takes it as a parameter. [`run`](Self::run) passes the event on as it came, and
/// [`run_with`](Self::run_with) passes it on with other arguments; both give the answer. A middleware that calls neither
/// keeps the event from its handler.
///
/// ```
/// use std::time::Instant;
/// use socketio::{Answer, EventName, Next, on};
///
/// async fn timed(event: EventName, next: Next) -> socketio::Result<Answer> {
///     let begun = Instant::now();
///     let answer = next.run().await;
///     println!("{event} took {:?}", begun.elapsed());
///     answer
/// }
///
/// #[on("save", middleware = timed)]
/// async fn save(text: String) -> usize {
///     text.len()
/// }
/// ```
#[must_use = "the event reaches its handler only if `run` or `run_with` is awaited"]
pub struct Next {
    middlewares: Arc<[Middleware]>,
    /// Which middleware is next.
    index: usize,
    held: HeldInvocation,
    remaining: Remaining,
}

impl Next {
    /// All middlewares of a handler, and what remains behind them.
    pub(super) fn new(
        middlewares: Arc<[Middleware]>,
        held: HeldInvocation,
        remaining: Remaining,
    ) -> Self {
        Self {
            middlewares,
            index: 0,
            held,
            remaining,
        }
    }

    /// Passes the event on as it came, and gives the answer of what follows.
    ///
    /// # Errors
    ///
    /// The error of what follows: a guard or a middleware has refused the event, the arguments do not fit the handler, the
    /// handler has returned an error, or there is no handler for the event. The error handler of the namespace is not called
    /// before the first middleware has returned the error.
    pub async fn run(self) -> Result<Answer, Error> {
        Ok(Answer::of(self.start().await?))
    }

    /// Passes the event on with these arguments, and gives the answer of what follows. The event's name stays.
    ///
    /// ```
    /// use socketio::{Answer, Args, Next};
    ///
    /// async fn trimmed(text: String, next: Next) -> socketio::Result<Answer> {
    ///     next.run_with(Args::new(text.trim())?).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    pub async fn run_with(mut self, args: Args) -> Result<Answer, Error> {
        self.held.set_args(args.unread()?);
        self.run().await
    }

    /// Runs the next middleware, or what remains behind the last.
    pub(super) fn start(mut self) -> HandlerFuture {
        Box::pin(async move {
            let Some(middleware) = self.middlewares.get(self.index).cloned() else {
                let future = self.remaining.call(&mut self.held.resume())?;
                return future.await;
            };
            self.index += 1;
            let ack_taken = self.held.watch_ack();
            let mut held = self.held.share();
            let next: Box<dyn Any + Send> = Box::new(self);
            prepare(&mut held, &middleware.params(), Some(next)).await?;
            let future = middleware.call(&mut held.resume())?;
            let reply = future.await?;
            // A handler that has taken an `Ack` answers by it alone.
            Ok(match ack_taken.load(Ordering::Relaxed) {
                true => Reply::None,
                false => reply,
            })
        })
    }
}

impl Prepare for Next {
    /// The step that runs a middleware passes its own value, so this is asked only elsewhere.
    async fn prepare(_: &mut Invocation<'_>) -> Result<Self, Error> {
        Err("`Next` is what follows a middleware, and known only in one".into())
    }
}

impl FromArg for Next {
    const TAKES: Takes = Takes::Next;
    const PREPARE: Option<Preparation> = Some(Preparation::of::<Self>());

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        invocation.prepared()
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next")
            .field("middlewares", &self.middlewares)
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}
