//! Native: the messages of Node's cluster adapter, as JSON. Keys that Node's nodes do not know carry what theirs cannot: the
//! sid and all arguments of an answer, binary data, and which names are sids.

use std::{borrow::Cow, sync::Arc, time::Duration};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    speak::{Malformed, Speak, Unsupported},
    text,
};
use crate::{
    ack::{AckError, NodeId},
    adapter::{
        bus::Parcel,
        cluster::message::{Heard, Message, Question},
        member::Scope,
        target::{Flags, RoomList, RoomName, Target, To},
    },
    packet::{Args, Relayed},
};

const HELLO: u8 = 1;
const HEARTBEAT: u8 = 2;
const EVENT: u8 = 3;
const JOIN: u8 = 4;
const LEAVE: u8 = 5;
const DISCONNECT: u8 = 6;
const FETCH: u8 = 7;
const FETCHED: u8 = 8;
const NODE_EVENT: u8 = 9;
const NODE_REPLY: u8 = 10;
const ASKED: u8 = 11;
const ANSWER: u8 = 12;
const GOODBYE: u8 = 13;

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

fn kind(message: &Message<'_>) -> u8 {
    match message {
        Message::Hello => HELLO,
        Message::Heartbeat => HEARTBEAT,
        Message::Goodbye => GOODBYE,
        Message::Event { .. } => EVENT,
        Message::Join { .. } => JOIN,
        Message::Leave { .. } | Message::Close { .. } => LEAVE,
        Message::Disconnect { .. } => DISCONNECT,
        Message::Fetch { .. } => FETCH,
        Message::Fetched { .. } => FETCHED,
        Message::NodeEvent { .. } => NODE_EVENT,
        Message::NodeReply { .. } => NODE_REPLY,
        Message::Asked { .. } => ASKED,
        Message::Answer { .. } => ANSWER,
    }
}

/// Appends `,"data":{..}`, if the message has any.
fn write_data(out: &mut Vec<u8>, message: &Message<'_>) {
    if matches!(
        message,
        Message::Hello | Message::Heartbeat | Message::Goodbye
    ) {
        return;
    }
    text::raw(out, ",\"data\":{");
    match message {
        Message::Hello | Message::Heartbeat | Message::Goodbye => {}
        Message::Event {
            target,
            event,
            compress,
            question,
        } => {
            text::raw(out, "\"packet\":{\"type\":2,\"data\":");
            text::raw(out, event.json());
            write_attachments(out, event.attachments());
            text::raw(out, "},");
            let timeout = question.as_ref().and_then(|question| question.timeout);
            write_opts(out, target, *compress, timeout);
            if let Some(question) = question {
                write_request(out, ",", &question.request);
                text::raw(
                    out,
                    if question.complete {
                        ",\"complete\":true"
                    } else {
                        ""
                    },
                );
            }
        }
        Message::Join { target, rooms } | Message::Leave { target, rooms } => {
            write_opts(out, target, true, None);
            write_rooms(out, ",\"rooms\":", rooms);
        }
        // Everybody in one of the rooms leaves all of them.
        Message::Close { rooms } => {
            write_opts(out, &Target::rooms(rooms.clone()), true, None);
            write_rooms(out, ",\"rooms\":", rooms);
        }
        Message::Disconnect { target, scope } => {
            write_opts(out, target, true, None);
            text::raw(out, ",\"close\":");
            text::value(out, &(*scope == Scope::Session));
        }
        Message::Fetch { target, request } => {
            write_opts(out, target, true, None);
            write_request(out, ",", request);
        }
        Message::Fetched { request, sockets } => {
            write_request(out, "", request);
            text::raw(out, ",\"sockets\":");
            text::value(out, sockets);
        }
        Message::NodeEvent { event, request } => {
            if let Some(request) = request {
                write_request(out, "", request);
                out.push(b',');
            }
            text::raw(out, "\"packet\":");
            text::raw(out, event.json());
            write_attachments(out, event.attachments());
        }
        Message::NodeReply { request, answer } => {
            write_request(out, "", request);
            match answer {
                Ok(args) => write_answer(out, args),
                Err(error) => {
                    text::raw(out, ",\"packet\":null,\"error\":");
                    text::value(out, error);
                }
            }
        }
        Message::Asked { request, clients } => {
            write_request(out, "", request);
            text::raw(out, ",\"clientCount\":");
            text::value(out, clients);
        }
        Message::Answer {
            request,
            sid,
            answer,
        } => {
            write_request(out, "", request);
            if let Some(sid) = sid {
                text::raw(out, ",\"sid\":");
                text::value(out, sid.as_str());
            }
            match answer {
                Ok(args) => write_answer(out, args),
                Err(_) => text::raw(out, ",\"gone\":true"),
            }
        }
    }
    out.push(b'}');
}

fn write_request(out: &mut Vec<u8>, comma: &str, request: &str) {
    text::raw(out, comma);
    text::raw(out, "\"requestId\":");
    text::value(out, request);
}

fn write_attachments(out: &mut Vec<u8>, attachments: &[bytes::Bytes]) {
    if !attachments.is_empty() {
        text::raw(out, ",\"attachments\":");
        text::base64(out, attachments);
    }
}

/// Appends an answer: the first argument, which is all that Node's nodes read, and all of them.
fn write_answer(out: &mut Vec<u8>, args: &Args) {
    let (json, attachments) = (args.to_json(), args.attachments());
    let values: Vec<&RawValue> = serde_json::from_str(&json).unwrap_or_default();
    text::raw(out, ",\"packet\":");
    text::raw(out, values.first().map_or("null", |first| first.get()));
    text::raw(out, ",\"args\":");
    text::raw(out, &json);
    write_attachments(out, &attachments);
}

fn write_rooms(out: &mut Vec<u8>, key: &str, rooms: &RoomList<'_>) {
    text::raw(out, key);
    text::list(out, rooms.as_slice(), |out, room| {
        text::value(out, room.as_str());
    });
}

/// Appends those names of a list that are sids, and not rooms that have the text of a sid as their name.
fn write_sids(out: &mut Vec<u8>, key: &str, rooms: &RoomList<'_>) {
    let is_sid = |room: &&RoomName<'_>| matches!(room, RoomName::Sid(_));
    if rooms.as_slice().iter().any(|room| is_sid(&room)) {
        text::raw(out, key);
        text::list(out, rooms.as_slice().iter().filter(is_sid), |out, room| {
            text::value(out, room.as_str());
        });
    }
}

fn write_opts(out: &mut Vec<u8>, target: &Target<'_>, compress: bool, timeout: Option<Duration>) {
    let everyone = RoomList::default();
    let rooms = match &target.to {
        To::Everyone => &everyone,
        To::Rooms(rooms) => rooms,
        To::Member(_) => unreachable!("a member of this node is no business of others"),
    };
    write_rooms(out, "\"opts\":{\"rooms\":", rooms);
    write_rooms(out, ",\"except\":", &target.except);
    text::raw(out, ",\"flags\":{");
    let mut comma = "";
    if target.flags.volatile {
        text::raw(out, "\"volatile\":true");
        comma = ",";
    }
    if !compress {
        text::raw(out, comma);
        text::raw(out, "\"compress\":false");
        comma = ",";
    }
    if let Some(timeout) = timeout {
        text::raw(out, comma);
        text::raw(out, "\"timeout\":");
        let millis = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
        // Node's timers take no more.
        text::value(out, &millis.min(i32::MAX as u64));
    }
    out.push(b'}');
    write_sids(out, ",\"sids\":", rooms);
    write_sids(out, ",\"exceptSids\":", &target.except);
    out.push(b'}');
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    uid: Cow<'a, str>,
    #[serde(borrow)]
    nsp: Cow<'a, str>,
    #[serde(rename = "type")]
    kind: u8,
    /// There if it comes from a process that is no node.
    #[serde(borrow, default)]
    by: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

/// The data of a message: each kind has some of these.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    #[serde(borrow, default)]
    packet: Option<&'a RawValue>,
    #[serde(default)]
    opts: Option<Opts>,
    #[serde(borrow, default)]
    request_id: Option<Cow<'a, str>>,
    #[serde(default)]
    complete: bool,
    #[serde(default)]
    rooms: Vec<String>,
    #[serde(default)]
    close: Option<bool>,
    #[serde(borrow, default)]
    sockets: Option<&'a RawValue>,
    #[serde(default)]
    client_count: Option<usize>,
    #[serde(borrow, default)]
    sid: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    args: Option<&'a RawValue>,
    #[serde(default)]
    gone: bool,
    #[serde(borrow, default)]
    error: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    attachments: Vec<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Packet<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(borrow, default)]
    attachments: Vec<Cow<'a, str>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opts {
    #[serde(default)]
    rooms: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    flags: Option<OptFlags>,
    #[serde(default)]
    sids: Vec<String>,
    #[serde(default)]
    except_sids: Vec<String>,
}

#[derive(Default, Deserialize)]
struct OptFlags {
    #[serde(default)]
    volatile: Option<bool>,
    #[serde(default)]
    compress: Option<bool>,
    #[serde(default)]
    timeout: Option<u64>,
}

impl Opts {
    fn into_target(self) -> (Target<'static>, OptFlags) {
        let flags = self.flags.unwrap_or_default();
        let to = match self.rooms.is_empty() {
            true => To::Everyone,
            false => To::Rooms(names(self.rooms, &self.sids)),
        };
        let target = Target {
            to,
            except: names(self.except, &self.except_sids),
            flags: Flags {
                volatile: flags.volatile.unwrap_or_default(),
                local: true,
            },
        };
        (target, flags)
    }
}

/// A list of rooms, of which some are sids.
fn names(names: Vec<String>, sids: &[String]) -> RoomList<'static> {
    let mut list = RoomList::default();
    for name in names {
        match name.parse() {
            Ok(sid) if sids.contains(&name) => list.push_sid(sid),
            _ => list.push(name),
        }
    }
    list
}

fn read_data<'a>(kind: u8, data: Option<&'a RawValue>) -> Result<Message<'a>, Malformed> {
    match kind {
        HELLO => return Ok(Message::Hello),
        HEARTBEAT => return Ok(Message::Heartbeat),
        GOODBYE => return Ok(Message::Goodbye),
        EVENT..=ANSWER => {}
        _ => return Err(Malformed::Foreign),
    }
    let data: Data<'a> = parse(data)?;
    let request = || data.request_id.clone().ok_or(Malformed::Broken);
    let opts = data.opts.unwrap_or_default();
    Ok(match kind {
        EVENT => {
            let packet: Packet<'a> = parse(data.packet)?;
            let attachments = text::from_base64(&packet.attachments)?;
            let event = Relayed::received(packet.data.get(), attachments);
            let (target, flags) = opts.into_target();
            let question = data.request_id.map(|request| Question {
                request,
                timeout: flags.timeout.map(Duration::from_millis),
                complete: data.complete,
            });
            Message::Event {
                target,
                event: event.map_err(|_| Malformed::Broken)?,
                compress: flags.compress.unwrap_or(true),
                question,
            }
        }
        JOIN => Message::Join {
            target: opts.into_target().0,
            rooms: names(data.rooms, &[]),
        },
        LEAVE => Message::Leave {
            target: opts.into_target().0,
            rooms: names(data.rooms, &[]),
        },
        DISCONNECT => Message::Disconnect {
            target: opts.into_target().0,
            scope: match data.close {
                Some(true) => Scope::Session,
                _ => Scope::Namespace,
            },
        },
        FETCH => Message::Fetch {
            request: request()?,
            target: opts.into_target().0,
        },
        FETCHED => Message::Fetched {
            request: request()?,
            sockets: parse(data.sockets)?,
        },
        NODE_EVENT => {
            let attachments = text::from_base64(&data.attachments)?;
            let packet = data.packet.ok_or(Malformed::Broken)?;
            let event = Relayed::received(packet.get(), attachments);
            Message::NodeEvent {
                event: event.map_err(|_| Malformed::Broken)?,
                request: data.request_id,
            }
        }
        NODE_REPLY => Message::NodeReply {
            request: request()?,
            answer: match &data.error {
                Some(error) => Err(error.clone().into_owned()),
                None => Ok(read_answer(data.args, data.packet, &data.attachments)?),
            },
        },
        ASKED => Message::Asked {
            request: request()?,
            clients: data.client_count.ok_or(Malformed::Broken)?,
        },
        _ => Message::Answer {
            request: request()?,
            sid: match &data.sid {
                Some(sid) => Some(sid.parse().map_err(|_| Malformed::Broken)?),
                None => None,
            },
            answer: match data.gone {
                true => Err(AckError::Disconnected),
                false => Ok(read_answer(data.args, data.packet, &data.attachments)?),
            },
        },
    })
}

/// Reads the arguments of an answer: all of them, or the one that Node's nodes send.
fn read_answer(
    args: Option<&RawValue>,
    packet: Option<&RawValue>,
    attachments: &[Cow<'_, str>],
) -> Result<Args, Malformed> {
    let attachments = text::from_base64(attachments)?;
    let args = match (args, packet) {
        (Some(args), _) => Args::received(args.get(), &attachments),
        (None, Some(first)) => Args::received(&format!("[{}]", first.get()), &attachments),
        (None, None) => Ok(Args::default()),
    };
    args.map_err(|_| Malformed::Broken)
}

fn parse<'a, T: Deserialize<'a>>(json: Option<&'a RawValue>) -> Result<T, Malformed> {
    let json = json.ok_or(Malformed::Broken)?;
    serde_json::from_str(json.get()).map_err(|_| Malformed::Broken)
}
