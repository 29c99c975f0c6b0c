//! Binary data in, packets out. What is checked is what the official parser checks; the arguments stay as they came until
//! somebody knows their types.

use std::borrow::Cow;

use super::{
    extension::Meaning,
    input::{Head, Input},
};
use crate::packet::{
    incoming::{DecodeError, Packet},
    name::is_reserved,
    packet_type::PacketType,
    raw::Raw,
};

/// The members of a packet, as far as they came.
#[derive(Default)]
struct Members<'a> {
    kind: Option<PacketType>,
    namespace: Option<&'a str>,
    id: Option<u64>,
    data: Option<&'a [u8]>,
}

/// Reads a packet: a map of `type`, `nsp`, and what else there is of `data` and `id`. Other members mean nothing; the
/// official client sends `options`.
pub(in crate::packet) fn decode(bytes: &[u8]) -> Result<Packet<'_>, DecodeError> {
    let mut input = Input(bytes);
    let Some(Head::Map(length)) = input.head() else {
        return Err(DecodeError::Type);
    };
    let mut members = Members::default();
    for _ in 0..length {
        members.read(&mut input)?;
    }
    let kind = members.kind.filter(|_| input.0.is_empty());
    let kind = kind.ok_or(DecodeError::Type)?;
    let (name, data) = contents(kind, members.data).ok_or(DecodeError::Payload(kind))?;
    if is_reserved(name) {
        return Err(DecodeError::ReservedName);
    }
    Ok(Packet {
        kind,
        namespace: members.namespace.ok_or(DecodeError::Namespace)?,
        id: members.id,
        name: Cow::Borrowed(name),
        data: Raw::Msgpack(data),
        attachments: &[],
    })
}

impl<'a> Members<'a> {
    fn read(&mut self, input: &mut Input<'a>) -> Result<(), DecodeError> {
        let Some(Head::Text(name)) = input.head() else {
            return Err(DecodeError::Type);
        };
        let value = input.skip().ok_or(DecodeError::Type)?;
        // Official clients write members that they do not have as undefined, others as nil.
        let Some(head) = something(value) else {
            return Ok(());
        };
        match (name, head) {
            (b"type", Head::Unsigned(number)) => self.kind = kind(number),
            (b"type", _) => return Err(DecodeError::Type),
            (b"nsp", Head::Text(name)) => self.namespace = str::from_utf8(name).ok(),
            (b"nsp", _) => return Err(DecodeError::Namespace),
            (b"id", Head::Unsigned(id)) => self.id = Some(id),
            (b"id", _) => return Err(DecodeError::Id),
            (b"data", _) => self.data = Some(value),
            _ => {}
        }
        Ok(())
    }
}

fn kind(number: u64) -> Option<PacketType> {
    Some(match number {
        0 => PacketType::Connect,
        1 => PacketType::Disconnect,
        2 => PacketType::Event,
        3 => PacketType::Ack,
        4 => PacketType::ConnectError,
        _ => return None,
    })
}

/// The head of a value, unless it is nothing.
fn something(value: &[u8]) -> Option<Head<'_>> {
    match Input(value).head()? {
        Head::Nil => None,
        Head::Extension(extension) if extension.meaning() == Meaning::Nothing => None,
        head => Some(head),
    }
}

/// The name of an event, and what follows it; the elements of an answer; or another payload. `None`: a packet of that kind
/// cannot carry this.
fn contents(kind: PacketType, data: Option<&[u8]>) -> Option<(&str, &[u8])> {
    let payload = data.unwrap_or_default();
    let mut input = Input(payload);
    match (kind, input.head()) {
        (PacketType::Event, Some(Head::Array(1..))) => Some((input.text()?, input.0)),
        (PacketType::Ack, Some(Head::Array(_))) => Some(("", input.0)),
        (PacketType::Connect, None | Some(Head::Map(_)))
        | (PacketType::ConnectError, None | Some(Head::Text(_) | Head::Map(_)))
        | (PacketType::Disconnect, None) => Some(("", payload)),
        _ => None,
    }
}
