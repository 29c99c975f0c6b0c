//! Values in, messages out: encoded exactly once, straight into the buffer that is sent.

use bytes::Bytes;
use serde::{Serialize, Serializer};

use super::writer::{
    Compound, Writer, extend_array, write_array, write_map, write_text, write_unsigned,
};
use crate::{
    engine::{Draft, Form, Message, spare},
    packet::{
        EncodeError,
        arity::{Arguments, Sink},
        packet_type::PacketType,
    },
};

/// Encodes an event. [`Arguments`] decides how many arguments `args` is.
pub(in crate::packet) fn event<T: Serialize + ?Sized>(
    namespace: &str,
    id: Option<u64>,
    name: &str,
    args: &T,
) -> Result<Message, EncodeError> {
    let mut draft = Draft::new(Form::Binary);
    let out = draft.buffer();
    write_header(out, PacketType::Event, namespace, id, true);
    write_arguments(out, Some(name), args)?;
    Ok(draft.finish(Vec::new()))
}

/// An event with its offset, a text, behind its arguments.
pub(in crate::packet) fn event_at<T: Serialize + ?Sized>(
    offset: &str,
    namespace: &str,
    name: &str,
    args: &T,
) -> Result<Message, EncodeError> {
    let mut draft = Draft::new(Form::Binary);
    let out = draft.buffer();
    write_header(out, PacketType::Event, namespace, None, true);
    let start = out.len();
    write_arguments(out, Some(name), args)?;
    write_text(out, offset);
    extend_array(out, start);
    Ok(draft.finish(Vec::new()))
}

/// Encodes an ACK packet from arguments that are encoded already.
pub(in crate::packet) fn ack_encoded(namespace: &str, id: u64, args: &Encoded) -> Message {
    let mut draft = Draft::new(Form::Binary);
    write_ack(draft.buffer(), namespace, id, args);
    draft.finish(Vec::new())
}

/// Appends an ACK packet with arguments that are encoded already.
pub(in crate::packet) fn write_ack(out: &mut Vec<u8>, namespace: &str, id: u64, args: &Encoded) {
    write_header(out, PacketType::Ack, namespace, Some(id), true);
    out.extend_from_slice(&args.array);
}

/// Encodes a packet without data: CONNECT or DISCONNECT.
pub(in crate::packet) fn bare(kind: PacketType, namespace: &str) -> Message {
    let mut draft = Draft::new(Form::Binary);
    write_header(draft.buffer(), kind, namespace, None, false);
    draft.finish(Vec::new())
}

/// Encodes CONNECT or CONNECT_ERROR with its payload. The packet has to leave in any case: if `payload` has no form in MessagePack,
/// the reason is sent in its place.
pub(in crate::packet) fn connection(
    kind: PacketType,
    namespace: &str,
    payload: &(impl Serialize + ?Sized),
) -> Message {
    let mut draft = Draft::new(Form::Binary);
    let out = draft.buffer();
    write_header(out, kind, namespace, None, true);
    let start = out.len();
    if let Err(error) = payload.serialize(&mut Writer::new(out)) {
        out.truncate(start);
        write_map(out, 1);
        write_text(out, "message");
        write_text(out, &error.to_string());
    }
    draft.finish(Vec::new())
}

/// Writes the map of a packet up to its data, if it has any. No length depends on what follows.
#[inline]
fn write_header(out: &mut Vec<u8>, kind: PacketType, namespace: &str, id: Option<u64>, data: bool) {
    write_map(out, 2 + usize::from(id.is_some()) + usize::from(data));
    write_text(out, "type");
    out.push(match kind {
        PacketType::Connect => 0,
        PacketType::Disconnect => 1,
        PacketType::Event => 2,
        PacketType::Ack => 3,
        PacketType::ConnectError => 4,
    });
    write_text(out, "nsp");
    write_text(out, namespace);
    if let Some(id) = id {
        write_text(out, "id");
        write_unsigned(out, id);
    }
    if data {
        write_text(out, "data");
    }
}

/// Arguments encoded ahead of the packet they will be part of. The buffer is lent by the thread and goes back to it.
#[derive(Debug)]
pub struct Encoded {
    array: Vec<u8>,
}

impl Encoded {
    pub(in crate::packet) fn new<T: Serialize + ?Sized>(args: &T) -> Result<Self, EncodeError> {
        let mut encoded = Self {
            array: spare::take(),
        };
        write_arguments(&mut encoded.array, None, args)?;
        Ok(encoded)
    }

    /// The arguments as an array.
    pub(in crate::packet) fn array(&self) -> &[u8] {
        &self.array
    }

    /// Whether there are no arguments.
    pub(in crate::packet) fn is_empty(&self) -> bool {
        self.array == [0x90]
    }

    /// Bytes of MessagePack.
    pub(in crate::packet) fn len(&self) -> usize {
        self.array.len()
    }

    /// Binary data is part of the packet.
    pub(in crate::packet) fn attachments(&self) -> &[Bytes] {
        &[]
    }
}

impl Drop for Encoded {
    fn drop(&mut self) {
        spare::give(std::mem::take(&mut self.array));
    }
}

/// Appends `args` as an array, which begins with the name if there is one.
#[inline]
fn write_arguments<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    name: Option<&str>,
    args: &T,
) -> Result<(), EncodeError> {
    let mut writer = Writer::new(out);
    let elements = Elements {
        writer: &mut writer,
        name,
    };
    Arguments::write(args, elements)
}

/// Where arguments are written to.
#[derive(Debug)]
struct Elements<'w, 'a> {
    writer: &'w mut Writer<'a>,
    /// What stands before them.
    name: Option<&'w str>,
}

impl Elements<'_, '_> {
    /// Writes the head of an array that has so many arguments, and the name.
    #[inline]
    fn begin_array(&mut self, count: usize) {
        let out = self.writer.out();
        write_array(out, count + usize::from(self.name.is_some()));
        if let Some(name) = self.name {
            write_text(out, name);
        }
    }
}

impl<'w, 'a> Sink for Elements<'w, 'a> {
    type Error = EncodeError;
    type Value = &'w mut Writer<'a>;

    #[inline]
    fn none(mut self) -> Result<(), EncodeError> {
        self.begin_array(0);
        Ok(())
    }

    #[inline]
    fn one(mut self) -> Result<Self::Value, EncodeError> {
        self.begin_array(1);
        Ok(self.writer)
    }

    #[inline]
    fn many(
        self,
        count: usize,
    ) -> Result<<Self::Value as Serializer>::SerializeTuple, EncodeError> {
        Ok(Compound::arguments(self.writer, self.name, Some(count)))
    }

    fn list(
        self,
        count: Option<usize>,
    ) -> Result<<Self::Value as Serializer>::SerializeSeq, EncodeError> {
        Ok(Compound::arguments(self.writer, self.name, count))
    }

    fn encoded(
        self,
        _: &'static str,
    ) -> Result<<Self::Value as Serializer>::SerializeStruct, EncodeError> {
        Ok(Compound::json_arguments(self.writer, self.name))
    }

    fn packed<T: Serialize + ?Sized>(mut self, value: &T) -> Result<(), EncodeError> {
        let name = self.name;
        let packed = self.writer.packed(|out, count, elements| {
            write_array(out, count + usize::from(name.is_some()));
            if let Some(name) = name {
                write_text(out, name);
            }
            out.extend_from_slice(elements);
        });
        if packed {
            return Ok(());
        }
        self.begin_array(1);
        value.serialize(self.writer)
    }
}
