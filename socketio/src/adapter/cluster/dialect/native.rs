//! Native: the messages of Node's cluster adapter, as JSON. Keys that Node's nodes do not know carry what theirs cannot: the
//! sid and all arguments of an answer, binary data, and which names are sids.

mod kind;
mod read;
mod write;

use std::sync::Arc;

use self::{
    kind::kind,
    read::{Envelope, read_data},
    write::write_data,
};
use super::{
    speak::{Malformed, Speak, Unsupported},
    text,
};
use crate::{
    ack::NodeId,
    adapter::{
        bus::Parcel,
        cluster::message::{Heard, Message},
    },
};

/// The id of those who emit without being a node.
const EMITTER: &str = "emitter";

#[derive(Debug)]
pub(super) struct Native {
    /// What each message of this node begins with.
    prefix: Vec<u8>,
    /// What a question of it begins with: answers come to its own id. It differs for those who are no node.
    asking: Vec<u8>,
    all: Arc<str>,
    own: Arc<str>,
}

impl Native {
    pub(super) fn new(id: NodeId, is_emitter: bool, channel: &str) -> Self {
        let node = format!("{{\"uid\":\"{id}\",");
        let (prefix, asking) = match is_emitter {
            false => (node.clone(), node),
            true => (
                format!("{{\"uid\":\"{EMITTER}\",\"by\":\"{id}\","),
                format!("{node}\"by\":\"{EMITTER}\","),
            ),
        };
        Self {
            prefix: prefix.into_bytes(),
            asking: asking.into_bytes(),
            all: channel.into(),
            own: private(channel, id).into(),
        }
    }
}

/// The channel of one node.
fn private(channel: &str, id: NodeId) -> String {
    format!("{channel}#{id}#")
}

impl Speak for Native {
    fn channels(&self, _: &[String]) -> Vec<Arc<str>> {
        vec![Arc::clone(&self.all), Arc::clone(&self.own)]
    }

    fn say(
        &self,
        namespace: &str,
        message: &Message<'_>,
        to: Option<NodeId>,
    ) -> Result<Vec<Parcel>, Unsupported> {
        let mut out = Vec::with_capacity(256);
        let asks = matches!(
            message,
            Message::Event {
                question: Some(_),
                ..
            } | Message::Fetch { .. }
                | Message::NodeEvent {
                    request: Some(_),
                    ..
                }
        );
        out.extend_from_slice(if asks { &self.asking } else { &self.prefix });
        text::raw(&mut out, "\"nsp\":");
        text::value(&mut out, namespace);
        text::raw(&mut out, ",\"type\":");
        text::value(&mut out, &kind(message));
        write_data(&mut out, message);
        out.push(b'}');
        let channel = match to {
            Some(node) => private(&self.all, node).into(),
            None => Arc::clone(&self.all),
        };
        Ok(vec![Parcel::new(channel, out)])
    }

    fn is_own(&self, parcel: &Parcel) -> bool {
        parcel.payload.starts_with(&self.prefix) || parcel.payload.starts_with(&self.asking)
    }

    fn hear<'a>(&self, parcel: &'a Parcel) -> Result<Heard<'a>, Malformed> {
        let envelope: Envelope<'_> =
            serde_json::from_slice(&parcel.payload).map_err(|_| Malformed::Foreign)?;
        let from = match &*envelope.uid {
            EMITTER => None,
            uid => Some(NodeId::new(uid).ok_or(Malformed::Broken)?),
        };
        Ok(Heard {
            from,
            is_node: from.is_some() && envelope.by.is_none(),
            message: read_data(envelope.kind, envelope.data)?,
            namespace: envelope.nsp,
        })
    }

    fn heartbeat(&self) -> Option<Parcel> {
        self.say("/", &Message::Heartbeat, None).ok()?.pop()
    }

    fn knows_nodes(&self) -> bool {
        true
    }
}
