//! Text and attachments in, packets out. Decides whether a packet makes sense by itself; the
//! arguments stay raw JSON until somebody knows their types.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Serialize as _, de::IgnoredAny};

use super::{
    header::{self, Header},
    name::{event_name, skip_whitespace},
    placeholders,
    writer::Writer,
};
use crate::packet::{
    attachment::Attachments,
    data::Data,
    incoming::{DecodeError, Packet},
    name::is_reserved,
    packet_type::PacketType,
    raw::Raw,
};

/// Reads a packet, and how many attachments have to follow.
#[inline(always)] // a dozen words that would move from fn to fn
fn read(text: &str) -> Result<(Packet<'_>, usize), DecodeError> {
    let header = Header::read(text)?;
    let (name, data) = match header.kind {
        PacketType::Event => event_name(header.data)?,
        kind if is_payload(kind, header.data) => (Cow::Borrowed(""), header.data),
        kind => return Err(DecodeError::Payload(kind)),
    };
    if is_reserved(&name) {
        return Err(DecodeError::ReservedName);
    }
    let packet = Packet {
        kind: header.kind,
        namespace: header.namespace,
        id: header.id,
        name,
        data: Raw::Json(data),
        attachments: &[],
    };
    Ok((packet, header.attachments))
}

/// Whether a packet that is no event can carry this.
fn is_payload(kind: PacketType, data: &str) -> bool {
    match kind {
        PacketType::Event | PacketType::Ack => first_byte(data) == Some(b'['),
        PacketType::Connect => {
            data.is_empty() || (first_byte(data) == Some(b'{') && check_json(data))
        }
        PacketType::Disconnect => data.is_empty(),
        PacketType::ConnectError => {
            data.is_empty() || (matches!(first_byte(data), Some(b'{' | b'"')) && check_json(data))
        }
    }
}

/// Whether `data` is one JSON value. Walks it without recursion, so depth does no harm.
pub(crate) fn check_json(data: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(data).is_ok()
}

fn first_byte(data: &str) -> Option<u8> {
    skip_whitespace(data).as_bytes().first().copied()
}

/// Puts text and the attachments that follow it together. One pointer in size while nothing waits.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    waiting: Option<Box<OwnedPacket>>,
}

impl Decoder {
    /// Takes one text. `None`: attachments have to follow.
    pub(crate) fn text<'a>(
        &mut self,
        text: &'a str,
        max_attachments: usize,
    ) -> Result<Option<Packet<'a>>, DecodeError> {
        if self.waiting.is_some() {
            return Err(DecodeError::TextInsteadOfAttachment);
        }
        let (packet, expected) = read(text)?;
        if expected == 0 {
            return Ok(Some(packet));
        }
        if expected > max_attachments {
            return Err(DecodeError::TooManyAttachments);
        }
        self.waiting = Some(Box::new(OwnedPacket {
            text: text.into(),
            expected,
            attachments: Vec::new(),
        }));
        Ok(None)
    }

    /// Takes one attachment. `None`: more have to follow.
    pub(crate) fn binary(&mut self, bytes: Bytes) -> Result<Option<OwnedPacket>, DecodeError> {
        let mut waiting = self
            .waiting
            .take()
            .ok_or(DecodeError::UnexpectedAttachment)?;
        waiting.attachments.push(bytes);
        if waiting.attachments.len() < waiting.expected {
            self.waiting = Some(waiting);
            return Ok(None);
        }
        waiting.check()?;
        Ok(Some(*waiting))
    }
}

/// A packet with attachments, complete.
#[derive(Debug)]
pub(crate) struct OwnedPacket {
    text: Box<str>,
    expected: usize,
    attachments: Vec<Bytes>,
}

impl OwnedPacket {
    /// A packet that came in another format, and is read as JSON from here on.
    pub(in crate::packet) fn new(
        kind: PacketType,
        namespace: &str,
        id: Option<u64>,
        data: Option<&Data>,
    ) -> Result<Self, DecodeError> {
        if !namespace.starts_with('/') || namespace.contains(',') {
            return Err(DecodeError::Namespace);
        }
        let (mut text, mut attachments) = (Vec::new(), Attachments::default());
        header::write(&mut text, kind, namespace, id);
        if let Some(data) = data {
            let written = data.serialize(&mut Writer::new(&mut text, &mut attachments));
            written.map_err(|_| DecodeError::Payload(kind))?;
        }
        if !attachments.is_empty() && !matches!(kind, PacketType::Event | PacketType::Ack) {
            return Err(DecodeError::Payload(kind));
        }
        let text = String::from_utf8(text).map_err(|_| DecodeError::Payload(kind))?;
        read(&text)?;
        Ok(Self {
            text: text.into(),
            expected: attachments.len(),
            attachments: attachments.into_vec(),
        })
    }

    pub(crate) fn packet(&self) -> Packet<'_> {
        let (packet, _) = read(&self.text).expect("the text was accepted when it came");
        Packet {
            attachments: &self.attachments,
            ..packet
        }
    }

    /// Every placeholder must stand for an attachment, whether or not anybody reads that argument.
    fn check(&self) -> Result<(), DecodeError> {
        let header = Header::read(&self.text)?;
        placeholders::check(header.data, self.attachments.len())
            .map_err(|_| DecodeError::Payload(header.kind))
    }
}
