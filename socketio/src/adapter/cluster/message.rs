//! What nodes tell each other: one enum, without bytes. A dialect writes it for one family of nodes, and reads it.

use std::{borrow::Cow, time::Duration};

use super::presence::RemoteSocket;
use crate::{
    ack::{AckError, NodeId},
    adapter::{
        member::Scope,
        target::{RoomList, Target},
    },
    packet::{Args, Relayed},
    sid::Sid,
};

/// What one node tells the others, about one namespace.
#[derive(Debug)]
pub(crate) enum Message<'a> {
    /// The sender is new, or has come back, and wants to know which nodes there are.
    Hello,
    /// The sender is there.
    Heartbeat,
    /// The sender goes.
    Goodbye,
    /// An event for clients, perhaps one that they are to answer.
    Event {
        target: Target<'a>,
        event: Relayed<'a>,
        /// Whether it may be compressed on its way to clients.
        compress: bool,
        question: Option<Question<'a>>,
    },
    /// Clients join rooms.
    Join {
        target: Target<'a>,
        rooms: RoomList<'a>,
    },
    /// Clients leave rooms.
    Leave {
        target: Target<'a>,
        rooms: RoomList<'a>,
    },
    /// Everybody leaves these rooms.
    Close { rooms: RoomList<'a> },
    /// Clients are disconnected.
    Disconnect { target: Target<'a>, scope: Scope },
    /// Which clients are there?
    Fetch {
        target: Target<'a>,
        request: Cow<'a, str>,
    },
    /// The answer to `Fetch`.
    Fetched {
        request: Cow<'a, str>,
        sockets: Vec<RemoteSocket>,
    },
    /// An event for the nodes themselves, perhaps one that they are to answer.
    NodeEvent {
        event: Relayed<'a>,
        request: Option<Cow<'a, str>>,
    },
    /// The answer to `NodeEvent`: arguments, or why there are none.
    NodeReply {
        request: Cow<'a, str>,
        answer: Result<Args, String>,
    },
    /// How many clients are asked by a node that was told of a question.
    Asked {
        request: Cow<'a, str>,
        clients: usize,
    },
    /// A client has answered a question, or is gone.
    Answer {
        request: Cow<'a, str>,
        /// The client, if its node says which.
        sid: Option<Sid>,
        answer: Result<Args, AckError>,
    },
}

/// How an event is to be answered.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) request: Cow<'a, str>,
    /// How long answers are waited for.
    pub(crate) timeout: Option<Duration>,
    /// Whether the sender reads more than the first argument of an answer: whose it is, all arguments, and that a client is
    /// gone.
    pub(crate) complete: bool,
}

/// A message that has come from another process.
#[derive(Debug)]
pub(crate) struct Heard<'a> {
    /// Whom an answer goes to; `None` if nobody waits for any.
    pub(crate) from: Option<NodeId>,
    /// Whether it comes from a node, and not from a process that has no clients.
    pub(crate) is_node: bool,
    pub(crate) namespace: Cow<'a, str>,
    pub(crate) message: Message<'a>,
}
