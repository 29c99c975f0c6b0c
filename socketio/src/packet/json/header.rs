//! What stands in front of the JSON: `<type>[<attachments>-][<namespace>,][<ack id>]`.

use super::writer;
use crate::packet::{incoming::DecodeError, packet_type::PacketType};

/// A header that was read, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header<'a> {
    pub(super) kind: PacketType,
    pub(super) attachments: usize,
    pub(super) namespace: &'a str,
    pub(super) id: Option<u64>,
    /// The JSON behind it; empty if there is none.
    pub(super) data: &'a str,
}

impl<'a> Header<'a> {
    /// Reads the header of `text`. The data is not looked at.
    #[inline(always)] // as `decode::read`
    pub(super) fn read(text: &'a str) -> Result<Self, DecodeError> {
        let (kind, binary) = match text.as_bytes().first() {
            Some(b'0') => (PacketType::Connect, false),
            Some(b'1') => (PacketType::Disconnect, false),
            Some(b'2') => (PacketType::Event, false),
            Some(b'3') => (PacketType::Ack, false),
            Some(b'4') => (PacketType::ConnectError, false),
            Some(b'5') => (PacketType::Event, true),
            Some(b'6') => (PacketType::Ack, true),
            _ => return Err(DecodeError::Type),
        };
        let mut rest = &text[1..];
        let mut attachments = 0;
        if binary {
            (attachments, rest) = split_attachments(rest)?;
        }
        let mut namespace = "/";
        if rest.starts_with('/') {
            (namespace, rest) = split_namespace(rest);
        }
        let (id, data) = split_id(rest)?;
        Ok(Self {
            kind,
            attachments,
            namespace,
            id,
            data,
        })
    }
}

/// What stands behind the header of an event: the array of its name and arguments. `None` if `text` is no event.
pub(in crate::packet) fn event_data(text: &str) -> Option<&str> {
    let header = Header::read(text).ok()?;
    (header.kind == PacketType::Event).then_some(header.data)
}

/// Splits `2-/chat,7[..]` behind the dash.
fn split_attachments(text: &str) -> Result<(usize, &str), DecodeError> {
    let (count, rest) = text.split_once('-').ok_or(DecodeError::Attachments)?;
    let all_digits = count.bytes().all(|byte| byte.is_ascii_digit());
    let count = count.parse().ok();
    count
        .filter(|&count| all_digits && count > 0)
        .map(|count| (count, rest))
        .ok_or(DecodeError::Attachments)
}

/// Splits `/chat,7[..]` behind the comma. The name stays as it was sent, a query in it included: the answer must bear the
/// name that the client has asked for.
fn split_namespace(text: &str) -> (&str, &str) {
    let end = text
        .bytes()
        .position(|byte| byte == b',')
        .unwrap_or(text.len());
    (&text[..end], text.get(end + 1..).unwrap_or_default())
}

/// Splits `7[..]` behind the digits.
#[inline]
fn split_id(text: &str) -> Result<(Option<u64>, &str), DecodeError> {
    let mut id = None;
    let mut end = 0;
    while let Some(digit @ b'0'..=b'9') = text.as_bytes().get(end) {
        let tens = id.unwrap_or(0_u64).checked_mul(10).ok_or(DecodeError::Id)?;
        id = Some(
            tens.checked_add(u64::from(digit - b'0'))
                .ok_or(DecodeError::Id)?,
        );
        end += 1;
    }
    Ok((id, &text[end..]))
}

/// Appends the header of a packet without attachments.
#[inline(always)] // the kind is a constant wherever this is called often
pub(super) fn write(out: &mut Vec<u8>, kind: PacketType, namespace: &str, id: Option<u64>) {
    out.push(match kind {
        PacketType::Connect => b'0',
        PacketType::Disconnect => b'1',
        PacketType::Event => b'2',
        PacketType::Ack => b'3',
        PacketType::ConnectError => b'4',
    });
    if namespace != "/" {
        out.extend_from_slice(namespace.as_bytes());
        out.push(b',');
    }
    if let Some(id) = id {
        writer::write_u64(out, id);
    }
}

/// Turns the header at `start` into that of a packet with attachments: how many there are is known
/// only when everything behind it has been written.
pub(super) fn announce(out: &mut Vec<u8>, start: usize, attachments: usize) {
    out[start] = match out[start] {
        b'3' => b'6',
        _ => b'5',
    };
    let mut count = Vec::new();
    writer::write_u64(&mut count, attachments as u64);
    count.push(b'-');
    out.splice(start + 1..=start, count);
}
