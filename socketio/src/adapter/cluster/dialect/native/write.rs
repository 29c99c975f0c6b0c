//! Writes the messages of the native dialect.

use std::time::Duration;

use serde_json::value::RawValue;

use crate::{
    adapter::{
        cluster::{dialect::text, message::Message},
        member::Scope,
        target::{RoomList, RoomName, Target, To},
    },
    packet::Args,
};

/// Appends `,"data":{..}`, if the message has any.
pub(super) fn write_data(out: &mut Vec<u8>, message: &Message<'_>) {
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

pub(super) fn write_request(out: &mut Vec<u8>, comma: &str, request: &str) {
    text::raw(out, comma);
    text::raw(out, "\"requestId\":");
    text::value(out, request);
}

pub(super) fn write_attachments(out: &mut Vec<u8>, attachments: &[bytes::Bytes]) {
    if !attachments.is_empty() {
        text::raw(out, ",\"attachments\":");
        text::base64(out, attachments);
    }
}

/// Appends an answer: the first argument, which is all that Node's nodes read, and all of them.
pub(super) fn write_answer(out: &mut Vec<u8>, args: &Args) {
    let (json, attachments) = (args.to_json(), args.attachments());
    let values: Vec<&RawValue> = serde_json::from_str(&json).unwrap_or_default();
    text::raw(out, ",\"packet\":");
    text::raw(out, values.first().map_or("null", |first| first.get()));
    text::raw(out, ",\"args\":");
    text::raw(out, &json);
    write_attachments(out, &attachments);
}

pub(super) fn write_rooms(out: &mut Vec<u8>, key: &str, rooms: &RoomList<'_>) {
    text::raw(out, key);
    text::list(out, rooms.as_slice(), |out, room| {
        text::value(out, room.as_str());
    });
}

/// Appends those names of a list that are sids, and not rooms that have the text of a sid as their name.
pub(super) fn write_sids(out: &mut Vec<u8>, key: &str, rooms: &RoomList<'_>) {
    let is_sid = |room: &&RoomName<'_>| matches!(room, RoomName::Sid(_));
    if rooms.as_slice().iter().any(|room| is_sid(&room)) {
        text::raw(out, key);
        text::list(out, rooms.as_slice().iter().filter(is_sid), |out, room| {
            text::value(out, room.as_str());
        });
    }
}

pub(super) fn write_opts(
    out: &mut Vec<u8>,
    target: &Target<'_>,
    compress: bool,
    timeout: Option<Duration>,
) {
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
