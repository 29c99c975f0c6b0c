//! Classic: the messages of `@socket.io/redis-adapter` in its classic form, and of its emitter. Events are MessagePack on a
//! channel for each namespace and room; requests and responses have channels of their own. Nodes do not say who answers, but
//! how many there are is known: as many as listen for requests.

mod kind;
mod read;

use std::{borrow::Cow, collections::BTreeMap, sync::Arc, time::Duration};

use serde_json::value::RawValue;

use self::{
    kind::{ANSWER, ASK, ASKED, DISCONNECT, FETCH, JOIN, LEAVE, NODE_EVENT},
    read::{read_event, read_request, read_response},
};
use super::speak::{Malformed, Speak, Unsupported};
use crate::{
    ack::NodeId,
    adapter::{
        bus::Parcel,
        cluster::message::{Heard, Message},
        member::Scope,
        target::{RoomList, Target, To},
    },
    packet::{self, Data},
};

#[derive(Debug)]
pub(super) struct Classic {
    id: NodeId,
    is_emitter: bool,
    key: Box<str>,
    /// What the messages of this node begin with: events, questions, and all else.
    prefixes: [Vec<u8>; 3],
}

impl Classic {
    pub(super) fn new(id: NodeId, is_emitter: bool, key: &str) -> Self {
        let uid = Data::from(id.as_str());
        let event = [vec![0x93], packet::pack(&uid)].concat();
        let ask = [
            vec![0x85],
            packet::pack(&Data::from("uid")),
            packet::pack(&uid),
        ]
        .concat();
        let request = format!("{{\"uid\":\"{id}\",").into_bytes();
        Self {
            id,
            is_emitter,
            key: key.into(),
            prefixes: [event, ask, request],
        }
    }

    /// A request as JSON: this node's id, which comes first, and `more`.
    fn request(&self, namespace: &str, more: &serde_json::Value) -> Parcel {
        let more = more.to_string();
        let keys = more.strip_prefix('{').unwrap_or(&more);
        let payload = if self.is_emitter {
            more.clone().into_bytes()
        } else {
            [&self.prefixes[2], keys.as_bytes()].concat()
        };
        Parcel::new(format!("{}-request#{namespace}#", self.key), payload)
    }

    fn response(&self, namespace: &str, payload: impl Into<Vec<u8>>) -> Parcel {
        let channel = format!("{}-response#{namespace}#", self.key);
        Parcel::new(channel, payload.into())
    }
}

fn map<const N: usize>(members: [(&str, Data); N]) -> Data {
    Data::Object(
        members
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

/// MessagePack of a map, with the keys in this order: nodes look at what is first to know their own messages.
fn pack_map<const N: usize>(members: [(&str, Data); N]) -> Vec<u8> {
    let mut out = vec![0x80 | N as u8];
    for (key, value) in members {
        out.extend(packet::pack(&Data::from(key)));
        out.extend(packet::pack(&value));
    }
    out
}

fn names(rooms: &RoomList<'_>) -> Data {
    rooms.as_slice().iter().map(|room| room.as_str()).collect()
}

fn rooms_of<'a>(target: &Target<'a>) -> RoomList<'a> {
    match &target.to {
        To::Rooms(rooms) => rooms.clone(),
        To::Everyone | To::Member(_) => RoomList::default(),
    }
}

fn opts(target: &Target<'_>, compress: bool, timeout: Option<Duration>) -> Data {
    let mut flags = BTreeMap::new();
    if target.flags.volatile {
        flags.insert("volatile".to_owned(), Data::Bool(true));
    }
    if !compress {
        flags.insert("compress".to_owned(), Data::Bool(false));
    }
    if let Some(timeout) = timeout {
        // Node's timers take no more.
        let millis = timeout.as_millis().min(i32::MAX as u128) as u64;
        flags.insert("timeout".to_owned(), Data::from(millis));
    }
    map([
        ("rooms", names(&rooms_of(target))),
        ("except", names(&target.except)),
        ("flags", Data::Object(flags)),
    ])
}

/// Whom a request is for, as JSON.
fn json_opts(target: &Target<'_>) -> serde_json::Value {
    let list = |rooms: &RoomList<'_>| -> Vec<String> {
        rooms
            .as_slice()
            .iter()
            .map(|room| room.as_str().to_owned())
            .collect()
    };
    serde_json::json!({ "rooms": list(&rooms_of(target)), "except": list(&target.except) })
}

fn texts<'a>(rooms: &'a RoomList<'_>) -> Vec<&'a str> {
    rooms.as_slice().iter().map(|room| room.as_str()).collect()
}

impl Speak for Classic {
    fn channels(&self, namespaces: &[String]) -> Vec<Arc<str>> {
        let mut channels: Vec<Arc<str>> = vec![
            format!("{}#*", self.key).into(),
            format!("{}-response#*", self.key).into(),
        ];
        if !self.is_emitter {
            channels.extend(
                namespaces
                    .iter()
                    .map(|name| self.counted(name).expect("it is")),
            );
        }
        channels
    }

    fn counted(&self, namespace: &str) -> Option<Arc<str>> {
        Some(format!("{}-request#{namespace}#", self.key).into())
    }

    fn say(
        &self,
        namespace: &str,
        message: &Message<'_>,
        _: Option<NodeId>,
    ) -> Result<Vec<Parcel>, Unsupported> {
        let uid = if self.is_emitter {
            "emitter"
        } else {
            self.id.as_str()
        };
        Ok(vec![match message {
            Message::Event {
                target,
                event,
                compress,
                question,
            } => {
                let data = event.to_data().ok_or(Unsupported("such an event"))?;
                let packet = map([("type", 2_u64.into()), ("data", data), ("nsp", namespace.into())]);
                match question {
                    Some(question) => {
                        let payload = pack_map([
                            // The id of an emitter as well: it is what tells its own question.
                            ("uid", self.id.as_str().into()),
                            ("requestId", (&*question.request).into()),
                            ("type", ASK.into()),
                            ("packet", packet),
                            ("opts", opts(target, *compress, question.timeout)),
                        ]);
                        Parcel::new(format!("{}-request#{namespace}#", self.key), payload)
                    }
                    None => {
                        let parts = [uid.into(), packet, opts(target, *compress, None)];
                        let payload = packet::pack(&Data::Array(parts.into()));
                        let rooms = rooms_of(target);
                        let room = match rooms.as_slice() {
                            [room] => format!("{}#", room.as_str()),
                            _ => String::new(),
                        };
                        Parcel::new(format!("{}#{namespace}#{room}", self.key), payload)
                    }
                }
            }
            Message::Join { target, rooms } => self.request(
                namespace,
                &serde_json::json!({ "type": JOIN, "opts": json_opts(target), "rooms": texts(rooms) }),
            ),
            Message::Leave { target, rooms } => self.request(
                namespace,
                &serde_json::json!({ "type": LEAVE, "opts": json_opts(target), "rooms": texts(rooms) }),
            ),
            // Everybody in one of the rooms leaves all of them.
            Message::Close { rooms } => self.request(
                namespace,
                &serde_json::json!({ "type": LEAVE, "opts": json_opts(&Target::rooms(rooms.clone())), "rooms": texts(rooms) }),
            ),
            Message::Disconnect { target, scope } => self.request(
                namespace,
                &serde_json::json!({ "type": DISCONNECT, "opts": json_opts(target), "close": *scope == Scope::Session }),
            ),
            Message::Fetch { target, request } => self.request(
                namespace,
                &serde_json::json!({ "requestId": request, "type": FETCH, "opts": json_opts(target) }),
            ),
            Message::Fetched { request, sockets } => {
                let told = serde_json::json!({ "requestId": request, "sockets": sockets });
                self.response(namespace, told.to_string())
            }
            Message::NodeEvent { event, request } => {
                if !event.attachments().is_empty() {
                    return Err(Unsupported("binary data in an event between nodes"));
                }
                let data: &RawValue =
                    serde_json::from_str(event.json()).map_err(|_| Unsupported("such an event"))?;
                let told = match request {
                    Some(request) => {
                        serde_json::json!({ "requestId": request, "type": NODE_EVENT, "data": data })
                    }
                    None => serde_json::json!({ "type": NODE_EVENT, "data": data }),
                };
                self.request(namespace, &told)
            }
            Message::NodeReply { request, answer } => {
                let data: serde_json::Value = match answer {
                    Ok(args) => args.get(0).unwrap_or_default(),
                    Err(_) => serde_json::Value::Null,
                };
                let told = serde_json::json!({ "type": NODE_EVENT, "requestId": request, "data": data });
                self.response(namespace, told.to_string())
            }
            Message::Asked { request, clients } => {
                let told =
                    serde_json::json!({ "type": ASKED, "requestId": request, "clientCount": clients });
                self.response(namespace, told.to_string())
            }
            Message::Answer {
                request,
                sid,
                answer: Ok(args),
            } => {
                let all: Data = args.parse().unwrap_or_default();
                // Nodes of Node's server read the first argument, and pass over the other keys.
                let payload = pack_map([
                    ("type", ANSWER.into()),
                    ("requestId", (&**request).into()),
                    ("packet", all[0].clone()),
                    ("args", all),
                    ("sid", sid.map_or(Data::Null, |sid| sid.as_str().into())),
                ]);
                self.response(namespace, payload)
            }
            Message::Answer { .. } | Message::Hello | Message::Heartbeat | Message::Goodbye => {
                return Ok(Vec::new());
            }
        }])
    }

    fn is_own(&self, parcel: &Parcel) -> bool {
        self.prefixes
            .iter()
            .any(|prefix| parcel.payload.starts_with(prefix))
    }

    fn hear<'a>(&self, parcel: &'a Parcel) -> Result<Heard<'a>, Malformed> {
        let rest = parcel
            .channel
            .strip_prefix(&*self.key)
            .ok_or(Malformed::Foreign)?;
        let (kind, rest) = rest.split_once('#').ok_or(Malformed::Foreign)?;
        let (namespace, _) = rest.split_once('#').ok_or(Malformed::Foreign)?;
        let told = match parcel.payload.first() {
            Some(b'{') => {
                let json: serde_json::Value =
                    serde_json::from_slice(&parcel.payload).map_err(|_| Malformed::Foreign)?;
                Data::from(json)
            }
            _ => packet::unpack(&parcel.payload).ok_or(Malformed::Foreign)?,
        };
        let (from, message) = match kind {
            "" => read_event(&told, namespace)?,
            "-request" => read_request(&told, namespace)?,
            "-response" => (Some(NodeId::ANYBODY), read_response(&told)?),
            _ => return Err(Malformed::Foreign),
        };
        Ok(Heard {
            from,
            is_node: false,
            namespace: Cow::Owned(namespace.to_owned()),
            message,
        })
    }

    fn heartbeat(&self) -> Option<Parcel> {
        let channel = format!("{}-response#/#{}#", self.key, self.id);
        let payload = [&self.prefixes[2][..], b"\"heartbeat\":true}"].concat();
        Some(Parcel::new(channel, payload))
    }

    fn knows_nodes(&self) -> bool {
        false
    }
}
