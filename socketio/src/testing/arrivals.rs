//! Arrivals: what has come over one connection and has not been asked for yet, and what is listened for.
//! Knows packets; not where they come from.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt,
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    engine::Message,
    packet::{self, Args, ArgsError, Kind, Packet, Reader},
};

/// What has arrived.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    events: HashMap<String, VecDeque<Arrived>>,
    /// Answers to what the client asked, by namespace and id.
    acks: HashMap<(String, u64), Args>,
    /// Answers to CONNECT: the payload of CONNECT, or of CONNECT_ERROR.
    joins: HashMap<String, Result<String, String>>,
    joined: HashSet<String>,
    listeners: HashMap<(String, String), Listener>,
    last_id: u64,
    pinged: u64,
    ponged: u64,
    /// The server's pings are not answered.
    pub(super) silent: bool,
    pub(super) ended: bool,
}

/// An event as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Arrived {
    pub(super) name: String,
    pub(super) args: Args,
    /// The id under which the server wants an answer.
    pub(super) id: Option<u64>,
}

impl Arrivals {
    /// Takes a packet in; an answer to it, if somebody listens for it and it asks for one.
    pub(super) fn take(&mut self, packet: &Packet<'_>) -> Option<Message> {
        let namespace = packet.namespace.to_owned();
        match packet.kind {
            Kind::Connect => {
                self.joined.insert(namespace.clone());
                self.joins.insert(namespace, Ok(packet.data.to_owned()));
            }
            Kind::ConnectError => {
                self.joins.insert(namespace, Err(packet.data.to_owned()));
            }
            Kind::Disconnect => {
                self.joined.remove(&namespace);
            }
            Kind::Event => return self.event(namespace, packet),
            Kind::Ack => {
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
        let (name, args) = (packet.name.clone().into_owned(), args.unwrap_or_default());
        let key = (namespace, name);
        if let Some(listener) = self.listeners.get_mut(&key) {
            return (listener.0)(&key.0, packet.id, &args);
        }
        let (namespace, name) = key;
        let id = packet.id;
        let arrived = Arrived { name, args, id };
        self.events.entry(namespace).or_default().push_back(arrived);
        None
    }

    /// The connection is over.
    pub(super) fn end(&mut self) {
        self.ended = true;
        self.joined.clear();
    }

    pub(super) fn is_joined(&self, namespace: &str) -> bool {
        self.joined.contains(namespace)
    }

    /// The server's answer to a CONNECT.
    pub(super) fn join(&mut self, namespace: &str) -> Option<Result<String, String>> {
        self.joins.remove(namespace)
    }

    /// The client has left by itself: nothing will say so.
    pub(super) fn leave(&mut self, namespace: &str) {
        self.joined.remove(namespace);
    }

    /// The number of a question: not used before on this connection.
    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn ack(&mut self, key: &(String, u64)) -> Option<Args> {
        self.acks.remove(key)
    }

    /// All events of a namespace, in order.
    pub(super) fn drain(&mut self, namespace: &str) -> VecDeque<Arrived> {
        self.events.remove(namespace).unwrap_or_default()
    }

    /// The first event of that name; the others stay.
    pub(super) fn first(&mut self, namespace: &str, event: &str) -> Option<Arrived> {
        let events = self.events.get_mut(namespace)?;
        let index = events.iter().position(|arrived| arrived.name == event)?;
        events.remove(index)
    }

    /// The names of the events that nobody has asked for.
    pub(super) fn names(&self, namespace: &str) -> Vec<String> {
        let events = self.events.get(namespace).into_iter().flatten();
        events.map(|arrived| arrived.name.clone()).collect()
    }

    pub(super) fn listen(&mut self, namespace: &str, event: &str, listener: Listener) {
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

/// What a test has said shall be done with an event.
pub(super) struct Listener(Listen);

type Listen = Box<dyn FnMut(&str, Option<u64>, &Args) -> Option<Message> + Send>;

impl Listener {
    pub(super) fn new<T: DeserializeOwned, R: Serialize>(
        event: String,
        mut answer: impl FnMut(T) -> R + Send + 'static,
    ) -> Self {
        Self(Box::new(move |namespace, id, args| {
            let value = read(args)
                .unwrap_or_else(|error| panic!("`{event}` came with {}: {error}", args.as_json()));
            let answer = answer(value);
            let message = packet::ack(namespace, id?, &answer);
            Some(message.unwrap_or_else(|error| {
                panic!("the answer to `{event}` can't be encoded: {error}")
            }))
        }))
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").finish_non_exhaustive()
    }
}

/// Reads arguments: a tuple is as many as it has elements, `()` none, anything else one, or all of several.
pub(super) fn read<T: DeserializeOwned>(args: &Args) -> Result<T, ArgsError> {
    match args.iter().nth(1) {
        None if !args.is_tuple::<T>() => args.get(0),
        _ => args.parse(),
    }
}
