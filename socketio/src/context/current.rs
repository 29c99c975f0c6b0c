//! The current context: set around a handler's future, and asked from anywhere inside.

use std::{future::Future, sync::Arc};

use tokio::task_local;

use super::event_name::EventName;
use crate::{
    emit::{NoContext, Origin},
    packet::Args,
    socket::Socket,
};

task_local! {
    pub(super) static CURRENT: Context;
}

/// Whose event is being handled.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    socket: Socket,
    event: EventName,
    ack_id: Option<u64>,
    args: Option<Arc<Args>>,
}

impl Context {
    pub(crate) fn new(socket: Socket, event: EventName, ack_id: Option<u64>) -> Self {
        Self {
            socket,
            event,
            ack_id,
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

    /// The id under which the client wants an answer.
    pub(crate) fn ack_id(&self) -> Option<u64> {
        self.ack_id
    }

    pub(crate) fn args(&self) -> Option<&Args> {
        self.args.as_deref()
    }
}

/// Runs `future` with `context` as the current one.
pub(crate) fn scope<F: Future>(context: Context, future: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(context, future)
}

/// Asks the current context.
pub(super) fn current<T>(ask: impl FnOnce(&Context) -> T) -> Result<T, NoContext> {
    CURRENT.try_with(ask).map_err(|_| NoContext)
}

/// What a builder begins with here.
pub(super) fn origin() -> Origin {
    current(|context| context.socket.origin()).unwrap_or(Origin::Nowhere)
}
