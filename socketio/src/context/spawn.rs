//! Background tasks and blocking work that keep the context.

use std::{
    future::{Future, IntoFuture, pending},
    panic::resume_unwind,
    sync::Arc,
};

use tokio::{
    runtime::Handle,
    task::{self, JoinHandle},
};

use super::current::{current, scope, within};
use crate::{ack::Relay, engine};

/// Starts a task that keeps the context, if there is one.
pub(crate) fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    match current(Clone::clone) {
        Ok(context) => {
            let counted = context.socket().io().count_task();
            tokio::spawn(scope(context, async move {
                let _counted = counted;
                future.await
            }))
        }
        Err(_) => tokio::spawn(future),
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
/// In asynchronous code, such as an `async` handler: write `.await` there. The text is tokio's, `Cannot start a runtime from
/// within a runtime`, and the place is that of this call. It panics outside of a tokio runtime as well.
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
