//! Reads the messages of the classic dialect.

use std::{borrow::Cow, time::Duration};

use super::kind::{ANSWER, ASK, ASKED, DISCONNECT, FETCH, JOIN, LEAVE, NODE_EVENT};
use crate::{
    ack::NodeId,
    adapter::{
        cluster::{
            dialect::speak::Malformed,
            message::{Message, Question},
            presence::RemoteSocket,
        },
        member::Scope,
        target::{Flags, RoomList, Target, To},
    },
    packet::{Args, Data, Relayed},
};

pub(super) type Read<'a> = Result<(Option<NodeId>, Message<'a>), Malformed>;

/// `[uid, packet, opts]`.
pub(super) fn read_event<'a>(told: &Data, namespace: &str) -> Read<'a> {
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

pub(super) fn read_packet(packet: &Data, namespace: &str) -> Result<Relayed<'static>, Malformed> {
    // A packet that names no namespace is for `/`.
    if packet["nsp"].as_str().unwrap_or("/") != namespace || packet["type"].as_u64() != Some(2) {
        return Err(Malformed::Broken);
    }
    let data = packet["data"].as_array().ok_or(Malformed::Broken)?;
    Relayed::from_data(data).ok_or(Malformed::Broken)
}

pub(super) fn read_request<'a>(told: &Data, namespace: &str) -> Read<'a> {
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

pub(super) fn read_response<'a>(told: &Data) -> Result<Message<'a>, Malformed> {
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

pub(super) fn read_names(names: &Data) -> Result<RoomList<'static>, Malformed> {
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

pub(super) fn read_opts(
    opts: &Data,
) -> Result<(Target<'static>, bool, Option<Duration>), Malformed> {
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
