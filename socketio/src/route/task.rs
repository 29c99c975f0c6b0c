//! Tasks that a handler starts. They keep its context, and an error that they end with is told, since nobody else may see it.

use std::{
    any::Any,
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use tokio::task::JoinHandle;

use super::error::Error;
use crate::{
    ack::AckError,
    context,
    emit::{CallError, EmitError, TargetError},
    observe::{Failure, Observation, Topics},
};

/// Starts a task that keeps the context of the handler that starts it, so that `emit` and the other free functions know the
/// caller.
///
/// The task goes on when the caller has left; [`until`] ends it then. Outside of a handler, the task has no context.
///
/// If the result is an `Err`, it is in the log and observers are told, also if the [`JoinHandle`] is dropped. This needs the
/// context, and a result that is [`socketio::Result`](crate::Result) or the result of a verb, without a value.
///
/// ```
/// use std::time::Duration;
/// use socketio::{emit, on};
///
/// #[on("remind me")]
/// async fn remind_me(seconds: u64, of: String) {
///     socketio::spawn(async move {
///         tokio::time::sleep(Duration::from_secs(seconds)).await;
///         emit("reminder", &of).await
///     });
/// }
/// ```
///
/// # Panics
///
/// Outside of a tokio runtime, as [`tokio::spawn`] does.
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    context::spawn(async move { told(future.await) })
}

/// Starts background tasks that end when `end` is ready: `until(end).spawn(work)`.
///
/// The end of a client is [`Socket::closed`](crate::Socket::closed), that of a room [`Io::emptied`](crate::Io::emptied), and
/// that of the server [`Io::stopping`](crate::Io::stopping).
///
/// ```
/// use std::time::Duration;
/// use socketio::{Socket, emit, on, until};
///
/// #[on("watch")]
/// async fn watch(socket: Socket) {
///     until(socket.closed()).spawn(async move {
///         for tick in 0.. {
///             tokio::time::sleep(Duration::from_secs(1)).await;
///             let _ = emit("tick", tick).await;
///         }
///     });
/// }
/// ```
pub fn until<E: Future + Send + 'static>(end: E) -> Until<E> {
    Until { end }
}

/// The end of a background task. Made by [`until`].
#[derive(Clone, Debug)]
#[must_use = "`spawn` starts a task"]
pub struct Until<E> {
    end: E,
}

impl<E: Future + Send + 'static> Until<E> {
    /// Starts a task that keeps the context, as [`spawn`] does. If the end comes first, the work is dropped at the `.await`
    /// where it is, and the result is `None`.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime, as [`tokio::spawn`] does.
    pub fn spawn<F>(self, work: F) -> JoinHandle<Option<F::Output>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let end = self.end;
        context::spawn(async move {
            let (mut end, mut work) = (pin!(end), pin!(work));
            poll_fn(|cx| {
                if end.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(None);
                }
                work.as_mut().poll(cx).map(|output| Some(told(output)))
            })
            .await
        })
    }
}

/// Tells observers if this result of a task is an error.
fn told<T: 'static>(output: T) -> T {
    if let Some(error) = error_of(&output) {
        tell(&error);
    }
    output
}

/// The error of a result of one of the types that are known here.
fn error_of(output: &dyn Any) -> Option<Error> {
    /// The error, if the result is of this type.
    fn of<E: Clone + 'static>(output: &dyn Any) -> Option<E> {
        output
            .downcast_ref::<Result<(), E>>()?
            .as_ref()
            .err()
            .cloned()
    }
    of::<Error>(output)
        .or_else(|| of::<EmitError>(output).map(Error::from))
        .or_else(|| of::<CallError>(output).map(Error::from))
        .or_else(|| of::<AckError>(output).map(Error::from))
        .or_else(|| of::<TargetError>(output).map(Error::from))
}

#[cold]
fn tell(error: &Error) {
    // Outside of a handler it is not known whose observers to tell.
    let _ = context::current(|context| {
        let socket = context.socket();
        socket
            .observers()
            .tell_of(Topics::FAILURES, || Observation::TaskFailed {
                namespace: socket.namespace(),
                sid: socket.sid(),
                event: context.event().as_str(),
                failure: if error.is_departure(socket) {
                    Failure::Disconnected
                } else {
                    Failure::Error
                },
                error: error.as_std(),
            });
    });
}
