//! Background tasks and blocking work that keep the context.

use std::{
    future::{Future, IntoFuture, pending, poll_fn},
    panic::resume_unwind,
    pin::pin,
    sync::Arc,
    task::Poll,
};

use tokio::{
    runtime::Handle,
    task::{self, JoinHandle},
};

use super::current::{current, scope, within};
use crate::{ack::Relay, engine};

/// Starts a task that keeps the context of the handler that starts it, so that `emit` and the other free functions know the
/// caller.
///
/// The task goes on when the caller has left; [`until`] ends it then. Outside of a handler, the task has no context.
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
    match current(Clone::clone) {
        Ok(context) => tokio::spawn(scope(context, future)),
        Err(_) => tokio::spawn(future),
    }
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
        spawn(async move {
            let (mut end, mut work) = (pin!(end), pin!(work));
            poll_fn(|cx| {
                if end.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(None);
                }
                work.as_mut().poll(cx).map(Some)
            })
            .await
        })
    }
}

/// Runs work that blocks its thread, such as reading a file, on a thread for such work, and keeps the context.
///
/// With `#[on("..", blocking)]` a whole handler runs there. In such work, [`block_on`] waits for futures.
///
/// ```
/// use socketio::on;
///
/// #[on("digest")]
/// async fn digest(path: String) -> socketio::Result<usize> {
///     let file = socketio::spawn_blocking(move || std::fs::read(path)).await??;
///     Ok(file.len())
/// }
/// ```
///
/// # Panics
///
/// Outside of a tokio runtime, as [`tokio::task::spawn_blocking`] does.
pub fn spawn_blocking<F, T>(work: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    match current(Clone::clone) {
        Ok(context) => task::spawn_blocking(move || within(&mut Some(context), work)),
        Err(_) => task::spawn_blocking(work),
    }
}

/// Waits for a future in blocking work: `block_on(emit("progress", 50))`.
///
/// ```
/// use socketio::{block_on, emit, on};
///
/// #[on("import", blocking)]
/// fn import(files: Vec<String>) -> socketio::Result<usize> {
///     let mut bytes = 0;
///     for file in &files {
///         bytes += std::fs::read(file)?.len();
///         block_on(emit("imported", file))?;
///     }
///     Ok(bytes)
/// }
/// ```
///
/// # Panics
///
/// In asynchronous code, where `.await` is what it should be, and outside of a tokio runtime.
#[track_caller]
pub fn block_on<F: IntoFuture>(future: F) -> F::Output {
    Handle::current().block_on(future.into_future())
}

/// Runs the body of a handler that is `blocking`. Expansions call it.
pub async fn blocking<F, T>(work: F) -> T
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let relay = Arc::new(Relay::default());
    let work = {
        let (relay, socket) = (
            Arc::clone(&relay),
            current(|context| context.socket().clone()),
        );
        move || match &socket {
            Ok(socket) => engine::beside(socket.member().peer(), || relay.within(work)),
            Err(_) => work(),
        }
    };
    match relay.watch(spawn_blocking(work)).await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime is being shut down, this task with it.
            Err(_) => pending().await,
        },
    }
}
