//! Events that wait: for their connect handler, for another handler to finish, or for the next turn. What they wait in is
//! each namespace's own, see `attached`.

use std::task::Context;

use super::{Client, Load, attached::WaitingEvent};
use crate::{
    engine::budget,
    namespace::{Event, Policy},
    observe::Reason,
};

impl Client {
    /// Keeps an event until its handler may start.
    #[cold]
    pub(super) fn queue(&mut self, place: usize, policy: Policy, event: Event<'_>) {
        let waiting = WaitingEvent::new(policy, event);
        let crowded = self.is_crowded();
        let rare = self.rare.get_or_insert_default();
        rare.crowded_out |= crowded;
        rare.waiting.events += 1;
        rare.waiting.bytes += waiting.size();
        self.sockets[place].wait(waiting);
        self.tell_held();
    }

    /// Starts the events that wait and may start, as many as the turn has budget for.
    pub(super) fn start_ready(&mut self, place: usize, cx: &mut Context<'_>) -> Result<(), Reason> {
        while let Some(waiting) = self.next_ready(place) {
            self.no_longer_waits(&waiting);
            self.event(place, waiting.event(self.namespaces.codec()), cx)?;
            if budget::handled() {
                self.fall_behind(cx);
                break;
            }
        }
        self.note_crowded_out(place);
        // A client that was let in and has left meanwhile gets its disconnect handler.
        self.disconnect_when_idle(place, cx);
        Ok(())
    }

    fn next_ready(&mut self, place: usize) -> Option<WaitingEvent> {
        let crowded = self.is_crowded();
        self.sockets[place].next_ready(crowded)
    }

    /// Notes whether events of this namespace may wait only because too many handlers run.
    fn note_crowded_out(&mut self, place: usize) {
        if self.is_crowded()
            && self.sockets[place].is_waiting()
            && let Some(rare) = &mut self.rare
        {
            rare.crowded_out = true;
        }
    }

    /// Starts the events that an earlier turn had no budget for, or that waited because too many handlers ran.
    #[cold]
    pub(super) fn catch_up(&mut self, cx: &mut Context<'_>) -> Result<(), Reason> {
        if let Some(rare) = &mut self.rare {
            (rare.behind, rare.crowded_out) = (false, false);
        }
        // From the last to the first, since a socket that is removed leaves its place to the last.
        for place in (0..self.sockets.len()).rev() {
            self.start_ready(place, cx)?;
        }
        Ok(())
    }

    /// Leaves the events that still wait for the next turn. Nothing is read before they have started.
    #[cold]
    fn fall_behind(&mut self, cx: &mut Context<'_>) {
        self.rare.get_or_insert_default().behind = true;
        budget::yield_now_and_wake(cx);
    }

    /// Starts the events that have waited for a handler of this policy to finish.
    pub(super) fn resume(
        &mut self,
        place: usize,
        policy: Policy,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        while let Some(waiting) = self.next_waiting(place, policy) {
            self.no_longer_waits(&waiting);
            self.event(place, waiting.event(self.namespaces.codec()), cx)?;
            if budget::handled() {
                self.fall_behind(cx);
                break;
            }
        }
        self.note_crowded_out(place);
        self.disconnect_when_idle(place, cx);
        Ok(())
    }

    fn next_waiting(&mut self, place: usize, policy: Policy) -> Option<WaitingEvent> {
        let crowded = self.is_crowded();
        self.sockets[place].next_waiting(policy, crowded)
    }

    pub(super) fn no_longer_waits(&mut self, waiting: &WaitingEvent) {
        if let Some(rare) = &mut self.rare {
            let Load { events, bytes } = &mut rare.waiting;
            *events -= 1;
            *bytes -= waiting.size();
        }
    }
}
