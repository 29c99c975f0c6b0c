//! How a client leaves: nothing is sent to it any more and nothing is waited for; its serial handlers finish; the
//! disconnect handler runs, while the client's rooms can still be read; the client is taken out of all rooms.

use super::{
    Namespace,
    run::{self, ErrorHandler, Run},
};
use crate::{
    context::Context,
    observe::Reason,
    packet::Reader,
    route::{Error, Invocation, Outcome},
    socket::Socket,
};

/// The event name that a disconnect handler sees.
const DISCONNECT: &str = "disconnect";

impl Namespace {
    /// The first step: nothing is sent to the client any more. `false` if it had left before.
    pub(crate) fn leave(&self, socket: &Socket, reason: Reason) -> bool {
        self.adapter.shut(socket.member(), reason)
    }

    /// The first step for a client whose session lives on: it is told with DISCONNECT.
    pub(crate) fn disconnect(&self, socket: &Socket) {
        if self.leave(socket, Reason::ServerNamespaceDisconnect) {
            socket
                .member()
                .peer()
                .push(self.codec().disconnect(self.name()));
        }
    }

    /// The serial handlers have finished: calls the disconnect handler, if there is one.
    pub(crate) fn call_disconnect_handler(&self, socket: &Socket) -> Option<Result<Run, Error>> {
        self.adapter.finish(socket.member());
        let handler = self.table.disconnect()?;
        let reason = socket.reason().unwrap_or(Reason::TransportClose);
        let context = Context::new(socket.clone(), handler.event_name(DISCONNECT));
        let mut invocation = Invocation::new(&context, Reader::none()).with_reason(reason);
        let started = run::start(handler, &mut invocation);
        let error_handler = ErrorHandler::new(&self.table, None, true);
        Some(Run::new(started, context, error_handler))
    }

    /// The disconnect handler has finished.
    pub(crate) fn disconnect_handled(&self, socket: &Socket, outcome: Outcome) {
        if let Err(error) = outcome {
            self.tell_failure(socket, DISCONNECT, &error);
        }
    }

    /// The last step: the client is taken out of all rooms. Alone it takes all steps at once, for a client whose
    /// disconnect handler cannot run any more since the server is dropped.
    pub(crate) fn remove(&self, socket: &Socket) {
        self.adapter.remove(socket.member());
    }
}
