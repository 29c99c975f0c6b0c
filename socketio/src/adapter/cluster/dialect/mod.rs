//! Dialect: how the messages of a cluster are written, for one family of nodes. It knows bytes and channels; what a message
//! does is not known here.

#[cfg(feature = "msgpack")]
mod classic;
mod native;
mod python;
mod speak;
mod text;

pub(super) use self::speak::{Malformed, Speak};
use crate::ack::NodeId;

/// Which family of nodes a cluster is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialect {
    /// Nodes of this library. Nothing is lost between them: an answer has all its arguments, and says whose it is.
    #[default]
    Native,
    /// Nodes of python-socketio 5.15 and later, and so of Flask-SocketIO: its processes, and its workers with a
    /// `SocketIO(message_queue=..)`.
    ///
    /// These nodes cannot say that they are there or who is connected to them, so `io.sids()` is about this node alone, and a
    /// question to a room ends with the first answer from elsewhere. What they have no form for is
    /// [`ClusterError::Unsupported`](crate::cluster::ClusterError::Unsupported): `null` as the only argument, rooms in `except`, the members of a
    /// room that join, leave or are disconnected, events between nodes, binary data in answers to them.
    Python,
    /// Nodes of Node's server with `@socket.io/redis-adapter` in its classic form, and `@socket.io/redis-emitter`. It needs the
    /// feature `msgpack`.
    ///
    /// These nodes do not say who they are: answers count down from the number of nodes, and those that are missing have no
    /// names. An answer to a question has its first argument, and no sid. Namespaces whose names clients choose are reached by
    /// events only. Binary data in events between nodes is [`ClusterError::Unsupported`](crate::cluster::ClusterError::Unsupported).
    #[cfg(feature = "msgpack")]
    NodeRedis,
}

impl Dialect {
    /// The channel that the family uses unless it is told otherwise.
    pub(super) fn channel(self) -> &'static str {
        match self {
            Self::Native => "socket.io",
            Self::Python => "flask-socketio",
            #[cfg(feature = "msgpack")]
            Self::NodeRedis => "socket.io",
        }
    }
}

/// What a process is for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It may have clients, and answers for them.
    Node,
    /// It has none, and nobody waits for its answers.
    Emitter,
}

/// What speaks this dialect for the process `id`, on this channel or the family's own.
pub(super) fn speaker(
    dialect: Dialect,
    id: NodeId,
    part: Part,
    channel: Option<&str>,
) -> Box<dyn Speak> {
    let channel = channel.unwrap_or(dialect.channel());
    match dialect {
        Dialect::Native => Box::new(native::Native::new(id, part == Part::Emitter, channel)),
        Dialect::Python => Box::new(python::Python::new(id, channel)),
        #[cfg(feature = "msgpack")]
        Dialect::NodeRedis => Box::new(classic::Classic::new(id, part == Part::Emitter, channel)),
    }
}
