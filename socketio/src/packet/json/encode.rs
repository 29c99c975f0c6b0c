//! Values in, messages out: encoded exactly once, straight into the buffer that is sent.

use bytes::Bytes;
use serde::{Serialize, ser::Error as _};

use super::{
    header,
    writer::{self, Compound, Writer},
};
use crate::{
    engine::{Draft, Form, Message, spare},
    packet::{
        EncodeError,
        arity::{Arguments, Sink},
        attachment::Attachments,
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
    message(PacketType::Event, namespace, id, |out, attachments| {
        out.push(b'[');
        writer::write_string(out, name);
        write_args(out, attachments, args, true)?;
        out.push(b']');
        Ok(())
    })
}

/// An event with its offset behind its arguments: a text without characters that JSON escapes.
pub(in crate::packet) fn event_at<T: Serialize + ?Sized>(
    offset: &str,
    namespace: &str,
    name: &str,
    args: &T,
) -> Result<Message, EncodeError> {
    message(PacketType::Event, namespace, None, |out, attachments| {
        out.push(b'[');
        writer::write_string(out, name);
        write_args(out, attachments, args, true)?;
        out.extend_from_slice(b",\"");
        out.extend_from_slice(offset.as_bytes());
        out.extend_from_slice(b"\"]");
        Ok(())
    })
}

/// An event from the array of its name and arguments, which is copied as it is, with a text behind the arguments if there
/// is one.
pub(in crate::packet) fn event_spliced(
    namespace: &str,
    id: Option<u64>,
    array: &str,
    offset: Option<&str>,
    attachments: Vec<Bytes>,
) -> Message {
    let mut draft = Draft::new(Form::Text);
    let out = draft.buffer();
    let start = out.len();
    header::write(out, PacketType::Event, namespace, id);
    if !attachments.is_empty() {
        header::announce(out, start, attachments.len());
    }
    let array = array.trim_end();
    match offset {
        Some(offset) => {
            out.extend_from_slice(array.strip_suffix(']').unwrap_or(array).as_bytes());
            out.push(b',');
            writer::write_string(out, offset);
            out.push(b']');
        }
        None => out.extend_from_slice(array.as_bytes()),
    }
    draft.finish(attachments)
}

/// The answer to the event that came with `id`.
#[cfg(test)]
pub(in crate::packet) fn ack<T: Serialize + ?Sized>(
    namespace: &str,
    id: u64,
    args: &T,
) -> Result<Message, EncodeError> {
    message(PacketType::Ack, namespace, Some(id), |out, attachments| {
        write_list(out, attachments, args)
    })
}

/// Encodes an ACK packet from arguments that are encoded already.
pub(in crate::packet) fn ack_encoded(namespace: &str, id: u64, args: &Encoded) -> Message {
    let mut draft = Draft::new(Form::Text);
    write_ack(draft.buffer(), namespace, id, args);
    draft.finish(args.attachments.to_vec())
}

/// Encodes a packet without data: CONNECT or DISCONNECT.
pub(in crate::packet) fn bare(kind: PacketType, namespace: &str) -> Message {
    let mut draft = Draft::new(Form::Text);
    header::write(draft.buffer(), kind, namespace, None);
    draft.finish(Vec::new())
}

/// Arguments encoded ahead of the packet they will be part of. The buffer is lent by the thread
/// and goes back to it.
#[derive(Debug)]
pub struct Encoded {
    json: Vec<u8>, // an array
    attachments: Attachments,
}

impl Encoded {
    pub(in crate::packet) fn new<T: Serialize + ?Sized>(args: &T) -> Result<Self, EncodeError> {
        let mut encoded = Self {
            json: spare::take(),
            attachments: Attachments::default(),
        };
        write_list(&mut encoded.json, &mut encoded.attachments, args)?;
        Ok(encoded)
    }

    /// The arguments as a JSON array.
    pub(in crate::packet) fn json(&self) -> &[u8] {
        &self.json
    }

    /// Whether there are no arguments.
    pub(in crate::packet) fn is_empty(&self) -> bool {
        self.json == b"[]"
    }

    /// Bytes of JSON.
    pub(in crate::packet) fn len(&self) -> usize {
        self.json.len()
    }

    pub(in crate::packet) fn attachments(&self) -> &[Bytes] {
        &self.attachments
    }
}

impl Drop for Encoded {
    fn drop(&mut self) {
        spare::give(std::mem::take(&mut self.json));
    }
}

fn message(
    kind: PacketType,
    namespace: &str,
    id: Option<u64>,
    write: impl FnOnce(&mut Vec<u8>, &mut Attachments) -> Result<(), EncodeError>,
) -> Result<Message, EncodeError> {
    let (mut draft, mut attachments) = (Draft::new(Form::Text), Attachments::default());
    let out = draft.buffer();
    let start = out.len();
    header::write(out, kind, namespace, id);
    write(out, &mut attachments)?;
    if !attachments.is_empty() {
        header::announce(out, start, attachments.len());
    }
    Ok(draft.finish(attachments.into_vec()))
}

/// Appends an ACK packet with arguments that are encoded already. The attachments have to follow it.
pub(in crate::packet) fn write_ack(out: &mut Vec<u8>, namespace: &str, id: u64, args: &Encoded) {
    let start = out.len();
    header::write(out, PacketType::Ack, namespace, Some(id));
    if !args.attachments.is_empty() {
        header::announce(out, start, args.attachments.len());
    }
    out.extend_from_slice(&args.json);
}

/// Encodes CONNECT or CONNECT_ERROR with its payload. The packet has to leave in any case: if `payload` has no form in JSON,
/// the reason is sent in its place.
pub(in crate::packet) fn connection(
    kind: PacketType,
    namespace: &str,
    payload: &(impl Serialize + ?Sized),
) -> Message {
    let mut draft = Draft::new(Form::Text);
    let out = draft.buffer();
    header::write(out, kind, namespace, None);
    let start = out.len();
    let mut attachments = Attachments::default();
    let mut written = payload.serialize(&mut Writer::new(out, &mut attachments));
    if !attachments.is_empty() {
        written = Err(EncodeError::custom(
            "only events and their answers can carry binary data",
        ));
    }
    if let Err(error) = written {
        out.truncate(start);
        out.extend_from_slice(br#"{"message":"#);
        writer::write_string(out, &error.to_string());
        out.push(b'}');
    }
    draft.finish(Vec::new())
}

/// Appends `args` as a JSON array.
#[inline]
fn write_list<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    attachments: &mut Attachments,
    args: &T,
) -> Result<(), EncodeError> {
    out.push(b'[');
    write_args(out, attachments, args, false)?;
    out.push(b']');
    Ok(())
}

/// Appends `args` as elements of an array. `follow` says that other elements stand before them.
#[inline]
fn write_args<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    attachments: &mut Attachments,
    args: &T,
    follow: bool,
) -> Result<(), EncodeError> {
    let mut writer = Writer::new(out, attachments);
    let elements = Elements {
        writer: &mut writer,
        follow,
    };
    Arguments::write(args, elements)
}

/// Where arguments are written to: between the brackets of an array.
#[derive(Debug)]
struct Elements<'w, 'a> {
    writer: &'w mut Writer<'a>,
    /// Whether other elements stand before them.
    follow: bool,
}

impl<'w, 'a> Sink for Elements<'w, 'a> {
    type Error = EncodeError;
    type Value = &'w mut Writer<'a>;

    #[inline]
    fn none(self) -> Result<(), EncodeError> {
        Ok(())
    }

    #[inline]
    fn one(self) -> Result<Self::Value, EncodeError> {
        if self.follow {
            self.writer.comma();
        }
        Ok(self.writer)
    }

    #[inline]
    fn many(self, _: usize) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::elements(self.writer, self.follow))
    }

    fn list(self, _: Option<usize>) -> Result<Compound<'w, 'a>, EncodeError> {
        Ok(Compound::elements(self.writer, self.follow))
    }

    fn encoded(self, name: &'static str) -> Result<Compound<'w, 'a>, EncodeError> {
        if name == writer::RAW_VALUE {
            Ok(Compound::raw_elements(self.writer, self.follow))
        } else {
            Err(EncodeError::custom("the arguments are in another format"))
        }
    }
}
