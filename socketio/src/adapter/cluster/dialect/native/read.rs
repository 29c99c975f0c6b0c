//! Reads the messages of the native dialect.

use std::{borrow::Cow, time::Duration};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::kind::{
    ANSWER, ASKED, DISCONNECT, EVENT, FETCH, FETCHED, GOODBYE, HEARTBEAT, HELLO, JOIN, LEAVE,
    NODE_EVENT, NODE_REPLY,
};
use crate::{
    ack::AckError,
    adapter::{
        cluster::{
            dialect::{speak::Malformed, text},
            message::{Message, Question},
        },
        member::Scope,
        target::{Flags, RoomList, Target, To},
    },
    packet::{Args, Relayed},
};

/// A message, before its data is read.
#[derive(Deserialize)]
pub(super) struct Envelope<'a> {
    #[serde(borrow)]
    pub(super) uid: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) nsp: Cow<'a, str>,
    #[serde(rename = "type")]
    pub(super) kind: u8,
    /// There if it comes from a process that is no node.
    #[serde(borrow, default)]
    pub(super) by: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) data: Option<&'a RawValue>,
}

/// The data of a message: each kind has some of these.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Data<'a> {
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
pub(super) struct Packet<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(borrow, default)]
    attachments: Vec<Cow<'a, str>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opts {
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
pub(super) struct OptFlags {
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
pub(super) fn names(names: Vec<String>, sids: &[String]) -> RoomList<'static> {
    let mut list = RoomList::default();
    for name in names {
        match name.parse() {
            Ok(sid) if sids.contains(&name) => list.push_sid(sid),
            _ => list.push(name),
        }
    }
    list
}

pub(super) fn read_data<'a>(
    kind: u8,
    data: Option<&'a RawValue>,
) -> Result<Message<'a>, Malformed> {
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
pub(super) fn read_answer(
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

pub(super) fn parse<'a, T: Deserialize<'a>>(json: Option<&'a RawValue>) -> Result<T, Malformed> {
    let json = json.ok_or(Malformed::Broken)?;
    serde_json::from_str(json.get()).map_err(|_| Malformed::Broken)
}
