//! The way out, in this order: nothing is sent to the client any more and nothing is waited for; its serial
//! handlers finish, the disconnect handler last, while its rooms can still be read; it is gone from all rooms.

use super::{
    Namespace,
    run::{self, ErrorHandler, Run},
};
use crate::{
    context::Context,
    observe::Reason,
    packet::{self, Reader},
    route::{Error, Invocation, Outcome},
    socket::Socket,
};

/// The event name that a disconnect handler sees.
const DISCONNECT: &str = "disconnect";

impl Namespace {
    /// The first step. `false` if it was taken before.
    pub(crate) fn shut(&self, socket: &Socket, reason: Reason) -> bool {
        self.adapter.shut(socket.member(), reason)
    }

    /// The same for one whose session lives on, and who is told.
    pub(crate) fn disconnect(&self, socket: &Socket) -> bool {
        let first = self.shut(socket, Reason::ServerNamespaceDisconnect);
        if first {
            socket.member().peer().push(packet::disconnect(self.name()));
        }
        first
    }

    /// The second step: calls the disconnect handler, if there is one.
    pub(crate) fn call_disconnect_handler(&self, socket: &Socket) -> Option<Result<Run, Error>> {
        let handler = self.table.disconnect()?;
        let reason = socket.reason().unwrap_or(Reason::TransportClose);
        let context = Context::new(socket.clone(), handler.event_name(DISCONNECT));
        let mut invocation = Invocation::new(&context, Reader::none()).with_reason(reason);
        let started = run::start(handler, &mut invocation);
        let error_handler = ErrorHandler::new(&self.table, None, true);
        Some(Run::begin(started, context, error_handler))
    }

    /// The disconnect handler is done.
    pub(crate) fn disconnect_handled(&self, socket: &Socket, outcome: Outcome) {
        if let Err(error) = outcome {
            self.tell_failure(socket, DISCONNECT, &error);
        }
    }

    /// The last step.
    pub(crate) fn remove(&self, socket: &Socket) {
        self.adapter.remove(socket.member());
    }

    /// All steps at once, for one whose disconnect handler must not run: it never got in, or the server is
    /// being dropped.
    pub(crate) fn remove_at_once(&self, socket: &Socket) {
        self.shut(socket, Reason::ServerNamespaceDisconnect);
        self.remove(socket);
    }
}
