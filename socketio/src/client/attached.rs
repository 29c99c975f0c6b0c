//! Attached: one namespace that a connection has joined, or is about to, and the events that wait for their handlers
//! there. This is where the order of a client's events is kept.

use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;
use futures_util::future::AbortHandle;

use crate::{
    adapter::Phase,
    namespace::{Event, HandlerId, Namespace, Policy},
    packet::{Codec, RawBuf},
    socket::Socket,
};

/// Which socket of a connection a handler in flight belongs to. The socket's place in the list may change meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SocketKey(pub(super) u32);

/// A socket, and what its connection knows about it. How far the client has come is the member's [`Phase`].
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) key: SocketKey,
    /// Whether a serial handler runs, which the next one waits for.
    pub(super) busy: bool,
    /// Dropped before `namespace`, which looks whether anybody else refers to its adapter.
    pub(super) socket: Socket,
    pub(super) namespace: Arc<Namespace>,
    /// `None` until an event has to wait or be counted.
    lane: Option<Box<Lane>>,
}

#[derive(Debug, Default)]
struct Lane {
    waiting: VecDeque<WaitingEvent>,
    /// How often each handler with a limit runs now.
    counted: Vec<(HandlerId, usize)>,
    /// The newest run of each handler that is cancelled by the next event.
    newest: Vec<(HandlerId, AbortHandle)>,
}

/// A copy of an event that has to wait.
#[derive(Debug)]
pub(super) struct WaitingEvent {
    policy: Policy,
    name: Box<str>,
    id: Option<u64>,
    data: RawBuf,
    attachments: Vec<Bytes>,
}

impl WaitingEvent {
    pub(super) fn new(policy: Policy, event: Event<'_>) -> Self {
        Self {
            policy,
            name: event.name.into(),
            id: event.id,
            data: event.data.to_buf(),
            attachments: event.attachments.to_vec(),
        }
    }

    pub(super) fn event(&self, codec: Codec) -> Event<'_> {
        Event {
            name: &self.name,
            id: self.id,
            data: self.data.as_raw(codec),
            attachments: &self.attachments,
        }
    }

    /// How many bytes it occupies.
    pub(super) fn size(&self) -> usize {
        let attachments = self.attachments.iter().map(Bytes::len).sum::<usize>();
        size_of::<Self>() + self.name.len() + self.data.len() + attachments
    }
}

impl Attached {
    pub(super) fn new(key: SocketKey, namespace: Arc<Namespace>, socket: Socket) -> Self {
        Self {
            key,
            busy: false,
            namespace,
            socket,
            lane: None,
        }
    }

    #[inline]
    pub(super) fn phase(&self) -> Phase {
        self.socket.member().phase()
    }

    /// Whether a handler may start now. None may while the connect handler runs. `crowded` says that too many handlers of
    /// this client run: then only those may start that are never more than one for each namespace or event.
    #[inline]
    pub(super) fn has_room(&self, policy: Policy, crowded: bool) -> bool {
        if self.phase().is_connect_handler_running() {
            return false;
        }
        match policy {
            Policy::Serial => !self.busy,
            Policy::Latest(_) => true,
            Policy::Free => !crowded,
            Policy::Limited(handler, runs) => !crowded && self.runs_of(handler) < runs.get(),
        }
    }

    fn runs_of(&self, handler: HandlerId) -> usize {
        let counted = self.lane.iter().flat_map(|lane| &lane.counted);
        counted
            .filter(|(counted, _)| *counted == handler)
            .map(|(_, runs)| *runs)
            .sum()
    }

    /// Notes that a handler has started and did not finish at once.
    pub(super) fn started(&mut self, policy: Policy, abort: Option<AbortHandle>) {
        match policy {
            Policy::Serial => self.busy = true,
            Policy::Free => {}
            Policy::Limited(handler, _) => {
                let counted = &mut self.lane().counted;
                match counted.iter_mut().find(|(counted, _)| *counted == handler) {
                    Some((_, runs)) => *runs += 1,
                    None => counted.push((handler, 1)),
                }
            }
            Policy::Latest(handler) => self
                .lane()
                .newest
                .extend(abort.map(|abort| (handler, abort))),
        }
    }

    /// Notes that a handler has finished which [`started`](Self::started) was told of, unless it was cancelled.
    pub(super) fn finished(&mut self, policy: Policy) {
        match (policy, &mut self.lane) {
            (Policy::Serial, _) => self.busy = false,
            (Policy::Limited(handler, _), Some(lane)) => {
                for (counted, runs) in &mut lane.counted {
                    *runs -= usize::from(*counted == handler);
                }
                lane.counted.retain(|(_, runs)| *runs > 0);
            }
            (Policy::Latest(handler), Some(lane)) => {
                lane.newest.retain(|(newest, _)| *newest != handler)
            }
            _ => {}
        }
    }

    /// Cancels the run of this handler that a new one takes the place of.
    pub(super) fn supersede(&mut self, handler: HandlerId) {
        if let Some(lane) = &mut self.lane {
            let superseded = lane.newest.extract_if(.., |(newest, _)| *newest == handler);
            superseded.for_each(|(_, abort)| abort.abort());
        }
    }

    pub(super) fn wait(&mut self, waiting: WaitingEvent) {
        self.lane().waiting.push_back(waiting);
    }

    /// The first event that waits, of those with this policy and of another name.
    pub(super) fn first_held(&self, policy: Option<Policy>, name: &str) -> Option<&str> {
        let mut waiting = self.lane.iter().flat_map(|lane| &lane.waiting);
        let held = waiting.find(|waiting| {
            policy.is_none_or(|policy| waiting.policy == policy) && *waiting.name != *name
        });
        held.map(|waiting| &*waiting.name)
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.lane
            .as_ref()
            .is_some_and(|lane| !lane.waiting.is_empty())
    }

    /// The first event that waits for a handler of this policy, if it may start now.
    pub(super) fn next_waiting(&mut self, policy: Policy, crowded: bool) -> Option<WaitingEvent> {
        if !self.has_room(policy, crowded) {
            return None;
        }
        let waiting = &mut self.lane.as_mut()?.waiting;
        let first = waiting
            .iter()
            .position(|waiting| waiting.policy == policy)?;
        waiting.remove(first)
    }

    /// The first event that waits and may start now, whatever its policy.
    pub(super) fn next_ready(&mut self, crowded: bool) -> Option<WaitingEvent> {
        let waiting = &self.lane.as_ref()?.waiting;
        let first = waiting
            .iter()
            .position(|waiting| self.has_room(waiting.policy, crowded))?;
        self.lane.as_mut()?.waiting.remove(first)
    }

    /// Takes out all events that wait: nobody will handle them.
    pub(super) fn take_waiting(&mut self) -> VecDeque<WaitingEvent> {
        self.lane
            .as_mut()
            .map(|lane| std::mem::take(&mut lane.waiting))
            .unwrap_or_default()
    }

    fn lane(&mut self) -> &mut Lane {
        self.lane.get_or_insert_default()
    }
}
