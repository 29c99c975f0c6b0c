//! The ends of things: handlers that finish, sockets that leave, and the session's own end. Every cause leads
//! to the same steps, taken once.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use super::{
    Client, Load,
    attached::{Attached, Key, Stage, Waiting},
    inflight::Trigger,
};
use crate::{
    adapter::Wish,
    namespace::{Policy, Run},
    observe::{Limit, Observation, Reason, Topics},
    packet::Decoder,
    route::{Error, Outcome},
};

impl Client {
    /// Polls the handlers in flight, and starts what waited for those that finish.
    pub(super) fn run(&mut self, cx: &mut Context<'_>) -> Result<(), Reason> {
        while let Some(inflight) = &mut self.inflight {
            match inflight.poll_next(cx) {
                Poll::Ready(Some((key, trigger, outcome))) => {
                    self.finished(key, trigger, outcome, cx)?
                }
                Poll::Ready(None) => self.inflight = None,
                Poll::Pending => {
                    if inflight.grace_period_is_over(cx) {
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
        key: Key,
        trigger: Trigger,
        outcome: Outcome,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        // One that outlived its socket has nobody to tell.
        let Some(place) = self.position(key) else {
            return Ok(());
        };
        match trigger {
            Trigger::Connect => self.connected(place, outcome, cx),
            Trigger::Disconnect => {
                self.disconnected(place, outcome);
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
                if !superseded && self.sockets[place].stage != Stage::Disconnecting {
                    self.sockets[place].finished(policy);
                }
                self.resume(place, policy, cx)
            }
        }
    }

    /// Polls a connect or disconnect handler for the first time. `None`: it is in flight now.
    pub(super) fn begin(
        &mut self,
        key: Key,
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
    pub(super) fn connected(
        &mut self,
        place: usize,
        outcome: Outcome,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        let attached = &mut self.sockets[place];
        if attached.stage == Stage::Disconnecting {
            // It was not waited for: it has left, and is being seen off.
            return Ok(());
        }
        (attached.busy, attached.entering) = (false, false);
        if let Err(error) = outcome {
            attached.namespace.refuse(&attached.socket, &error);
            self.detach(place);
            return Ok(());
        }
        if attached.socket.reason().is_some() {
            // It was let in and has left meanwhile: whoever saw it come sees it go.
            if attached.stage == Stage::Connecting {
                attached.namespace.tell_joined(&attached.socket);
            }
            attached.stage = Stage::Leaving;
        } else if attached.stage == Stage::Connecting {
            attached.namespace.accept(&attached.socket);
            attached.stage = Stage::Joined;
            self.joined();
        }
        while let Some(waiting) = self.sockets[place].next_ready() {
            self.no_longer_waits(&waiting);
            self.event(place, waiting.event(), cx)?;
        }
        self.disconnect_when_idle(place, cx);
        Ok(())
    }

    pub(super) fn joined(&mut self) {
        if let Some(connection) = &mut self.connection {
            connection.joined();
        }
    }

    /// Starts what has waited for a handler of this policy.
    fn resume(&mut self, place: usize, policy: Policy, cx: &mut Context<'_>) -> Result<(), Reason> {
        while let Some(waiting) = self.sockets[place].next_waiting(policy) {
            self.no_longer_waits(&waiting);
            self.event(place, waiting.event(), cx)?;
        }
        self.disconnect_when_idle(place, cx);
        Ok(())
    }

    /// Does what others have asked this connection to do.
    pub(super) fn leave_as_asked(&mut self, cx: &mut Context<'_>) {
        let wished = |attached: &Attached, wish: Wish| {
            attached.stage == Stage::Joined && attached.socket.member().wish() >= wish
        };
        let close = self
            .sockets
            .iter()
            .any(|attached| wished(attached, Wish::Close));
        // From the last to the first: one that goes at once leaves its place to the last.
        for place in (0..self.sockets.len()).rev() {
            let attached = &mut self.sockets[place];
            if wished(attached, if close { Wish::Stay } else { Wish::Leave }) {
                attached.namespace.disconnect(&attached.socket);
                attached.stage = Stage::Leaving;
                self.disconnect_when_idle(place, cx);
            }
        }
        if close {
            self.peer.close(Reason::ServerNamespaceDisconnect);
        }
    }

    /// A socket has left.
    pub(super) fn leave(&mut self, place: usize, reason: Reason, cx: &mut Context<'_>) {
        let attached = &mut self.sockets[place];
        attached.namespace.shut(&attached.socket, reason);
        if attached.stage == Stage::Joined {
            attached.stage = Stage::Leaving;
            self.disconnect_when_idle(place, cx);
        }
    }

    /// Calls the disconnect handler of a socket that has left, once its other handlers have finished.
    fn disconnect_when_idle(&mut self, place: usize, cx: &mut Context<'_>) {
        let attached = &mut self.sockets[place];
        if attached.stage != Stage::Leaving {
            return;
        }
        if attached.busy || attached.is_waiting() {
            self.inflight.get_or_insert_default().start_grace_period(cx);
            return;
        }
        attached.stage = Stage::Disconnecting;
        let (key, called) = (
            attached.key,
            attached.namespace.call_disconnect_handler(&attached.socket),
        );
        let Some(run) = called else {
            return self.remove(place);
        };
        if let Some(outcome) = self.begin(key, Trigger::Disconnect, run, cx) {
            self.disconnected(place, outcome);
        }
    }

    /// The handlers of those who have left took too long: they are not waited for any more.
    #[cold]
    fn stop_waiting_for_handlers(&mut self, cx: &mut Context<'_>) {
        for place in (0..self.sockets.len()).rev() {
            if self.sockets[place].stage == Stage::Leaving {
                self.sockets[place].busy = false;
                self.sockets[place].entering = false;
                for waiting in self.sockets[place].take_waiting() {
                    self.no_longer_waits(&waiting);
                }
                self.disconnect_when_idle(place, cx);
            }
        }
    }

    /// The disconnect handler is done.
    fn disconnected(&mut self, place: usize, outcome: Outcome) {
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
    }

    fn no_longer_waits(&mut self, waiting: &Waiting) {
        let Load { events, bytes } = &mut self.waiting;
        *events -= 1;
        *bytes -= waiting.size();
    }

    /// A turn has panicked. A handler's panics do not come this far, but what it returned is the user's as well,
    /// and may panic when it is logged or dropped. The session ends, as any other does.
    #[cold]
    pub(super) fn end_after_panic(&mut self, cx: &mut Context<'_>) {
        let session = self.peer.sid();
        self.observers()
            .tell_of(Topics::FAILURES, || Observation::SessionPanicked {
                session,
            });
        if let Some(connection) = &mut self.connection {
            // What was answered before it.
            let _ = connection.poll_flush(cx);
        }
        self.end(Reason::TransportError, cx);
        // A handler may have ended without anybody noting it.
        self.stop_waiting_for_handlers(cx);
        cx.waker().wake_by_ref();
    }

    /// The session is over.
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
