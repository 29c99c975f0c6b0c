//! Speak: what a dialect does.

use std::{fmt, sync::Arc};

use crate::{
    ack::NodeId,
    adapter::{
        bus::Parcel,
        cluster::message::{Heard, Message},
    },
};

/// Why a message cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::adapter::cluster) enum Malformed {
    /// It is no message of this dialect.
    Foreign,
    /// It is one, but something in it is missing or has the wrong form.
    Broken,
}

/// The dialect has no form for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::adapter::cluster) struct Unsupported(pub(in crate::adapter::cluster) &'static str);

/// Writes and reads the messages of one family of nodes.
pub(in crate::adapter::cluster) trait Speak:
    fmt::Debug + Send + Sync
{
    /// The channels that a node with these namespaces listens to.
    fn channels(&self, namespaces: &[String]) -> Vec<Arc<str>>;

    /// The channel of a namespace whose listeners are its nodes, if nodes do not say who they are and are counted so.
    fn counted(&self, namespace: &str) -> Option<Arc<str>> {
        let _ = namespace;
        None
    }

    /// Writes a message, of which several may be needed. It is for all nodes, or for `to` alone.
    fn say(
        &self,
        namespace: &str,
        message: &Message<'_>,
        to: Option<NodeId>,
    ) -> Result<Vec<Parcel>, Unsupported>;

    /// Whether a message that has come was said by this node. It is asked before anything is decoded.
    fn is_own(&self, parcel: &Parcel) -> bool;

    /// Reads a message.
    fn hear<'a>(&self, parcel: &'a Parcel) -> Result<Heard<'a>, Malformed>;

    /// What is sent now and then, so that the others know that this node is there, and this node that it is heard.
    fn heartbeat(&self) -> Option<Parcel>;

    /// Whether nodes tell that they are there.
    fn knows_nodes(&self) -> bool;

    /// Where nodes do not tell that they are there: who answers a question to clients, once, whichever node that is.
    fn anybody(&self) -> Option<NodeId> {
        None
    }
}
