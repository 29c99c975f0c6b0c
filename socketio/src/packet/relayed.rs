//! Relayed: an event as nodes tell each other of it: one JSON array of its name and arguments, with the binary data beside
//! it. The text of a JSON packet is borrowed and spliced, in both directions; nothing is decoded into values.

use std::borrow::Cow;

use bytes::Bytes;

use super::{
    args::Args, custom, encode_error::EncodeError, incoming::DecodeError, json, name::is_reserved,
    packet_type::PacketType, raw::Codec, reader::Reader,
};
#[cfg(feature = "msgpack")]
use super::{
    data::{self, Data},
    msgpack,
};
use crate::engine::Message;

/// An event between nodes.
#[derive(Clone, Debug)]
pub(crate) struct Relayed<'a> {
    /// An array that begins with the name.
    json: Cow<'a, str>,
    attachments: Cow<'a, [Bytes]>,
}

impl<'a> Relayed<'a> {
    /// The event that a message of this server carries; `None` if the message is none.
    pub(crate) fn of(codec: Codec, message: &'a Message) -> Option<Self> {
        match codec {
            Codec::Json => {
                // Behind the packet type of the engine.
                let text = simdutf8::basic::from_utf8(message.packet().get(1..)?).ok()?;
                Some(Self {
                    json: Cow::Borrowed(json::event_data(text)?),
                    attachments: Cow::Borrowed(message.attachments()),
                })
            }
            #[cfg(feature = "msgpack")]
            Codec::Msgpack => {
                let packet = msgpack::decode(message.packet()).ok()?;
                let args = Reader::new(packet.data, &[]).rest().ok()?;
                Some(Relayed::new(&packet.name, &args).into_owned())
            }
            Codec::Custom(format) => {
                let owned = custom::decode_own(format, message).ok()?;
                let packet = owned.packet();
                let args = Reader::new(packet.data, packet.attachments).rest().ok()?;
                Some(Relayed::new(&packet.name, &args).into_owned())
            }
        }
    }

    /// An event of this name with these arguments.
    pub(crate) fn new(name: &str, args: &'a Args) -> Self {
        Self {
            json: Cow::Owned(compose(name, &args.to_json())),
            attachments: args.attachments(),
        }
    }

    /// An event that another node tells of. `json` is one value of valid JSON.
    ///
    /// # Errors
    ///
    /// What clients could not read: no array that begins with a name, a reserved name, a placeholder without an attachment.
    pub(crate) fn received(
        json: impl Into<Cow<'a, str>>,
        attachments: impl Into<Cow<'a, [Bytes]>>,
    ) -> Result<Self, DecodeError> {
        let (json, attachments) = (json.into(), attachments.into());
        let (name, _) = json::event_name(&json)?;
        if is_reserved(&name) {
            return Err(DecodeError::ReservedName);
        }
        if !attachments.is_empty() && !json::has_all_attachments(&json, attachments.len()) {
            return Err(DecodeError::Payload(PacketType::Event));
        }
        Ok(Self { json, attachments })
    }

    /// The event without the text behind its arguments, the offset by which clients of this node alone come back.
    pub(crate) fn without_offset(self, offset: &str) -> Self {
        let ends = self.json.strip_suffix(&format!(",\"{offset}\"]"));
        match ends.map(|json| format!("{json}]")) {
            Some(json) => Self {
                json: Cow::Owned(json),
                ..self
            },
            None => self,
        }
    }

    /// An event of this name that another node tells of. `arguments` is an array of valid JSON.
    ///
    /// # Errors
    ///
    /// What clients could not read: see [`received`](Self::received).
    pub(crate) fn composed(
        name: &str,
        arguments: &str,
        attachments: Vec<Bytes>,
    ) -> Result<Relayed<'static>, DecodeError> {
        Relayed::received(compose(name, arguments), attachments)
    }

    /// The name, and what stands behind it in the array: the arguments with commas between them, and the closing bracket.
    pub(crate) fn split(&self) -> Option<(Cow<'_, str>, &str)> {
        let (name, rest) = json::event_name(&self.json).ok()?;
        Some((name, rest.strip_prefix(',').unwrap_or(rest)))
    }

    /// The name and the arguments as a tree; `None` if they are nested too deeply.
    #[cfg(feature = "msgpack")]
    pub(crate) fn to_data(&self) -> Option<Data> {
        data::resolve(&self.json, &self.attachments).ok()
    }

    /// An event that another node tells of as a tree: the name, and the arguments. `None` if clients could not read it: see
    /// [`received`](Self::received).
    #[cfg(feature = "msgpack")]
    pub(crate) fn from_data(parts: &[Data]) -> Option<Relayed<'static>> {
        let (name, arguments) = parts.split_first()?;
        let args = Args::from(arguments.to_vec());
        let attachments = args.attachments().into_owned();
        Relayed::composed(name.as_str()?, &args.to_json(), attachments).ok()
    }

    fn into_owned(self) -> Relayed<'static> {
        Relayed {
            json: Cow::Owned(self.json.into_owned()),
            attachments: Cow::Owned(self.attachments.into_owned()),
        }
    }

    /// The name and the arguments, as a JSON array.
    pub(crate) fn json(&self) -> &str {
        &self.json
    }

    /// What the placeholders of the array stand for.
    pub(crate) fn attachments(&self) -> &[Bytes] {
        &self.attachments
    }

    /// The name and the arguments.
    pub(crate) fn to_parts(&self) -> Result<(Cow<'_, str>, Args), DecodeError> {
        let (name, rest) = json::event_name(&self.json)?;
        let args = Reader::new(rest, &self.attachments).rest();
        Ok((
            name,
            args.map_err(|_| DecodeError::Payload(PacketType::Event))?,
        ))
    }

    /// The packet for the clients of this server, with an offset behind the arguments if there is one.
    pub(crate) fn to_message(
        &self,
        codec: Codec,
        namespace: &str,
        id: Option<u64>,
        offset: Option<&str>,
    ) -> Result<Message, EncodeError> {
        match codec {
            Codec::Json => Ok(json::event_spliced(
                namespace,
                id,
                &self.json,
                offset,
                self.attachments.to_vec(),
            )),
            #[cfg(feature = "msgpack")]
            Codec::Msgpack => {
                let (name, args) = self.to_parts().map_err(serde::ser::Error::custom)?;
                match offset {
                    Some(offset) => msgpack::event_at(offset, namespace, &name, &args),
                    None => msgpack::event(namespace, id, &name, &args),
                }
            }
            Codec::Custom(format) => {
                let (name, args) = self.to_parts().map_err(serde::ser::Error::custom)?;
                custom::event(format, offset, namespace, id, &name, &args)
            }
        }
    }
}

/// The array of a name and of arguments, which are an array themselves.
fn compose(name: &str, arguments: &str) -> String {
    let name = serde_json::to_string(name).expect("a text has a form in JSON");
    let arguments = arguments.trim_start();
    let elements = arguments
        .strip_prefix('[')
        .unwrap_or(arguments)
        .trim_start();
    let comma = if elements.starts_with(']') { "" } else { "," };
    format!("[{name}{comma}{elements}")
}

impl Args {
    /// Arguments that another node tells of.
    ///
    /// # Errors
    ///
    /// `json` is no array, or has a placeholder without an attachment.
    pub(crate) fn received(json: &str, attachments: &[Bytes]) -> Result<Self, DecodeError> {
        let fits = attachments.is_empty() || json::has_all_attachments(json, attachments.len());
        if !fits {
            return Err(DecodeError::Payload(PacketType::Ack));
        }
        let args = Reader::array(json, attachments).rest();
        args.map_err(|_| DecodeError::Payload(PacketType::Ack))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn relayed(codec: Codec, id: Option<u64>) -> (String, Vec<Bytes>) {
        let args = (json!({ "a": [1, "ü"] }), crate::Binary::from(vec![1, 2]));
        let message = codec.event("/chat", id, "it", &args).unwrap();
        let relayed = Relayed::of(codec, &message).unwrap();
        (relayed.json().to_owned(), relayed.attachments().to_vec())
    }

    #[test]
    fn the_event_of_a_message_is_borrowed_and_becomes_that_message_again() {
        for (namespace, id) in [("/", None), ("/chat", Some(7))] {
            let args = (1, crate::Binary::from(vec![1, 2]), "x");
            let message = Codec::Json.event(namespace, id, "it", &args).unwrap();

            let relayed = Relayed::of(Codec::Json, &message).unwrap();

            let json = r#"["it",1,{"_placeholder":true,"num":0},"x"]"#;
            assert_eq!(relayed.json(), json);
            assert!(matches!(relayed.json, Cow::Borrowed(_)));
            let again = relayed
                .to_message(Codec::Json, namespace, id, None)
                .unwrap();
            assert_eq!(again.frame(), message.frame());
            assert_eq!(again.attachments(), message.attachments());
        }
    }

    #[cfg(feature = "msgpack")]
    #[test]
    fn an_event_is_the_same_between_nodes_whatever_format_clients_speak() {
        assert_eq!(relayed(Codec::Json, None), relayed(Codec::Msgpack, Some(3)));

        let (json, attachments) = relayed(Codec::Json, None);
        let received = Relayed::received(json, attachments).unwrap();
        let message = received
            .to_message(Codec::Msgpack, "/chat", None, None)
            .unwrap();
        let again = Relayed::of(Codec::Msgpack, &message).unwrap();
        assert_eq!(again.json(), received.json());
    }

    #[test]
    fn an_offset_is_for_the_clients_of_one_node() {
        for args in ["[]", "[1]"] {
            let args = Args::received(args, &[]).unwrap();
            let message = Codec::Json.event_at("a~1", "/", "it", &args).unwrap();

            let relayed = Relayed::of(Codec::Json, &message).unwrap();
            let relayed = relayed.without_offset("a~1");

            let plain = Codec::Json.event("/", None, "it", &args).unwrap();
            let plain = Relayed::of(Codec::Json, &plain).unwrap();
            assert_eq!(relayed.json(), plain.json());
            let again = relayed.to_message(Codec::Json, "/", None, Some("a~1"));
            assert_eq!(again.unwrap().frame(), message.frame());
        }
    }

    #[test]
    fn what_clients_could_not_read_is_refused() {
        let bytes = || vec![Bytes::from_static(b"x")];
        let rows: [(&str, Vec<Bytes>); 7] = [
            ("null", Vec::new()),
            ("[]", Vec::new()),
            ("{}", Vec::new()),
            ("[null,1]", Vec::new()),
            (r#"["disconnect"]"#, Vec::new()),
            (r#"["connect_error",1]"#, Vec::new()),
            (r#"["it",{"_placeholder":true,"num":1}]"#, bytes()),
        ];
        for (json, attachments) in rows {
            assert!(Relayed::received(json, attachments).is_err(), "{json}");
        }
        assert!(Relayed::received(r#"["it"]"#, Vec::new()).is_ok());
    }

    #[test]
    fn a_name_and_arguments_are_put_together_and_taken_apart() {
        for json in ["[]", r#"[1]"#, r#"["a",null]"#] {
            let args = Args::received(json, &[]).unwrap();
            let relayed = Relayed::new("n\"", &args);
            let (name, again) = relayed.to_parts().unwrap();
            assert_eq!((&*name, &*again.to_json()), ("n\"", json));
        }
        assert_eq!(relayed(Codec::Json, None).1.len(), 1);
        assert!(Args::received("7", &[]).is_err());
    }
}
