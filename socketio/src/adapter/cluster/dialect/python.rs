//! Python: the messages of python-socketio's managers since release 5.15, one channel of JSON. Flask-SocketIO's processes and
//! workers, and python-socketio's, are nodes of the cluster. They do not say that they are there, and only emit, ask, move,
//! close and disconnect; what else nodes of this library tell each other has no form here.

mod told;

use std::{borrow::Cow, sync::Arc};

use serde_json::value::RawValue;

use self::told::{HEARTBEAT, Told};
use super::{
    speak::{Malformed, Speak, Unsupported},
    text,
};
use crate::{
    ack::NodeId,
    adapter::{
        bus::Parcel,
        cluster::message::{Heard, Message, Question},
        member::Scope,
        target::{RoomList, RoomName, Target, To},
    },
    packet::{Args, Relayed},
};

#[derive(Debug)]
pub(super) struct Python {
    id: NodeId,
    /// What each message of this node begins with, but answers, which are addressed by the same key.
    prefix: Vec<u8>,
    channel: Arc<str>,
}

impl Python {
    pub(super) fn new(id: NodeId, channel: &str) -> Self {
        Self {
            id,
            prefix: format!("{{\"host_id\":\"{id}\",").into_bytes(),
            channel: channel.into(),
        }
    }

    fn parcel(&self, payload: Vec<u8>) -> Parcel {
        Parcel::new(Arc::clone(&self.channel), payload)
    }

    /// A message of this method, to which `more` appends its keys.
    fn message(&self, namespace: &str, method: &str, more: impl FnOnce(&mut Vec<u8>)) -> Parcel {
        let mut out = Vec::with_capacity(256);
        out.extend_from_slice(&self.prefix);
        text::raw(&mut out, "\"method\":");
        text::value(&mut out, method);
        text::raw(&mut out, ",\"namespace\":");
        text::value(&mut out, namespace);
        more(&mut out);
        out.push(b'}');
        self.parcel(out)
    }

    fn event(
        &self,
        namespace: &str,
        target: &Target<'_>,
        event: &Relayed<'_>,
        compress: bool,
        question: Option<&Question<'_>>,
    ) -> Result<Parcel, Unsupported> {
        let (name, arguments) = event.split().ok_or(Unsupported("such an event"))?;
        if arguments.trim() == "null]" {
            return Err(Unsupported(
                "`null` as the only argument: nodes in Python would send no argument",
            ));
        }
        if !target.except.as_slice().iter().all(may_be_sid) {
            return Err(Unsupported(
                "a room in `except`: nodes in Python leave out single clients only",
            ));
        }
        Ok(self.message(namespace, "emit", |out| {
            text::raw(out, ",\"event\":");
            text::value(out, &*name);
            let attachments = event.attachments();
            text::raw(
                out,
                if attachments.is_empty() {
                    ",\"data\":["
                } else {
                    ",\"data\":[["
                },
            );
            text::raw(out, arguments);
            for bytes in attachments {
                out.push(b',');
                text::base64_value(out, bytes);
            }
            if !attachments.is_empty() {
                out.push(b']');
            }
            text::raw(out, ",\"binary\":");
            text::value(out, &!attachments.is_empty());
            text::raw(out, ",\"room\":");
            match &target.to {
                To::Rooms(rooms) => write_names(out, rooms),
                To::Everyone | To::Member(_) => text::raw(out, "null"),
            }
            text::raw(out, ",\"skip_sid\":");
            write_names(out, &target.except);
            text::raw(out, ",\"callback\":");
            match question {
                Some(question) => {
                    out.push(b'[');
                    match &target.to {
                        To::Rooms(rooms) => write_names(out, rooms),
                        To::Everyone | To::Member(_) => text::raw(out, "null"),
                    }
                    out.push(b',');
                    text::value(out, namespace);
                    out.push(b',');
                    text::value(out, &*question.request);
                    out.push(b']');
                }
                None => text::raw(out, "null"),
            }
            // Nodes in Python ignore keys that they do not know.
            text::raw(
                out,
                if target.flags.volatile {
                    ",\"volatile\":true"
                } else {
                    ""
                },
            );
            text::raw(out, if compress { "" } else { ",\"compress\":false" });
        }))
    }

    /// A message for each client that the target names, with the keys that `more` appends.
    fn for_each(
        &self,
        namespace: &str,
        method: &str,
        target: &Target<'_>,
        rooms: &[RoomName<'_>],
    ) -> Result<Vec<Parcel>, Unsupported> {
        let To::Rooms(who) = &target.to else {
            return Err(Unsupported("everybody joining or leaving rooms"));
        };
        if !who.as_slice().iter().all(may_be_sid) {
            return Err(Unsupported(
                "the members of a room: nodes in Python move and disconnect single clients only",
            ));
        }
        let pairs = who
            .as_slice()
            .iter()
            .flat_map(|sid| rooms.iter().map(move |room| (sid, room)));
        let message = |(sid, room): (&RoomName<'_>, &RoomName<'_>)| {
            self.message(namespace, method, |out| {
                text::raw(out, ",\"sid\":");
                text::value(out, sid.as_str());
                text::raw(out, ",\"room\":");
                text::value(out, room.as_str());
            })
        };
        Ok(pairs.map(message).collect())
    }

    /// The answer to a question: `request` is what came as its `callback`.
    fn answer(&self, request: &str, to: NodeId, args: &Args) -> Result<Parcel, Unsupported> {
        if !args.attachments().is_empty() {
            return Err(Unsupported("binary data in an answer"));
        }
        let parts: Vec<&RawValue> = serde_json::from_str(request).unwrap_or_default();
        let &[room, namespace, id] = &parts[..] else {
            return Err(Unsupported("an answer without a question"));
        };
        let mut out = b"{\"method\":\"callback\",\"host_id\":".to_vec();
        text::value(&mut out, to.as_str());
        for (key, value) in [("sid", room), ("namespace", namespace), ("id", id)] {
            out.push(b',');
            text::value(&mut out, key);
            out.push(b':');
            text::raw(&mut out, value.get());
        }
        text::raw(&mut out, ",\"args\":");
        text::raw(&mut out, &args.to_json());
        out.push(b'}');
        Ok(self.parcel(out))
    }
}

/// Whether a name may be that of one client: a sid, or a text that has the form of one.
fn may_be_sid(name: &RoomName<'_>) -> bool {
    name.to_sid().is_some()
}

/// Appends one name as a text, and several as a list.
fn write_names(out: &mut Vec<u8>, names: &RoomList<'_>) {
    match names.as_slice() {
        [] => text::raw(out, "null"),
        [name] => text::value(out, name.as_str()),
        names => text::list(out, names, |out, name| text::value(out, name.as_str())),
    }
}

impl Speak for Python {
    fn channels(&self, _: &[String]) -> Vec<Arc<str>> {
        vec![Arc::clone(&self.channel)]
    }

    fn say(
        &self,
        namespace: &str,
        message: &Message<'_>,
        to: Option<NodeId>,
    ) -> Result<Vec<Parcel>, Unsupported> {
        Ok(match message {
            Message::Event {
                target,
                event,
                compress,
                question,
            } => vec![self.event(namespace, target, event, *compress, question.as_ref())?],
            Message::Join { target, rooms } => {
                self.for_each(namespace, "enter_room", target, rooms.as_slice())?
            }
            Message::Leave { target, rooms } => {
                self.for_each(namespace, "leave_room", target, rooms.as_slice())?
            }
            Message::Close { rooms } => {
                let close = |room: &RoomName<'_>| {
                    self.message(namespace, "close_room", |out| {
                        text::raw(out, ",\"room\":");
                        text::value(out, room.as_str());
                    })
                };
                rooms.as_slice().iter().map(close).collect()
            }
            Message::Disconnect { target, scope } => {
                let To::Rooms(who) = &target.to else {
                    return Err(Unsupported("everybody being disconnected"));
                };
                if !who.as_slice().iter().all(may_be_sid) {
                    return Err(Unsupported("the members of a room being disconnected"));
                }
                let close = *scope == Scope::Session;
                let disconnect = |sid: &RoomName<'_>| {
                    self.message(namespace, "disconnect", |out| {
                        text::raw(out, ",\"sid\":");
                        text::value(out, sid.as_str());
                        text::raw(out, if close { ",\"close\":true" } else { "" });
                    })
                };
                who.as_slice().iter().map(disconnect).collect()
            }
            Message::Answer {
                request,
                answer: Ok(args),
                ..
            } => match to {
                Some(to) => vec![self.answer(request, to, args)?],
                None => Vec::new(),
            },
            Message::NodeEvent { .. } => return Err(Unsupported("events between nodes")),
            // What nobody asks for in this dialect, and what needs not be said in it.
            Message::Answer { .. }
            | Message::Asked { .. }
            | Message::Hello
            | Message::Heartbeat
            | Message::Goodbye
            | Message::Fetch { .. }
            | Message::Fetched { .. }
            | Message::NodeReply { .. } => Vec::new(),
        })
    }

    fn is_own(&self, parcel: &Parcel) -> bool {
        parcel.payload.starts_with(&self.prefix)
    }

    fn hear<'a>(&self, parcel: &'a Parcel) -> Result<Heard<'a>, Malformed> {
        let told: Told<'a> =
            serde_json::from_slice(&parcel.payload).map_err(|_| Malformed::Foreign)?;
        let host = match &told.host_id {
            Some(host) => Some(NodeId::new(host).ok_or(Malformed::Broken)?),
            None => None,
        };
        let namespace = told.namespace.clone();
        let method = told.method.clone();
        let (from, message) = match &*method {
            "emit" => (host, told.into_event()?),
            "callback" if host != Some(self.id) => (None, Message::Heartbeat),
            "callback" => (Some(NodeId::ANYBODY), told.into_answer()?),
            "enter_room" => (
                host,
                Message::Join {
                    rooms: told.rooms()?,
                    target: told.client()?,
                },
            ),
            "leave_room" => (
                host,
                Message::Leave {
                    rooms: told.rooms()?,
                    target: told.client()?,
                },
            ),
            "close_room" => (
                host,
                Message::Close {
                    rooms: told.rooms()?,
                },
            ),
            "disconnect" => {
                let scope = match told.close {
                    true => Scope::Session,
                    false => Scope::Namespace,
                };
                let target = told.client()?;
                (host, Message::Disconnect { target, scope })
            }
            HEARTBEAT => (host, Message::Heartbeat),
            _ => return Err(Malformed::Foreign),
        };
        Ok(Heard {
            from,
            is_node: from.is_some(),
            namespace: namespace.unwrap_or(Cow::Borrowed("/")),
            message,
        })
    }

    fn heartbeat(&self) -> Option<Parcel> {
        Some(self.message("/", HEARTBEAT, |_| {}))
    }

    fn knows_nodes(&self) -> bool {
        false
    }

    fn anybody(&self) -> Option<NodeId> {
        Some(NodeId::ANYBODY)
    }
}
