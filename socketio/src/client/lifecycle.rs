//! How a client's life in its namespaces goes on: what follows when a handler has finished, when a client has left, and
//! when the session has ended. Each cause leads to the same steps, taken once.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use super::{
    Client,
    attached::{Attached, SocketKey},
    inflight::Trigger,
};
use crate::{
    adapter::Phase,
    engine::budget,
    namespace::Run,
    observe::{Limit, Observation, Reason, Topics},
    packet::Decoder,
    route::{Error, Outcome},
};

impl Client {
    /// Polls the handlers in flight, and starts what waited for those that finish.
    pub(super) fn run(&mut self, cx: &mut Context<'_>) -> Result<(), Reason> {
        if self.is_behind() {
            self.catch_up(cx)?;
        }
        while let Some(inflight) = &mut self.inflight {
            match inflight.poll_next(cx) {
                Poll::Ready(Some((key, trigger, outcome))) => {
                    self.finished(key, trigger, outcome, cx)?;
                    if self.is_crowded_out() && !self.is_crowded() && !self.is_behind() {
                        self.catch_up(cx)?;
                    }
                    if budget::handled() {
                        // Those that are ready as well wait for the next turn.
                        budget::yield_now_and_wake(cx);
                        break;
                    }
                }
                Poll::Ready(None) => self.inflight = None,
                Poll::Pending => {
                    if inflight.grace_period_is_over(cx) {
                        self.tell_limit(Limit::GracePeriod);
                        self.stop_waiting_for_handlers(cx);
                    }
                    break;
                }
            }
        }
        Ok(())
    }

    fn finished(
        &mut self,
        key: SocketKey,
        trigger: Trigger,
        outcome: Outcome,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        let Some(place) = self.position(key) else {
            self.finished_late(key, trigger, &outcome);
            return Ok(());
        };
        match trigger {
            Trigger::Connect => self.connect_handled(place, outcome, cx),
            Trigger::Disconnect => {
                self.disconnect_handled(place, outcome);
                Ok(())
            }
            Trigger::Event {
                policy,
                name,
                id,
                begun,
            } => {
                let superseded = outcome.as_ref().is_err_and(Error::is_superseded);
                self.answer(place, &name, id, &outcome);
                self.handled(place, &name, begun, outcome.as_ref().err());
                if !superseded {
                    self.sockets[place].finished(policy);
                }
                self.resume(place, policy, cx)
            }
        }
    }

    /// A handler has finished whose client was removed while it ran. There is nobody to answer, but observers are told.
    #[cold]
    fn finished_late(&mut self, key: SocketKey, trigger: Trigger, outcome: &Outcome) {
        let Some(rare) = &mut self.rare else {
            return;
        };
        let Some(place) = rare.gone.iter().position(|gone| gone.key == key) else {
            return;
        };
        let Attached {
            namespace, socket, ..
        } = &rare.gone[place];
        let error = outcome.as_ref().err();
        match trigger {
            Trigger::Connect => {
                if let Some(error) = error {
                    namespace.tell_late_connect(socket, error);
                }
            }
            Trigger::Event { name, begun, .. } => {
                if let Some(error) = error {
                    namespace.tell_failure(socket, &name, error);
                }
                if let Some(begun) = begun {
                    namespace.tell_handled(socket, &name, begun, error);
                }
            }
            Trigger::Disconnect => {}
        }
        if !self
            .inflight
            .as_ref()
            .is_some_and(|inflight| inflight.has(key))
        {
            rare.gone.swap_remove(place);
        }
    }

    /// Polls a connect or disconnect handler for the first time. `None` if it has not finished and is in flight now.
    pub(super) fn start(
        &mut self,
        key: SocketKey,
        trigger: Trigger,
        run: Result<Run, Error>,
        cx: &mut Context<'_>,
    ) -> Option<Outcome> {
        let mut run = match run {
            Ok(run) => run,
            Err(error) => return Some(Err(error)),
        };
        match Pin::new(&mut run).poll(cx) {
            Poll::Ready(outcome) => Some(outcome),
            Poll::Pending => {
                self.inflight
                    .get_or_insert_default()
                    .push(key, trigger, run);
                None
            }
        }
    }

    /// The connect handler has decided.
    pub(super) fn connect_handled(
        &mut self,
        place: usize,
        outcome: Outcome,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        let attached = &self.sockets[place];
        let phase = attached.phase();
        if !phase.is_connect_handler_running() {
            // The client has left, and this handler took too long to be waited for.
            if let Err(error) = outcome {
                attached
                    .namespace
                    .tell_late_connect(&attached.socket, &error);
            }
            return Ok(());
        }
        if let Err(error) = outcome {
            attached.namespace.refuse(&attached.socket, &error);
            if phase.is_joined() {
                self.note_left(place);
            }
            self.detach(place);
            return Ok(());
        }
        attached.namespace.accept(&attached.socket);
        if phase.is_connecting() {
            self.joined();
        }
        self.start_ready(place, cx)
    }

    /// A namespace is joined: the session does not end at its connect timeout.
    pub(super) fn joined(&mut self) {
        if let Some(connection) = &mut self.connection {
            connection.joined();
        }
    }

    /// Leaves the namespaces that the application has asked this client to leave.
    #[inline]
    pub(super) fn leave_as_asked(&mut self, cx: &mut Context<'_>) {
        if self
            .sockets
            .iter()
            .any(|attached| attached.phase().is_asked())
        {
            self.disconnect_asked(cx);
        }
    }

    #[cold]
    fn disconnect_asked(&mut self, cx: &mut Context<'_>) {
        let close = self.sockets.iter().any(|attached| {
            attached.phase().is_asked() && attached.socket.member().is_asked_to_close()
        });
        // From the last to the first, since a socket that is removed leaves its place to the last.
        for place in (0..self.sockets.len()).rev() {
            let attached = &self.sockets[place];
            let phase = attached.phase();
            if phase.is_asked() || close && phase.is_joined() {
                attached.namespace.disconnect(&attached.socket);
                self.note_left(place);
                self.disconnect_when_idle(place, cx);
            }
        }
        if close {
            self.peer.close(Reason::ServerNamespaceDisconnect);
        }
    }

    /// Notes that the server has sent DISCONNECT for a namespace: packets for it may be under way.
    fn note_left(&mut self, place: usize) {
        let most = self.namespaces.config().max_namespaces;
        let adapter = self.sockets[place].namespace.adapter();
        let rare = self.rare.get_or_insert_default();
        rare.left.insert(adapter.namespace(), most);
    }

    /// A client leaves a namespace, or the session has ended. Nothing happens if it has left before.
    pub(super) fn leave(&mut self, place: usize, reason: Reason, cx: &mut Context<'_>) {
        let attached = &self.sockets[place];
        if attached.namespace.leave(&attached.socket, reason) {
            self.disconnect_when_idle(place, cx);
        }
    }

    /// Calls the disconnect handler of a client that has left, unless handlers have to finish before.
    pub(super) fn disconnect_when_idle(&mut self, place: usize, cx: &mut Context<'_>) {
        let attached = &self.sockets[place];
        match attached.phase() {
            Phase::Finishing if !attached.busy && !attached.is_waiting() => {
                self.call_disconnect_handler(place, cx);
            }
            Phase::Finishing | Phase::AdmittedLeft => {
                self.inflight.get_or_insert_default().start_grace_period(cx);
            }
            _ => {}
        }
    }

    fn call_disconnect_handler(&mut self, place: usize, cx: &mut Context<'_>) {
        let attached = &self.sockets[place];
        let key = attached.key;
        let called = attached.namespace.call_disconnect_handler(&attached.socket);
        let Some(run) = called else {
            return self.remove(place);
        };
        if let Some(outcome) = self.start(key, Trigger::Disconnect, run, cx) {
            self.disconnect_handled(place, outcome);
        }
    }

    /// The handlers of clients that have left took too long: they are not waited for any more.
    #[cold]
    fn stop_waiting_for_handlers(&mut self, cx: &mut Context<'_>) {
        for place in (0..self.sockets.len()).rev() {
            let attached = &mut self.sockets[place];
            if matches!(attached.phase(), Phase::Finishing | Phase::AdmittedLeft) {
                for waiting in attached.take_waiting() {
                    self.no_longer_waits(&waiting);
                }
                self.call_disconnect_handler(place, cx);
            }
        }
    }

    /// The disconnect handler has finished.
    fn disconnect_handled(&mut self, place: usize, outcome: Outcome) {
        let attached = &self.sockets[place];
        attached
            .namespace
            .disconnect_handled(&attached.socket, outcome);
        self.remove(place);
    }

    fn remove(&mut self, place: usize) {
        let attached = &self.sockets[place];
        attached.namespace.remove(&attached.socket);
        attached.namespace.tell_left(&attached.socket);
        self.detach(place);
    }

    fn detach(&mut self, place: usize) {
        let mut attached = self.sockets.swap_remove(place);
        for waiting in attached.take_waiting() {
            self.no_longer_waits(&waiting);
        }
        let inflight = self.inflight.as_ref();
        if inflight.is_some_and(|inflight| inflight.has(attached.key)) {
            self.rare.get_or_insert_default().gone.push(attached);
        }
    }

    /// A turn has panicked: the session ends as it does for any other reason. Panics of handlers are caught earlier. But
    /// what a handler returns is the program's as well, and may panic when it is logged or dropped.
    #[cold]
    pub(super) fn end_after_panic(&mut self, cx: &mut Context<'_>) {
        let session = self.peer.sid();
        self.observers()
            .tell_of(Topics::FAILURES, || Observation::SessionPanicked {
                session,
            });
        if let Some(connection) = &mut self.connection {
            // Writes what was answered before the panic.
            let _ = connection.poll_flush(cx);
        }
        self.end(Reason::TransportError, cx);
        // The handler that was polled may have ended without being noted, so nothing can wait for it.
        self.stop_waiting_for_handlers(cx);
        cx.waker().wake_by_ref();
    }

    /// The session has ended. The first reason stays.
    pub(super) fn end(&mut self, reason: Reason, cx: &mut Context<'_>) {
        if self.ended.is_none() && reason == Reason::SlowConsumer {
            self.tell_limit(Limit::OutboundQueue);
        }
        let reason = *self.ended.get_or_insert(reason);
        self.decoder = Decoder::default();
        for place in (0..self.sockets.len()).rev() {
            self.leave(place, reason, cx);
        }
    }
}
