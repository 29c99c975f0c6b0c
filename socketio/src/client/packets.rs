//! What comes from the client: packets go to their namespace, events to their handlers, and answers go back.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

use super::{
    Client,
    attached::{Attached, SocketKey},
    inflight::Trigger,
};
use crate::{
    engine::{Incoming, Revision},
    namespace::{Event, Joining, Malformed, Namespace, Policy},
    observe::{Observation, Reason, RefusalKind, Topics},
    packet::{Codec, DecodeError, Decoder, Packet, PacketType, Raw, Reader},
    route::{Error, Outcome, Reply},
};

impl Client {
    pub(super) fn receive(
        &mut self,
        incoming: Incoming<'_>,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        match incoming {
            Incoming::Handled => Ok(()),
            Incoming::Text(text) => {
                // Before it has joined a namespace, nothing that a client may send has attachments.
                let limit = match self.sockets.is_empty() {
                    true => 0,
                    false => self.namespaces.config().max_attachments,
                };
                match self.decoder.text(self.namespaces.codec(), text, limit) {
                    Ok(Some(packet)) => self.on_packet(&packet, cx),
                    Ok(None) => Ok(()),
                    Err(error) => self.on_other_text(text, error, cx),
                }
            }
            Incoming::Binary(bytes) => match self.decoder.binary(self.namespaces.codec(), bytes) {
                Ok(Some(packet)) => self.on_packet(&packet.packet(), cx),
                Ok(None) => Ok(()),
                Err(error) => Err(self.undecodable(error)),
            },
        }
    }

    /// A text that is no JSON packet: one in a format of the program, or an error.
    #[cold]
    fn on_other_text(
        &mut self,
        text: &str,
        error: DecodeError,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        let Codec::Custom(format) = self.namespaces.codec() else {
            return Err(self.undecodable(error));
        };
        match Decoder::custom_text(format, text) {
            Ok(packet) => self.on_packet(&packet.packet(), cx),
            Err(error) => Err(self.undecodable(error)),
        }
    }

    #[cold]
    fn undecodable(&self, error: DecodeError) -> Reason {
        self.tell_violation(&error.to_string());
        Reason::ForcedClose
    }

    #[cold]
    fn out_of_place(&self, packet: &Packet<'_>) {
        let (kind, namespace) = (packet.kind, packet.namespace);
        self.tell_violation(&format!(
            "a packet {kind:?} for `{namespace}` makes no sense now"
        ));
    }

    /// Tells observers why the session is closed.
    pub(super) fn tell_violation(&self, problem: &str) {
        self.observers()
            .tell_of(Topics::FAILURES, || Observation::ProtocolViolated {
                session: self.peer.sid(),
                problem,
            });
    }

    /// Does what a packet asks for, if it makes sense in the phase that its client is in.
    #[inline(always)] // or the packet would be copied once more
    fn on_packet(&mut self, packet: &Packet<'_>, cx: &mut Context<'_>) -> Result<(), Reason> {
        // A client that has left may have joined again: the older socket is passed over.
        let present = self
            .sockets
            .iter()
            .enumerate()
            .find_map(|(place, attached)| {
                if attached.namespace.name() != packet.namespace {
                    return None;
                }
                let phase = attached.phase();
                (!phase.has_left()).then_some((place, phase))
            });
        match (packet.kind, present) {
            (PacketType::Event | PacketType::Connect, _) if self.stopping => Ok(()),
            (PacketType::Event, Some((place, phase))) if phase.is_joined() => {
                let event = Event {
                    name: &packet.name,
                    id: packet.id,
                    data: packet.data,
                    attachments: packet.attachments,
                };
                let attached = &self.sockets[place];
                attached.namespace.tell_received(&attached.socket, &event);
                self.event(place, event, cx)
            }
            (PacketType::Ack, Some((place, phase))) if phase.is_joined() => {
                self.answered(place, packet)
            }
            // The client asks again while its connect handler decides: one answer is on its way.
            (PacketType::Connect, Some((_, phase))) if phase.is_connecting() => Ok(()),
            (PacketType::Connect, None) => self.connect(packet, cx),
            (PacketType::Disconnect, Some((place, _))) => {
                self.leave(place, Reason::ClientNamespaceDisconnect, cx);
                Ok(())
            }
            // The client sent this before it could know that it was disconnected.
            (PacketType::Event | PacketType::Ack | PacketType::Disconnect, None)
                if self.has_just_left(packet.namespace) =>
            {
                Ok(())
            }
            _ => {
                self.out_of_place(packet);
                Err(Reason::ForcedServerClose)
            }
        }
    }

    /// Whether the server has disconnected the client from this namespace, and the client has not joined it since.
    #[cold]
    fn has_just_left(&self, namespace: &str) -> bool {
        self.rare
            .as_ref()
            .is_some_and(|rare| rare.left.contains(namespace))
    }

    fn connect(&mut self, packet: &Packet<'_>, cx: &mut Context<'_>) -> Result<(), Reason> {
        match self.peer.revision() {
            Revision::Four => self.join(packet.namespace, packet.data, cx),
            Revision::Three => self.connect_with_query(packet.namespace, cx),
        }
    }

    /// The client joins a namespace, or is refused.
    pub(super) fn join(
        &mut self,
        name: &str,
        auth: Raw<'_>,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        let codec = self.namespaces.codec();
        if let Some(rare) = &mut self.rare {
            rare.left.remove(name);
        }
        if self.sockets.len() >= self.namespaces.config().max_namespaces {
            self.tell_refused(name, RefusalKind::TooManyNamespaces);
            Namespace::refuse_one_more(codec, &self.peer, name);
            return Ok(());
        }
        let Some(namespace) = self.namespaces.open(name) else {
            self.tell_refused(name, RefusalKind::UnknownNamespace);
            Namespace::refuse_unknown(codec, &self.peer, name);
            return Ok(());
        };
        if !self.has_room_for_auth(auth.len()) {
            self.tell_refused(name, RefusalKind::AuthTooLarge);
            Namespace::refuse_auth(codec, &self.peer, name);
            return Ok(());
        }
        let Joining { socket, handler } = namespace.connect(&self.io, &self.peer, auth);
        if socket.member().phase().is_joined() {
            self.joined();
        }
        let key = SocketKey(self.next_key);
        self.next_key = self.next_key.wrapping_add(1);
        if self.sockets.is_empty() {
            // Most clients join one namespace.
            self.sockets.reserve_exact(1);
        }
        self.sockets.push(Attached::new(key, namespace, socket));
        if let Some(run) = handler
            && let Some(outcome) = self.start(key, Trigger::Connect, run, cx)
        {
            return self.connect_handled(self.sockets.len() - 1, outcome, cx);
        }
        Ok(())
    }

    /// Whether so many bytes of auth may be kept, beside those in other namespaces.
    fn has_room_for_auth(&self, bytes: usize) -> bool {
        let codec = self.namespaces.codec();
        let sockets = self.sockets.iter();
        let kept = sockets.map(|attached| attached.socket.member().profile().auth(codec).len());
        bytes == 0 || kept.sum::<usize>() + bytes <= self.namespaces.config().max_auth_bytes
    }

    #[cold]
    fn tell_refused(&self, namespace: &str, kind: RefusalKind) {
        self.observers()
            .tell_of(Topics::REFUSALS, || Observation::NamespaceRefused {
                session: self.peer.sid(),
                namespace,
                kind,
                message: "",
            });
    }

    /// Starts the handler of an event, or queues the event until the handler may start.
    pub(super) fn event(
        &mut self,
        place: usize,
        event: Event<'_>,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        let Attached {
            namespace, socket, ..
        } = &self.sockets[place];
        let Some(handler) = namespace.handler(event.name) else {
            let reply = namespace.unhandled(socket, event)?;
            self.reply(place, event.id, &reply);
            return Ok(());
        };
        let policy = namespace.policy(handler);
        let crowded = self.is_crowded();
        if !self.sockets[place].has_room(policy, crowded) {
            self.queue(place, policy, event);
            return Ok(());
        }
        let begun = namespace
            .observers()
            .want(Topics::EVENTS)
            .then(Instant::now);
        let mut run = match namespace.call_handler(socket, handler, event) {
            Ok(run) => run,
            Err(error) => {
                let error = Malformed::unless_failed(error)?;
                self.failed(place, event.name, event.id, &error);
                self.handled(place, event.name, begun, Some(&error));
                return Ok(());
            }
        };
        if let Policy::Latest(handler) = policy {
            self.sockets[place].supersede(handler);
        }
        // A handler that does not wait for anything has finished here, and is never put in flight.
        let polled = Pin::new(&mut run).poll(cx);
        match &polled {
            Poll::Ready(Ok(reply)) => self.reply(place, event.id, reply),
            Poll::Ready(Err(error)) => self.failed(place, event.name, event.id, error),
            Poll::Pending => {
                let trigger = Trigger::Event {
                    policy,
                    name: event.name.into(),
                    id: event.id,
                    begun,
                };
                let attached = &mut self.sockets[place];
                let abort = self
                    .inflight
                    .get_or_insert_default()
                    .push(attached.key, trigger, run);
                attached.started(policy, abort);
                return Ok(());
            }
        }
        if let Poll::Ready(outcome) = &polled {
            self.handled(place, event.name, begun, outcome.as_ref().err());
        }
        Ok(())
    }

    /// Tells observers that a handler has ended, if any wanted to know when it began.
    #[inline]
    pub(super) fn handled(
        &self,
        place: usize,
        event: &str,
        begun: Option<Instant>,
        error: Option<&Error>,
    ) {
        if let Some(begun) = begun {
            let Attached {
                namespace, socket, ..
            } = &self.sockets[place];
            namespace.tell_handled(socket, event, begun, error);
        }
    }

    /// Answers an event with the outcome of its handler.
    pub(super) fn answer(&mut self, place: usize, event: &str, id: Option<u64>, outcome: &Outcome) {
        match outcome {
            Ok(reply) => self.reply(place, id, reply),
            Err(error) => self.failed(place, event, id, error),
        }
    }

    #[cold]
    fn failed(&mut self, place: usize, event: &str, id: Option<u64>, error: &Error) {
        let Attached {
            namespace, socket, ..
        } = &self.sockets[place];
        let reply = namespace.failed(socket, event, id, error);
        self.reply(place, id, &reply);
    }

    #[inline]
    fn reply(&mut self, place: usize, id: Option<u64>, reply: &Reply) {
        let (Some(id), Reply::Args(args)) = (id, reply) else {
            return;
        };
        let socket = &self.sockets[place].socket;
        match &mut self.connection {
            Some(connection) if socket.member().phase().is_joined() && args.is_whole() => {
                socket.tell_answer(args);
                let namespace = socket.namespace();
                connection.reply(args.form(), namespace.len() + args.len(), |out| {
                    args.write_ack(out, namespace, id);
                });
            }
            _ => socket.answer(id, args),
        }
    }

    /// The client answers a question of the server.
    fn answered(&self, place: usize, packet: &Packet<'_>) -> Result<(), Reason> {
        let args = Reader::array(packet.data, packet.attachments)
            .rest()
            .map_err(Malformed::from)?;
        if let Some(id) = packet.id {
            let Attached {
                namespace, socket, ..
            } = &self.sockets[place];
            namespace.tell_answer_received(socket, size_of_packet(packet));
            namespace.adapter().answer(id, socket.sid(), args);
        }
        Ok(())
    }
}

/// The size of the arguments and attachments of a packet.
fn size_of_packet(packet: &Packet<'_>) -> usize {
    packet.data.len()
        + packet
            .attachments
            .iter()
            .map(|part| part.len())
            .sum::<usize>()
}

impl From<Malformed> for Reason {
    fn from(_: Malformed) -> Self {
        Self::ForcedClose
    }
}
