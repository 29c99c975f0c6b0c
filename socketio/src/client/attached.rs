//! Attached: one namespace that a connection has joined, or is about to, and the events that wait for their
//! handlers there. This is where the order of a client's events is kept.

use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;
use futures_util::future::AbortHandle;

use crate::{
    namespace::{Event, HandlerId, Namespace, Policy},
    socket::Socket,
};

/// Names a socket of a connection for as long as any handler of it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(pub(super) u32);

/// How far a socket has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Its connect handler runs, and CONNECT has not left.
    Connecting,
    Joined,
    /// It has left; its handlers finish.
    Leaving,
    /// Its disconnect handler runs.
    Disconnecting,
}

/// A socket, and what its connection knows about it.
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) key: Key,
    pub(super) stage: Stage,
    /// A handler runs that others have to wait for.
    pub(super) busy: bool,
    /// Its connect handler runs: no other may, not even one that others need not wait for.
    pub(super) entering: bool,
    pub(super) namespace: Arc<Namespace>,
    pub(super) socket: Socket,
    /// Not there as long as no event has to wait or be counted.
    lane: Option<Box<Lane>>,
}

#[derive(Debug, Default)]
struct Lane {
    waiting: VecDeque<Waiting>,
    /// Handlers that run no more than so many times at once, and how often they do.
    counted: Vec<(HandlerId, usize)>,
    /// Handlers that the next event cancels.
    newest: Vec<(HandlerId, AbortHandle)>,
}

/// An event that has to wait, copied.
#[derive(Debug)]
pub(super) struct Waiting {
    policy: Policy,
    name: Box<str>,
    id: Option<u64>,
    data: Box<str>,
    attachments: Vec<Bytes>,
}

impl Waiting {
    pub(super) fn new(policy: Policy, event: Event<'_>) -> Self {
        Self {
            policy,
            name: event.name.into(),
            id: event.id,
            data: event.data.into(),
            attachments: event.attachments.to_vec(),
        }
    }

    pub(super) fn event(&self) -> Event<'_> {
        Event {
            name: &self.name,
            id: self.id,
            data: &self.data,
            attachments: &self.attachments,
        }
    }

    /// The bytes it occupies.
    pub(super) fn size(&self) -> usize {
        let attachments = self.attachments.iter().map(Bytes::len).sum::<usize>();
        size_of::<Self>() + self.name.len() + self.data.len() + attachments
    }
}

impl Attached {
    pub(super) fn new(key: Key, stage: Stage, namespace: Arc<Namespace>, socket: Socket) -> Self {
        Self {
            key,
            stage,
            busy: false,
            entering: false,
            namespace,
            socket,
            lane: None,
        }
    }

    /// Whether packets of the client for this namespace are for this socket.
    pub(super) fn is_present(&self) -> bool {
        matches!(self.stage, Stage::Connecting | Stage::Joined)
    }

    /// Whether a handler may start now.
    pub(super) fn has_room(&self, policy: Policy) -> bool {
        if self.entering {
            return false;
        }
        match policy {
            Policy::Serial => !self.busy,
            Policy::Free | Policy::Latest(_) => true,
            Policy::Limited(handler, runs) => self.runs_of(handler) < runs.get(),
        }
    }

    fn runs_of(&self, handler: HandlerId) -> usize {
        let counted = self.lane.iter().flat_map(|lane| &lane.counted);
        counted
            .filter(|(counted, _)| *counted == handler)
            .map(|(_, runs)| *runs)
            .sum()
    }

    /// A handler has started and did not finish at once.
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

    /// Such a handler has finished, and was not cancelled.
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

    /// Cancels the run that a new one of this handler takes the place of.
    pub(super) fn supersede(&mut self, handler: HandlerId) {
        if let Some(lane) = &mut self.lane {
            let superseded = lane.newest.extract_if(.., |(newest, _)| *newest == handler);
            superseded.for_each(|(_, abort)| abort.abort());
        }
    }

    pub(super) fn wait(&mut self, waiting: Waiting) {
        self.lane().waiting.push_back(waiting);
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.lane
            .as_ref()
            .is_some_and(|lane| !lane.waiting.is_empty())
    }

    /// The first event that waits for a handler of this policy, if it may start now.
    pub(super) fn next_waiting(&mut self, policy: Policy) -> Option<Waiting> {
        if !self.has_room(policy) {
            return None;
        }
        let waiting = &mut self.lane.as_mut()?.waiting;
        let first = waiting
            .iter()
            .position(|waiting| waiting.policy == policy)?;
        waiting.remove(first)
    }

    /// The first event that waits and may start now, whatever its policy.
    pub(super) fn next_ready(&mut self) -> Option<Waiting> {
        let waiting = &self.lane.as_ref()?.waiting;
        let first = waiting
            .iter()
            .position(|waiting| self.has_room(waiting.policy))?;
        self.lane.as_mut()?.waiting.remove(first)
    }

    /// Gives up on the events that wait.
    pub(super) fn take_waiting(&mut self) -> VecDeque<Waiting> {
        self.lane
            .as_mut()
            .map(|lane| std::mem::take(&mut lane.waiting))
            .unwrap_or_default()
    }

    fn lane(&mut self) -> &mut Lane {
        self.lane.get_or_insert_default()
    }
}
