//! What a node in Python tells, as it is read.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    adapter::{
        cluster::{
            dialect::{speak::Malformed, text},
            message::{Message, Question},
        },
        target::{Flags, RoomList, Target, To},
    },
    packet::{Args, Relayed},
};

/// A method that nodes in Python do not know, and pass over. It tells this node whether it is heard.
pub(super) const HEARTBEAT: &str = "heartbeat";

/// A message of a node in Python: each method has some of these.
#[derive(Deserialize)]
pub(super) struct Told<'a> {
    #[serde(borrow)]
    pub(super) method: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) host_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) namespace: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) event: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) data: Option<&'a RawValue>,
    #[serde(default)]
    pub(super) binary: Option<bool>,
    #[serde(default)]
    pub(super) room: Option<Names>,
    #[serde(default)]
    pub(super) skip_sid: Option<Names>,
    #[serde(borrow, default)]
    pub(super) callback: Option<&'a RawValue>,
    #[serde(default)]
    pub(super) sid: Option<Names>,
    #[serde(borrow, default)]
    pub(super) id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) args: Option<&'a RawValue>,
    #[serde(default)]
    pub(super) volatile: bool,
    #[serde(default)]
    pub(super) compress: Option<bool>,
    #[serde(default)]
    pub(super) close: bool,
}

/// Names of rooms or clients, as Python may have them.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    One(Name),
    Many(Vec<Name>),
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Name {
    Text(String),
    Number(i64),
}

impl Names {
    fn into_list(self) -> RoomList<'static> {
        let mut list = RoomList::default();
        let names = match self {
            Self::One(name) => vec![name],
            Self::Many(names) => names,
        };
        for name in names {
            match name {
                Name::Text(name) => list.push(name),
                Name::Number(number) => list.push(number.to_string()),
            }
        }
        list
    }
}

impl<'a> Told<'a> {
    pub(super) fn into_event(self) -> Result<Message<'a>, Malformed> {
        let name = self.event.ok_or(Malformed::Broken)?;
        let data = self.data.map_or("[]", RawValue::get);
        let (arguments, attachments) = match self.binary {
            Some(true) => {
                let parts: Vec<&RawValue> =
                    serde_json::from_str(data).map_err(|_| Malformed::Broken)?;
                let (arguments, attachments) = parts.split_first().ok_or(Malformed::Broken)?;
                let texts: Result<Vec<Cow<'_, str>>, _> = attachments
                    .iter()
                    .map(|text| serde_json::from_str(text.get()))
                    .collect();
                let texts = texts.map_err(|_| Malformed::Broken)?;
                (arguments.get(), text::from_base64(&texts)?)
            }
            _ => (data, Vec::new()),
        };
        let single;
        let arguments = match arguments {
            // What `None` becomes, which is no argument in Python.
            "[null]" => "[]",
            list if list.starts_with('[') => list,
            value => {
                single = format!("[{value}]");
                &single
            }
        };
        let event = Relayed::composed(&name, arguments, attachments);
        let target = Target {
            to: self
                .room
                .map_or(To::Everyone, |room| To::Rooms(room.into_list())),
            except: self.skip_sid.map(Names::into_list).unwrap_or_default(),
            flags: Flags {
                volatile: self.volatile,
                local: true,
            },
        };
        let asks = self.callback.filter(|callback| callback.get() != "null");
        Ok(Message::Event {
            target,
            event: event.map_err(|_| Malformed::Broken)?,
            compress: self.compress.unwrap_or(true),
            question: asks.map(|callback| Question {
                request: Cow::Borrowed(callback.get()),
                timeout: None,
                complete: false,
            }),
        })
    }

    pub(super) fn into_answer(self) -> Result<Message<'a>, Malformed> {
        let args = self.args.map_or("[]", RawValue::get);
        let sid = match self.sid {
            Some(Names::One(Name::Text(sid))) => sid.parse().ok(),
            _ => None,
        };
        // The ids of this node are texts.
        let id = self.id.ok_or(Malformed::Broken)?;
        let request: String = serde_json::from_str(id.get()).map_err(|_| Malformed::Broken)?;
        Ok(Message::Answer {
            request: Cow::Owned(request),
            sid,
            answer: Ok(Args::received(args, &[]).map_err(|_| Malformed::Broken)?),
        })
    }

    /// The rooms that clients join or leave.
    pub(super) fn rooms(&self) -> Result<RoomList<'static>, Malformed> {
        let Some(Names::One(room)) = &self.room else {
            return Err(Malformed::Broken);
        };
        let mut rooms = RoomList::default();
        match room {
            Name::Text(room) => rooms.push(room.clone()),
            Name::Number(number) => rooms.push(number.to_string()),
        }
        Ok(rooms)
    }

    /// The client that a message is about.
    pub(super) fn client(&self) -> Result<Target<'static>, Malformed> {
        let Some(Names::One(Name::Text(sid))) = &self.sid else {
            return Err(Malformed::Broken);
        };
        let sid = sid.parse().map_err(|_| Malformed::Broken)?;
        let mut list = RoomList::default();
        list.push_sid(sid);
        Ok(Target::rooms(list))
    }
}
