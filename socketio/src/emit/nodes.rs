//! Nodes: events that nodes send to each other, past all clients.

use std::{
    error, fmt,
    future::{Future, IntoFuture, Ready},
    pin::Pin,
    task::{self, Context, Poll},
    time::Duration,
};

use serde::Serialize;

use super::{
    error::EmitError,
    found::Found,
    future::{Performed, Verb, VerbFuture},
    io::Io,
};
use crate::{
    ack::{FromAnswer, NodeId},
    adapter::{ClusterMessage, Gathering, Reply},
    engine::Message,
    packet::{ArgsError, Codec, Relayed, is_reserved},
};

/// The other nodes of a cluster: what [`Io::nodes`](super::Io::nodes) gives.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before one of its verbs is awaited"]
pub struct Nodes {
    io: Io,
}

impl Io {
    /// The other nodes of the cluster, to send events to them, past all clients. Without a cluster there are none.
    pub fn nodes(&self) -> Nodes {
        Nodes { io: self.clone() }
    }
}

impl Nodes {
    /// Sends an event to all other nodes. Their handlers of [`on_node`](crate::SocketIoBuilder::on_node) are called; no client
    /// gets it. This node does not get it either.
    ///
    /// ```
    /// # async fn example(io: socketio::Io) -> socketio::Result {
    /// io.nodes().emit("reload", "prices").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When awaited: the data cannot be encoded, or other nodes are not told.
    pub fn emit<'a>(&self, event: &'a str, data: impl Serialize) -> NodeEmit<'a> {
        NodeEmit {
            io: self.io.clone(),
            event,
            message: encode(event, &data),
        }
    }

    /// Asks all other nodes: the answer is what their handlers of [`on_node`](crate::SocketIoBuilder::on_node) return.
    ///
    /// ```
    /// # async fn example(io: socketio::Io) -> socketio::Result {
    /// let answers = io.nodes().call::<u64>("how many games", ()).await?;
    /// for (node, games) in &answers {
    ///     println!("{node}: {games:?}");
    /// }
    /// println!("without {:?}", answers.missing());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When awaited: the data cannot be encoded, or other nodes are not told. That a node does not answer is no error:
    /// see [`Found::missing`].
    pub fn call<'a, T: FromAnswer>(&self, event: &'a str, data: impl Serialize) -> NodeCall<'a, T> {
        NodeCall {
            emit: self.emit(event, data),
            timeout: None,
            read: read::<T>,
        }
    }
}

fn encode(event: &str, data: &impl Serialize) -> Result<Message, EmitError> {
    if is_reserved(event) {
        return Err(EmitError::ReservedName(event.to_owned()));
    }
    // Nodes speak JSON to each other, whatever they speak to clients.
    Ok(Codec::Json.event("/", None, event, data)?)
}

/// An event for all other nodes, to be awaited.
#[derive(Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct NodeEmit<'a> {
    io: Io,
    event: &'a str,
    message: Result<Message, EmitError>,
}

impl NodeEmit<'_> {
    fn send(self) -> Result<(), EmitError> {
        let message = self.message?;
        if let (Some(hub), Some(event)) = (self.io.hub(), Relayed::of(Codec::Json, &message)) {
            let request = None;
            let said = ClusterMessage::NodeEvent { event, request };
            hub.say(self.io.namespace(), &said, None)?;
        }
        Ok(())
    }

    fn ask(self, within: Option<Duration>) -> Result<Option<Gathering>, EmitError> {
        let message = self.message?;
        let (Some(hub), Some(event)) = (self.io.hub(), Relayed::of(Codec::Json, &message)) else {
            return Ok(None);
        };
        let gathering = hub.gather(self.io.namespace(), within, |request| {
            let request = Some(request);
            ClusterMessage::NodeEvent { event, request }
        });
        Ok(Some(gathering?))
    }
}

impl IntoFuture for NodeEmit<'_> {
    type Output = Result<(), EmitError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl Verb for NodeEmit<'_> {
    type Output = Result<(), EmitError>;
    type Rest = Ready<Self::Output>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        Performed::Done(self.send())
    }
}

/// A question to all other nodes, to be awaited.
#[must_use = "nothing is sent until it is awaited"]
pub struct NodeCall<'a, T> {
    emit: NodeEmit<'a>,
    timeout: Option<Duration>,
    read: fn(Reply) -> Result<T, NodeError>,
}

impl<T> NodeCall<'_, T> {
    /// How long the other nodes are waited for: 5 seconds, unless [`Cluster::ask_timeout`](crate::Cluster::ask_timeout) says
    /// otherwise.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}

impl<T> fmt::Debug for NodeCall<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NodeCall").field(&self.emit.event).finish()
    }
}

impl<T> IntoFuture for NodeCall<'_, T> {
    type Output = Result<Found<(NodeId, Result<T, NodeError>)>, EmitError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl<T> Verb for NodeCall<'_, T> {
    type Output = Result<Found<(NodeId, Result<T, NodeError>)>, EmitError>;
    type Rest = NodeAnswers<T>;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        match self.emit.ask(self.timeout) {
            Err(error) => Performed::Done(Err(error)),
            Ok(None) => Performed::Done(Ok(Found::new(Vec::new(), Vec::new()))),
            Ok(Some(gathering)) => Performed::Waits(NodeAnswers {
                gathering: Box::new(gathering),
                read: self.read,
            }),
        }
    }
}

/// Other nodes that are asked.
#[derive(Debug)]
pub struct NodeAnswers<T> {
    gathering: Box<Gathering>,
    read: fn(Reply) -> Result<T, NodeError>,
}

impl<T> Future for NodeAnswers<T> {
    type Output = Result<Found<(NodeId, Result<T, NodeError>)>, EmitError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let gathered = task::ready!(Pin::new(&mut *self.gathering).poll(cx));
        let replies = gathered.replies.into_iter();
        let answers = replies.map(|(node, reply)| (node, (self.read)(reply)));
        Poll::Ready(Ok(Found::new(answers.collect(), gathered.missing)))
    }
}

fn read<T: FromAnswer>(reply: Reply) -> Result<T, NodeError> {
    match reply {
        Reply::Value(Ok(args)) => T::from_answer(&args).map_err(NodeError::Args),
        Reply::Value(Err(error)) => Err(NodeError::Failed(error)),
        Reply::Sockets(_) => Err(NodeError::Failed(
            "it has answered another question".to_owned(),
        )),
    }
}

/// Why a node has answered, but not with what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NodeError {
    /// It has no handler of the event, or its handler has failed; the text is the node's.
    Failed(String),
    /// Its answer is not of the expected type.
    Args(ArgsError),
}

impl fmt::Display for NodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => write!(f, "the node could not answer: {error}"),
            Self::Args(error) => write!(f, "the node's answer does not fit: {error}"),
        }
    }
}

impl error::Error for NodeError {}
