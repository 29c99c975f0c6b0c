//! Arrivals: the packets that have arrived over one connection and that the test has not asked for yet, and the listeners of
//! the test. Knows packets, and not how they are transported.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt,
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    adapter::Offset,
    engine::Message,
    packet::{Args, ArgsError, Codec, Packet, PacketType, Reader},
};

/// The packets that have arrived over one connection.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    events: HashMap<String, VecDeque<Arrived>>,
    /// Answers to the client's questions, by namespace and id.
    acks: HashMap<(String, u64), Args>,
    /// Answers to CONNECT by namespace: the payload of CONNECT, or as an error that of CONNECT_ERROR.
    joins: HashMap<String, Result<Args, Args>>,
    joined: HashSet<String>,
    /// The namespaces whose clients are recovered, with the offset of the last event in each.
    offsets: HashMap<String, Option<String>>,
    listeners: HashMap<(String, String), OnEvent>,
    last_id: u64,
    /// The format of the server's packets.
    codec: Codec,
    pinged: u64,
    ponged: u64,
    /// Whether the server's pings are left without an answer.
    pub(super) silent: bool,
    /// Whether the connection has ended.
    pub(super) ended: bool,
}

/// An event as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Arrived {
    pub(super) name: String,
    pub(super) args: Args,
    /// The id of the answer, if the server wants one.
    pub(super) id: Option<u64>,
}

impl Arrivals {
    pub(super) fn new(codec: Codec) -> Self {
        Self {
            codec,
            ..Self::default()
        }
    }

    /// Stores a packet, or calls the listener of its event. Returns the listener's answer if the server wants one.
    pub(super) fn take(&mut self, packet: &Packet<'_>) -> Option<Message> {
        if self.ended {
            // The test has seen the end of the connection.
            return None;
        }
        let namespace = packet.namespace.to_owned();
        match packet.kind {
            PacketType::Connect => {
                self.joined.insert(namespace.clone());
                self.joins.insert(namespace, Ok(payload(packet)));
            }
            PacketType::ConnectError => {
                self.joins.insert(namespace, Err(payload(packet)));
            }
            PacketType::Disconnect => {
                self.joined.remove(&namespace);
            }
            PacketType::Event => return self.event(namespace, packet),
            PacketType::Ack => {
                let args = Reader::array(packet.data, packet.attachments).rest();
                if let Some(id) = packet.id {
                    self.acks.insert((namespace, id), args.unwrap_or_default());
                }
            }
        }
        None
    }

    fn event(&mut self, namespace: String, packet: &Packet<'_>) -> Option<Message> {
        let args = Reader::new(packet.data, packet.attachments).rest();
        let (name, mut args) = (packet.name.clone().into_owned(), args.unwrap_or_default());
        if packet.id.is_none()
            && let Some(offset) = self.offsets.get_mut(&namespace)
            && let Some(last) = args.take_last(Offset::is_like)
        {
            *offset = Some(last);
        }
        let key = (namespace, name);
        if let Some(listener) = self.listeners.get_mut(&key) {
            return (listener.0)(self.codec, &key.0, packet.id, &args);
        }
        let (namespace, name) = key;
        let id = packet.id;
        let arrived = Arrived { name, args, id };
        self.events.entry(namespace).or_default().push_back(arrived);
        None
    }

    /// The events of this namespace bear offsets, after the one that the client has got before.
    pub(super) fn expect_offsets(&mut self, namespace: &str, offset: Option<String>) {
        let known = self.offsets.entry(namespace.to_owned()).or_default();
        if known.is_none() {
            *known = offset;
        }
    }

    /// The offset of the last event in a namespace.
    pub(super) fn offset(&self, namespace: &str) -> Option<String> {
        self.offsets.get(namespace).cloned().flatten()
    }

    /// Notes that the connection has ended.
    pub(super) fn end(&mut self) {
        self.ended = true;
        self.joined.clear();
    }

    pub(super) fn is_joined(&self, namespace: &str) -> bool {
        self.joined.contains(namespace)
    }

    /// Takes the server's answer to a CONNECT, if it has arrived.
    pub(super) fn join(&mut self, namespace: &str) -> Option<Result<Args, Args>> {
        self.joins.remove(namespace)
    }

    /// Notes that the client has left a namespace. The server sends nothing about that.
    pub(super) fn leave(&mut self, namespace: &str) {
        self.joined.remove(namespace);
    }

    /// An id for a question that was not used before on this connection.
    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Takes the answer to a question, if it has arrived.
    pub(super) fn ack(&mut self, key: &(String, u64)) -> Option<Args> {
        self.acks.remove(key)
    }

    /// Takes all events of a namespace, in the order of their arrival.
    pub(super) fn drain(&mut self, namespace: &str) -> VecDeque<Arrived> {
        self.events.remove(namespace).unwrap_or_default()
    }

    /// Takes the first event of this name, and leaves the others.
    pub(super) fn first(&mut self, namespace: &str, event: &str) -> Option<Arrived> {
        let events = self.events.get_mut(namespace)?;
        let index = events.iter().position(|arrived| arrived.name == event)?;
        events.remove(index)
    }

    /// The names of the events that the test has not asked for.
    pub(super) fn names(&self, namespace: &str) -> Vec<String> {
        let events = self.events.get(namespace).into_iter().flatten();
        events.map(|arrived| arrived.name.clone()).collect()
    }

    /// Calls a listener for each event of this name from now on.
    pub(super) fn listen(&mut self, namespace: &str, event: &str, listener: OnEvent) {
        let key = (namespace.to_owned(), event.to_owned());
        self.listeners.insert(key, listener);
    }

    pub(super) fn next_ping(&mut self) -> u64 {
        self.pinged += 1;
        self.pinged
    }

    pub(super) fn pong(&mut self, ping: u64) {
        self.ponged = ping;
    }

    pub(super) fn last_pong(&self) -> u64 {
        self.ponged
    }
}

/// What a test does with each event of a name: it gets the namespace, the id of the answer and the arguments.
pub(super) struct OnEvent(Listen);

type Listen = Box<dyn FnMut(Codec, &str, Option<u64>, &Args) -> Option<Message> + Send>;

impl OnEvent {
    pub(super) fn new<T: DeserializeOwned, R: Serialize>(
        event: String,
        mut answer: impl FnMut(T) -> R + Send + 'static,
    ) -> Self {
        Self(Box::new(move |codec, namespace, id, args| {
            let value = parse(args)
                .unwrap_or_else(|error| panic!("`{event}` came with {}: {error}", args.to_json()));
            let answer = answer(value);
            let message = codec.ack(namespace, id?, &answer);
            Some(message.unwrap_or_else(|error| {
                panic!("the answer to `{event}` can't be encoded: {error}")
            }))
        }))
    }
}

impl fmt::Debug for OnEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnEvent").finish_non_exhaustive()
    }
}

/// Parses arguments: a tuple has one for each element, `()` has none, and any other type is one argument, or the list of
/// all if there are several.
pub(super) fn parse<T: DeserializeOwned>(args: &Args) -> Result<T, ArgsError> {
    if args.len() < 2 && !args.is_tuple::<T>() {
        args.get(0)
    } else {
        args.parse()
    }
}

/// What the server says to a client that wants to join.
fn payload(packet: &Packet<'_>) -> Args {
    let payload = Reader::value(packet.data, packet.attachments).rest();
    payload.unwrap_or_default()
}
