//! The current context: a thread-local holds it while a handler's future is polled, and the free functions read it.

use std::{
    cell::RefCell,
    future::Future,
    mem,
    pin::Pin,
    sync::Arc,
    task::{self, Poll},
};

use pin_project_lite::pin_project;

use super::event_name::EventName;
use crate::{
    emit::{Issuer, NoContext},
    packet::Args,
    socket::Socket,
};

thread_local! {
    static CURRENT: RefCell<Option<Context>> = const { RefCell::new(None) };
}

/// The event that is being handled, and the socket that sent it.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    socket: Socket,
    event: EventName,
    args: Option<Arc<Args>>,
}

impl Context {
    pub(crate) fn new(socket: Socket, event: EventName) -> Self {
        Self {
            socket,
            event,
            args: None,
        }
    }

    /// Keeps the arguments, for an error handler that may want them.
    pub(crate) fn with_args(mut self, args: Args) -> Self {
        self.args = Some(Arc::new(args));
        self
    }

    pub(crate) fn socket(&self) -> &Socket {
        &self.socket
    }

    pub(crate) fn event(&self) -> &EventName {
        &self.event
    }

    pub(crate) fn args(&self) -> Option<&Args> {
        self.args.as_deref()
    }
}

/// Calls `work` while the thread-local holds `context`.
pub(crate) fn within<T>(context: &mut Option<Context>, work: impl FnOnce() -> T) -> T {
    let _lent = Lent::new(context);
    work()
}

/// Swaps a context into the thread-local, and swaps it back on drop.
struct Lent<'a>(&'a mut Option<Context>);

impl<'a> Lent<'a> {
    fn new(context: &'a mut Option<Context>) -> Self {
        swap(context);
        Self(context)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        swap(self.0);
    }
}

fn swap(context: &mut Option<Context>) {
    // The thread-local does not exist any more while the thread ends; then there is nothing to swap.
    let _ = CURRENT.try_with(|current| mem::swap(&mut *current.borrow_mut(), context));
}

pin_project! {
    /// A future with a context of its own.
    pub(super) struct WithContext<F> {
        context: Option<Context>,
        // An `Option`, so that the future can be dropped within its context.
        #[pin]
        future: Option<F>,
    }

    impl<F> PinnedDrop for WithContext<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            within(this.context, || this.future.set(None));
        }
    }
}

/// Makes a future that has `context` whenever it is polled.
pub(super) fn scope<F: Future>(context: Context, future: F) -> WithContext<F> {
    WithContext {
        context: Some(context),
        future: Some(future),
    }
}

impl<F: Future> Future for WithContext<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let future = this.future.as_pin_mut();
        let future = future.expect("it is there until it is dropped");
        within(this.context, || future.poll(cx))
    }
}

/// Reads the current context, if there is one.
pub(crate) fn current<T>(ask: impl FnOnce(&Context) -> T) -> Result<T, NoContext> {
    // The thread-local does not exist any more while the thread ends.
    let asked = CURRENT.try_with(|current| current.borrow().as_ref().map(ask));
    asked.ok().flatten().ok_or(NoContext)
}

/// The issuer of a verb that is called as a free function.
pub(crate) fn issuer() -> Issuer {
    current(|context| context.socket.issuer()).unwrap_or(Issuer::Nobody)
}
