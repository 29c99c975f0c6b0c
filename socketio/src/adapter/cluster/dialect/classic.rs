//! Classic: the messages of `@socket.io/redis-adapter` in its classic form, and of its emitter. Events are MessagePack on a
//! channel for each namespace and room; requests and responses have channels of their own. Nodes do not say who answers, but
//! how many there are is known: as many as listen for requests.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc, time::Duration};

use serde_json::value::RawValue;

use super::speak::{Malformed, Speak, Unsupported};
use crate::{
    ack::NodeId,
    adapter::{
        bus::Parcel,
        cluster::{
            message::{Heard, Message, Question},
            presence::RemoteSocket,
        },
        member::Scope,
        target::{Flags, RoomList, Target, To},
    },
    packet::{self, Args, Data, Relayed},
};

const JOIN: u64 = 2;
const LEAVE: u64 = 3;
const DISCONNECT: u64 = 4;
const FETCH: u64 = 5;
const NODE_EVENT: u64 = 6;
const ASK: u64 = 7;
const ASKED: u64 = 8;
const ANSWER: u64 = 9;

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

type Read<'a> = Result<(Option<NodeId>, Message<'a>), Malformed>;

/// `[uid, packet, opts]`.
fn read_event<'a>(told: &Data, namespace: &str) -> Read<'a> {
    let parts = told
        .as_array()
        .filter(|parts| parts.len() >= 2)
        .ok_or(Malformed::Foreign)?;
    let from = parts[0]
        .as_str()
        .filter(|uid| *uid != "emitter")
        .and_then(NodeId::new);
    let (target, compress, _) = read_opts(&told[2])?;
    let event = read_packet(&parts[1], namespace)?;
    let message = Message::Event {
        target,
        event,
        compress,
        question: None,
    };
    Ok((from, message))
}

fn read_packet(packet: &Data, namespace: &str) -> Result<Relayed<'static>, Malformed> {
    // A packet that names no namespace is for `/`.
    if packet["nsp"].as_str().unwrap_or("/") != namespace || packet["type"].as_u64() != Some(2) {
        return Err(Malformed::Broken);
    }
    let data = packet["data"].as_array().ok_or(Malformed::Broken)?;
    Relayed::from_data(data).ok_or(Malformed::Broken)
}

fn read_request<'a>(told: &Data, namespace: &str) -> Read<'a> {
    let from = told["uid"]
        .as_str()
        .filter(|uid| *uid != "emitter")
        .and_then(NodeId::new);
    let request = || {
        let request = told["requestId"].as_str().ok_or(Malformed::Broken)?;
        Ok(Cow::Owned(request.to_owned()))
    };
    let target = || Ok(read_opts(&told["opts"])?.0);
    let message = match told["type"].as_u64() {
        Some(JOIN) => Message::Join {
            target: target()?,
            rooms: read_names(&told["rooms"])?,
        },
        Some(LEAVE) => Message::Leave {
            target: target()?,
            rooms: read_names(&told["rooms"])?,
        },
        Some(DISCONNECT) => Message::Disconnect {
            target: target()?,
            scope: match told["close"].as_bool() {
                Some(true) => Scope::Session,
                _ => Scope::Namespace,
            },
        },
        Some(FETCH) => Message::Fetch {
            target: target()?,
            request: request()?,
        },
        Some(NODE_EVENT) => {
            let data = told["data"].as_array().ok_or(Malformed::Broken)?;
            Message::NodeEvent {
                event: Relayed::from_data(data).ok_or(Malformed::Broken)?,
                request: request().ok(),
            }
        }
        Some(ASK) => {
            let (target, compress, timeout) = read_opts(&told["opts"])?;
            Message::Event {
                target,
                event: read_packet(&told["packet"], namespace)?,
                compress,
                question: Some(Question {
                    request: request()?,
                    timeout,
                    complete: false,
                }),
            }
        }
        _ => return Err(Malformed::Foreign),
    };
    Ok((from, message))
}

fn read_response<'a>(told: &Data) -> Result<Message<'a>, Malformed> {
    if told["heartbeat"].as_bool().is_some() {
        return Ok(Message::Heartbeat);
    }
    let request = told["requestId"].as_str().ok_or(Malformed::Broken)?;
    let request = Cow::Owned(request.to_owned());
    Ok(match told["type"].as_u64() {
        Some(ASKED) => Message::Asked {
            request,
            clients: told["clientCount"]
                .as_u64()
                .and_then(|count| usize::try_from(count).ok())
                .ok_or(Malformed::Broken)?,
        },
        Some(ANSWER) => Message::Answer {
            request,
            sid: told["sid"].as_str().and_then(|sid| sid.parse().ok()),
            answer: Ok(Args::from(match told["args"].as_array() {
                Some(args) => args.clone(),
                None => vec![told["packet"].clone()],
            })),
        },
        Some(NODE_EVENT) => Message::NodeReply {
            request,
            answer: Ok(Args::from(vec![told["data"].clone()])),
        },
        _ => {
            // An answer to a question of another node has no sockets, and is nobody's here.
            let sockets = told["sockets"].as_array().map_or(&[][..], Vec::as_slice);
            let read = |socket: &Data| {
                let json = serde_json::to_string(socket).map_err(|_| Malformed::Broken)?;
                serde_json::from_str::<RemoteSocket>(&json).map_err(|_| Malformed::Broken)
            };
            let sockets: Result<Vec<_>, _> = sockets.iter().map(read).collect();
            Message::Fetched {
                request,
                sockets: sockets?,
            }
        }
    })
}

fn read_names(names: &Data) -> Result<RoomList<'static>, Malformed> {
    let mut rooms = RoomList::default();
    for name in names.as_array().map_or(&[][..], Vec::as_slice) {
        match name {
            Data::String(name) => rooms.push(name.clone()),
            Data::Number(number) => rooms.push(number.to_string()),
            _ => return Err(Malformed::Broken),
        }
    }
    Ok(rooms)
}

fn read_opts(opts: &Data) -> Result<(Target<'static>, bool, Option<Duration>), Malformed> {
    let (rooms, flags) = (read_names(&opts["rooms"])?, &opts["flags"]);
    let target = Target {
        to: match rooms.as_slice() {
            [] => To::Everyone,
            _ => To::Rooms(rooms),
        },
        except: read_names(&opts["except"])?,
        flags: Flags {
            volatile: flags["volatile"].as_bool().unwrap_or(false),
            local: true,
        },
    };
    let compress = flags["compress"].as_bool().unwrap_or(true);
    Ok((
        target,
        compress,
        flags["timeout"].as_u64().map(Duration::from_millis),
    ))
}
