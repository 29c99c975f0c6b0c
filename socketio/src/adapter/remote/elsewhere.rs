//! Elsewhere: the half of an adapter that is about other nodes: what it says to them, and what it does when they say
//! something. That which is said is done on this node first.

use std::{borrow::Cow, sync::Arc, time::Duration};

use tokio::sync::OwnedSemaphorePermit;

use super::description::describe;
use crate::{
    ack::{AckError, Answers, NodeId},
    adapter::{
        Adapter, Offset, RoomName, Target, To,
        cluster::{ClusterError, Gathering, Hub, Message, Question, RemoteSocket},
    },
    engine,
    packet::Relayed,
};

/// How long the answers to another node's question are waited for if it does not say.
const TIMEOUT: Duration = Duration::from_secs(60);

impl Adapter {
    /// This node's place in the cluster, if clients of other nodes may be meant.
    #[inline]
    pub(in crate::adapter) fn hub_for(&self, target: &Target<'_>) -> Option<&Arc<Hub>> {
        let hub = self.hub.as_ref()?;
        self.reaches_others(target).then_some(hub)
    }

    fn reaches_others(&self, target: &Target<'_>) -> bool {
        // A sid is one client alone, wherever it is.
        let is_here =
            |room: &RoomName<'_>| matches!(room, RoomName::Sid(sid) if self.find(*sid).is_some());
        !target.flags.local
            && match &target.to {
                To::Everyone => true,
                To::Member(_) => false,
                To::Rooms(rooms) => !rooms.as_slice().iter().all(is_here),
            }
    }

    /// Says to other nodes what was done here, if clients of theirs may be meant.
    #[inline]
    pub(in crate::adapter) fn say<'a>(
        &self,
        target: &Target<'a>,
        message: impl FnOnce(Target<'a>) -> Message<'a>,
    ) -> Result<(), ClusterError> {
        match self.hub_for(target) {
            Some(hub) => hub.say(&self.namespace, &message(target.clone()), None),
            None => Ok(()),
        }
    }

    /// Says an event to other nodes.
    pub(in crate::adapter) fn say_event(
        &self,
        hub: &Arc<Hub>,
        target: &Target<'_>,
        message: &engine::Message,
        offset: Option<Offset>,
        question: Option<Question<'_>>,
    ) -> Result<(), ClusterError> {
        let Some(event) = Relayed::of(self.codec, message) else {
            return Ok(());
        };
        let event = match offset {
            Some(offset) => event.without_offset(offset.as_str()),
            None => event,
        };
        let said = Message::Event {
            target: target.clone(),
            event,
            compress: message.may_be_compressed(),
            question,
        };
        hub.say(&self.namespace, &said, None)
    }

    /// Asks the clients of other nodes as well.
    pub(in crate::adapter) fn ask_everywhere(
        &self,
        hub: &Arc<Hub>,
        target: &Target<'_>,
        id: u64,
        message: &engine::Message,
        timeout: Duration,
    ) -> Result<Answers, ClusterError> {
        let nodes = hub.askable(&self.namespace);
        let (answers, _) = self.ask_here(target, id, message, &nodes);
        if nodes.is_empty() {
            return Ok(answers);
        }
        if let Some(anybody) = hub.anybody() {
            self.acks.count(id, anybody, 1);
        }
        let question = Question {
            request: hub.ack_request(id).into(),
            timeout: Some(timeout),
            complete: true,
        };
        self.say_event(hub, target, message, None, Some(question))?;
        // Those that have gone between the two have not been struck off.
        let gone = nodes.iter().filter(|node| !hub.is_alive(**node));
        gone.for_each(|node| self.acks.lose(*node));
        Ok(answers)
    }

    /// Asks other nodes which clients of theirs the target means; `None` if none can be.
    pub(crate) fn fetch(
        &self,
        target: &Target<'_>,
        within: Option<Duration>,
    ) -> Result<Option<Gathering>, ClusterError> {
        let Some(hub) = self.hub_for(target) else {
            return Ok(None);
        };
        let target = target.to_owned();
        let ask = |request: Cow<'static, str>| Message::Fetch { target, request };
        hub.gather(&self.namespace, within, ask).map(Some)
    }

    /// What is known of the connected members that the target means.
    pub(crate) fn described(&self, target: &Target<'_>) -> Vec<RemoteSocket> {
        let members = self.connected(target);
        let describe = |member| describe(member, self.rooms_of(member.sid()), self.codec);
        members.iter().map(|member| describe(member)).collect()
    }

    /// A node is gone, and its clients will not answer.
    pub(super) fn lose(&self, node: NodeId) {
        self.acks.lose(node);
    }

    /// Another node has said something about this namespace.
    pub(super) fn apply(&self, hub: &Arc<Hub>, from: Option<NodeId>, message: Message<'_>) {
        match message {
            Message::Event {
                target,
                event,
                compress,
                question,
            } => self.apply_event(hub, from, (&target, &event, compress), question),
            Message::Join { target, rooms } => self.join_here(&target, rooms.as_slice()),
            Message::Leave { target, rooms } => self.leave_here(&target, rooms.as_slice()),
            Message::Close { rooms } => self.close_here(rooms.as_slice()),
            Message::Disconnect { target, scope } => self.local.disconnect(&target, scope),
            Message::Fetch { target, request } => {
                let sockets = self.described(&target);
                // Whoever asks waits for its deadline if this node cannot say anything.
                let _ = hub.say(
                    &self.namespace,
                    &Message::Fetched { request, sockets },
                    from,
                );
            }
            Message::Asked { request, clients } => {
                if let Some((id, node)) = hub.asked_ack(&request).zip(from) {
                    self.acks.count(id, node, clients);
                }
            }
            Message::Answer {
                request,
                sid,
                answer,
            } => {
                if let Some((id, node)) = hub.asked_ack(&request).zip(from) {
                    self.acks.settle_elsewhere(id, node, sid, answer);
                }
            }
            // These are about nodes, and not about a namespace.
            Message::Hello
            | Message::Heartbeat
            | Message::Goodbye
            | Message::Fetched { .. }
            | Message::NodeEvent { .. }
            | Message::NodeReply { .. } => {}
        }
    }

    fn apply_event(
        &self,
        hub: &Arc<Hub>,
        from: Option<NodeId>,
        (target, event, compress): (&Target<'_>, &Relayed<'_>, bool),
        question: Option<Question<'_>>,
    ) {
        // Nothing is made for a message that nobody here gets, and that nobody could come back for.
        if question.is_none() && !self.recovers() && !self.local.reaches(target) {
            return;
        }
        let id = question.as_ref().map(|_| self.next_ack());
        let offset = match id {
            Some(_) => None,
            None => self.next_offset(target.flags),
        };
        let text = offset.as_ref().map(Offset::as_str);
        let Ok(message) = event.to_message(self.codec, &self.namespace, id, text) else {
            return;
        };
        let message = match compress {
            true => message,
            false => message.incompressible(),
        };
        match (question, id, from) {
            (Some(question), Some(id), Some(from)) => {
                self.put_question(hub, from, (target, id, &message), question);
            }
            _ => self.broadcast_here(target, &message, offset),
        }
    }

    /// Puts the question of another node to the clients of this one, and sends their answers in a task of its own.
    fn put_question(
        &self,
        hub: &Arc<Hub>,
        from: NodeId,
        (target, id, message): (&Target<'_>, u64, &engine::Message),
        question: Question<'_>,
    ) {
        let Some(permit) = hub.begin_question() else {
            return;
        };
        let (answers, clients) = self.ask_here(target, id, message, &[]);
        let asked = Message::Asked {
            request: Cow::Borrowed(&question.request),
            clients,
        };
        if hub.say(&self.namespace, &asked, Some(from)).is_ok() && clients > 0 {
            let answers = answers.within(question.timeout.unwrap_or(TIMEOUT));
            let reply = Replying {
                hub: Arc::clone(hub),
                namespace: Arc::clone(&self.namespace),
                to: from,
                request: question.request.into_owned(),
                complete: question.complete,
                _permit: permit,
            };
            tokio::spawn(reply.send(answers));
        }
    }
}

/// The answers of the clients of this node to the question of another.
struct Replying {
    hub: Arc<Hub>,
    namespace: Arc<str>,
    to: NodeId,
    request: String,
    /// Whether the other node wants to know of clients that are gone.
    complete: bool,
    _permit: OwnedSemaphorePermit,
}

impl Replying {
    async fn send(self, mut answers: Answers) {
        while let Some((sid, answer)) = std::future::poll_fn(|cx| answers.poll_next(cx)).await {
            let tells = match answer {
                Ok(_) => true,
                Err(AckError::Disconnected) => self.complete,
                // The other node has a deadline of its own.
                Err(_) => false,
            };
            let answer = Message::Answer {
                request: Cow::Borrowed(&self.request),
                sid: Some(sid),
                answer,
            };
            if tells
                && self
                    .hub
                    .say(&self.namespace, &answer, Some(self.to))
                    .is_err()
            {
                return;
            }
        }
    }
}
