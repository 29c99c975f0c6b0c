//! Custom: packets in a format of the program. Behind it they are read as JSON, so that no other part knows of the format.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use serde::{Serialize, ser::Error as _};

use super::{
    custom_format::{CustomFormat, FormatError, Message, Packet},
    data::{self, Data},
    encode_error::EncodeError,
    incoming::DecodeError,
    json,
    packet_type::PacketType,
    tree::to_data,
};
use crate::engine::{self, Draft, Form};

/// The arguments of an answer, encoded ahead of the packet that they will be part of.
#[derive(Debug)]
pub struct Encoded {
    format: &'static CustomFormat,
    args: json::Encoded,
}

impl Encoded {
    pub(super) fn new<T: Serialize + ?Sized>(
        format: &'static CustomFormat,
        args: &T,
    ) -> Result<Self, EncodeError> {
        let args = json::Encoded::new(args)?;
        Ok(Self { format, args })
    }

    /// The arguments in the form in which they are kept.
    pub(super) fn args(&self) -> &json::Encoded {
        &self.args
    }

    /// The answer to the event that came with `id`. If it has no form in the format, the reason is sent in its place.
    pub(super) fn to_ack(&self, namespace: &str, id: u64) -> engine::Message {
        let args = list(&self.args).map(Data::Array);
        message_in_any_case(
            self.format,
            namespace,
            Some(id),
            PacketType::Ack,
            args,
            |reason| Data::Array(vec![reason]),
        )
    }
}

/// An event, with a text behind its arguments if there is an `offset`.
pub(super) fn event<T: Serialize + ?Sized>(
    format: &'static CustomFormat,
    offset: Option<&str>,
    namespace: &str,
    id: Option<u64>,
    name: &str,
    args: &T,
) -> Result<engine::Message, EncodeError> {
    let mut values = list(&json::Encoded::new(args)?)?;
    values.insert(0, name.into());
    values.extend(offset.map(Data::from));
    let data = Some(Data::Array(values));
    let kind = PacketType::Event;
    encode(format, kind, namespace, id, data).map_err(EncodeError::custom)
}

/// A packet about a connection. If it has no form in the format, the reason is sent in its place.
pub(super) fn connection(
    format: &'static CustomFormat,
    kind: PacketType,
    namespace: &str,
    payload: &(impl Serialize + ?Sized),
) -> engine::Message {
    let payload = to_data(payload);
    message_in_any_case(format, namespace, None, kind, payload, |reason| reason)
}

/// A packet without data.
pub(super) fn bare(
    format: &'static CustomFormat,
    kind: PacketType,
    namespace: &str,
) -> engine::Message {
    encode(format, kind, namespace, None, None).unwrap_or_else(|_| empty())
}

/// Reads a message of a client.
pub(super) fn decode(
    format: &'static CustomFormat,
    message: Message,
) -> Result<json::OwnedPacket, DecodeError> {
    let decoded = catch_unwind(AssertUnwindSafe(|| format.format().decode(message)));
    let Ok(Ok(packet)) = decoded else {
        return Err(DecodeError::Custom);
    };
    let Packet {
        kind,
        namespace,
        id,
        data,
    } = packet;
    json::OwnedPacket::new(kind, &namespace, id, data.as_ref())
}

/// Reads a message that this server has made.
pub(super) fn decode_own(
    format: &'static CustomFormat,
    message: &engine::Message,
) -> Result<json::OwnedPacket, DecodeError> {
    let message = match message.form() {
        // Behind the packet type of the engine.
        Form::Text => {
            let text = message.packet().get(1..).unwrap_or_default();
            Message::Text(String::from_utf8_lossy(text).into_owned())
        }
        Form::Binary => Message::Binary(message.to_packet()),
    };
    decode(format, message)
}

fn encode(
    format: &'static CustomFormat,
    kind: PacketType,
    namespace: &str,
    id: Option<u64>,
    data: Option<Data>,
) -> Result<engine::Message, FormatError> {
    let packet = Packet {
        kind,
        namespace: namespace.to_owned(),
        id,
        data,
    };
    let encoded = catch_unwind(AssertUnwindSafe(|| format.format().encode(&packet)));
    let message = encoded.unwrap_or_else(|_| Err(FormatError::new("the format panicked")))?;
    Ok(match message {
        Message::Text(text) => finish(Form::Text, text.as_bytes()),
        Message::Binary(bytes) => finish(Form::Binary, &bytes),
    })
}

/// A packet that has to be sent: with its data, or else with the reason why that is not possible, or else an empty text.
fn message_in_any_case(
    format: &'static CustomFormat,
    namespace: &str,
    id: Option<u64>,
    kind: PacketType,
    data: Result<Data, EncodeError>,
    instead: impl FnOnce(Data) -> Data,
) -> engine::Message {
    let encoded = match data {
        Ok(data) => encode(format, kind, namespace, id, Some(data)),
        Err(error) => Err(FormatError::new(error.to_string())),
    };
    encoded
        .or_else(|error| {
            let message = Data::from(error.to_string());
            let reason = Data::Object([("message".to_owned(), message)].into());
            encode(format, kind, namespace, id, Some(instead(reason)))
        })
        .unwrap_or_else(|_| empty())
}

fn empty() -> engine::Message {
    finish(Form::Text, &[])
}

fn finish(form: Form, bytes: &[u8]) -> engine::Message {
    let mut draft = Draft::new(form);
    draft.buffer().extend_from_slice(bytes);
    draft.finish(Vec::<Bytes>::new())
}

/// The arguments as values.
fn list(args: &json::Encoded) -> Result<Vec<Data>, EncodeError> {
    let json = str::from_utf8(args.json()).map_err(EncodeError::custom)?;
    match data::resolve(json, args.attachments()).map_err(EncodeError::custom)? {
        Data::Array(values) => Ok(values),
        _ => Err(EncodeError::custom("the arguments are no list")),
    }
}
