//! Message: one encoded Socket.IO packet as the engine carries it: one text or one piece of binary data, framed for
//! the WebSocket once and for all, and the binary attachments behind it. Knows nothing of what it says.

use std::{
    fmt, iter,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;

use super::{
    deflate::Deflate,
    frame::{self, Opcode},
};
use crate::engine::spare;

/// The Engine.IO packet type `message`, which precedes every text.
const MESSAGE: u8 = b'4';
/// The bits of a frame's first byte that are its opcode.
const OPCODE: u8 = 0x0f;
/// Room for the longest header of an unmasked frame.
const HEADER: usize = frame::MAX_HEADER;

/// In which of its two forms Engine.IO carries a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    /// As it stands in a WebSocket frame of its own; as base64 in a polling body.
    Binary,
}

impl Form {
    fn opcode(self) -> Opcode {
        match self {
            Self::Text => Opcode::Text,
            Self::Binary => Opcode::Binary,
        }
    }

    /// Appends what stands in front of a message of this form: a text begins with its packet type.
    #[inline]
    fn append_prefix(self, out: &mut Vec<u8>) {
        if self == Self::Text {
            out.push(MESSAGE);
        }
    }
}

/// A finished message. A clone is two references, whatever the size.
#[derive(Clone)]
pub(crate) struct Message {
    frame: Arc<[u8]>,
    /// Most messages have nothing but their frame.
    extra: Option<Arc<Extra>>,
}

#[derive(Clone, Debug, Default)]
struct Extra {
    attachments: Vec<Bytes>,
    incompressible: bool,
    /// The frames of the whole, once they were compressed for somebody.
    deflated: OnceLock<Bytes>,
}

impl Message {
    /// The finished WebSocket frame: header, and `4` and the text, or the binary data.
    pub(crate) fn frame(&self) -> &[u8] {
        &self.frame
    }

    /// Whether it is text or binary data.
    pub(crate) fn form(&self) -> Form {
        if self.frame[0] & OPCODE == Opcode::Binary as u8 {
            Form::Binary
        } else {
            Form::Text
        }
    }

    /// What its frame carries: `4` and the text, which is always valid UTF-8, or the binary data.
    pub(crate) fn packet(&self) -> &[u8] {
        &self.frame[frame::size_of_header(self.frame[1])..]
    }

    /// The bytes of [`packet`](Self::packet) with a reference of their own, without a copy.
    pub(crate) fn to_packet(&self) -> Bytes {
        Bytes::from_owner(Arc::clone(&self.frame)).slice(frame::size_of_header(self.frame[1])..)
    }

    /// The text alone, without the `4`. For messages that are text.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn text(&self) -> &[u8] {
        &self.packet()[1..]
    }

    /// The attachments, raw and in order.
    pub(crate) fn attachments(&self) -> &[Bytes] {
        self.extra.as_ref().map_or(&[], |extra| &extra.attachments)
    }

    /// Forbids to compress this message on its way to the client.
    pub(crate) fn incompressible(mut self) -> Self {
        Arc::make_mut(self.extra.get_or_insert_default()).incompressible = true;
        self
    }

    /// The compressed form is made once, however many clients it goes to.
    pub(crate) fn compressed_once(mut self) -> Self {
        self.extra.get_or_insert_default();
        self
    }

    /// The finished WebSocket frames of the whole, some of them compressed; `None` if nothing is to be compressed.
    pub(in crate::engine) fn deflated(&self, deflate: Deflate) -> Option<Bytes> {
        let attachments = self.attachments();
        let mut payloads =
            iter::once(self.packet()).chain(attachments.iter().map(|bytes| &bytes[..]));
        if !payloads.any(|payload| deflate.applies_to(payload.len())) || !self.may_be_compressed() {
            return None;
        }
        let make = || {
            let mut frames = Vec::new();
            deflate.push_frame(&mut frames, self.form().opcode(), self.packet());
            for bytes in attachments {
                deflate.push_frame(&mut frames, Opcode::Binary, bytes);
            }
            Bytes::from(frames)
        };
        Some(match &self.extra {
            // Parts that a narrow window has no room for are not compressed for it, so it gets frames of its own.
            Some(extra) if deflate.window.is_widest() => extra.deflated.get_or_init(make).clone(),
            _ => make(),
        })
    }

    /// Whether this message may be compressed.
    pub(crate) fn may_be_compressed(&self) -> bool {
        self.extra
            .as_ref()
            .is_none_or(|extra| !extra.incompressible)
    }

    /// The message with its first attachments, so many of them, and the others as a binary message with attachments. There must
    /// be more than that. On the wire both together are what the whole is.
    pub(in crate::engine) fn split(&self, attachments: usize) -> (Self, Self) {
        let (first, rest) = self.attachments().split_at(attachments);
        let mut draft = Draft::new(Form::Binary);
        draft.buffer().extend_from_slice(&rest[0]);
        let mut rest = draft.finish(rest[1..].to_vec());
        if !self.may_be_compressed() {
            rest = rest.incompressible();
        }
        let extra = Extra {
            attachments: first.to_vec(),
            incompressible: !self.may_be_compressed(),
            ..Extra::default()
        };
        let first = Self {
            frame: Arc::clone(&self.frame),
            extra: Some(Arc::new(extra)),
        };
        (first, rest)
    }

    /// How many bytes the message occupies while it is queued.
    pub(crate) fn size(&self) -> usize {
        self.frame.len() + self.attachments().iter().map(Bytes::len).sum::<usize>()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("form", &self.form())
            .field("packet", &String::from_utf8_lossy(self.packet()))
            .field("attachments", &self.attachments())
            .finish()
    }
}

/// A [`Message`] being written, with room in front for the longest header.
#[derive(Debug)]
pub(crate) struct Draft {
    buffer: Vec<u8>,
    form: Form,
}

impl Draft {
    pub(crate) fn new(form: Form) -> Self {
        let mut buffer = spare::take();
        buffer.extend_from_slice(&[0; HEADER]);
        form.append_prefix(&mut buffer);
        Self { buffer, form }
    }

    /// The buffer to append the message to. What it holds already belongs to the draft.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Copies the message out in its exact size and keeps the buffer for the next draft.
    pub(crate) fn finish(self, attachments: Vec<Bytes>) -> Message {
        let Self { mut buffer, form } = self;
        let (header, length) = frame::header(form.opcode(), buffer.len() - HEADER);
        let start = HEADER - length;
        buffer[start..HEADER].copy_from_slice(&header[..length]);

        let frame = Arc::from(&buffer[start..]);
        spare::give(buffer);
        let extra = (!attachments.is_empty()).then(|| {
            Arc::new(Extra {
                attachments,
                ..Extra::default()
            })
        });
        Message { frame, extra }
    }
}

/// Appends a finished frame to `out`: header, `4` if it is text, and what `write` appends. `about` is a guess of how
/// many bytes that is; a bad guess costs moving them.
pub(crate) fn append_frame(
    out: &mut Vec<u8>,
    form: Form,
    about: usize,
    write: impl FnOnce(&mut Vec<u8>),
) {
    let start = out.len();
    out.reserve(HEADER + 1 + about);
    if frame::header_size(about) == 2 {
        out.extend_from_slice(&[0; 2]);
    } else {
        out.extend_from_slice(&[0; 4]);
    }
    let payload = out.len();
    form.append_prefix(out);
    write(out);

    let end = out.len();
    let (header, length) = frame::header(form.opcode(), end - payload);
    let place = start + length;
    if place != payload {
        let size = place + end - payload;
        out.resize(end.max(size), 0);
        out.copy_within(payload..end, place);
        out.truncate(size);
    }
    out[start..start + length].copy_from_slice(&header[..length]);
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(feature = "compression")]
    use crate::engine::format::deflate::Window;

    fn message(text: &[u8], attachments: Vec<Bytes>) -> Message {
        let mut draft = Draft::new(Form::Text);
        draft.buffer().extend_from_slice(text);
        draft.finish(attachments)
    }

    fn appended(text: &[u8], about: usize) -> Vec<u8> {
        let mut out = b"before".to_vec();
        append_frame(&mut out, Form::Text, about, |out| {
            out.extend_from_slice(text)
        });
        assert!(out.starts_with(b"before"));
        out.split_off(6)
    }

    #[test]
    fn header_has_the_shortest_form_for_every_length() {
        // Lengths of the text; the `4` in front counts as payload.
        let rows: [(usize, &[u8]); 7] = [
            (0, &[0x81, 1]),
            (124, &[0x81, 125]),
            (125, &[0x81, 126, 0, 126]),
            (65_534, &[0x81, 126, 0xff, 0xff]),
            (65_535, &[0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
            (20_000, &[0x81, 126, 0x4e, 0x21]),
            (100_000, &[0x81, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xa1]),
        ];
        for (length, header) in rows {
            let text = vec![b'x'; length];

            let message = message(&text, Vec::new());

            assert_eq!(message.frame()[..header.len()], *header, "{length}");
            assert_eq!(message.packet(), &message.frame()[header.len()..]);
            assert_eq!((message.packet()[0], message.text()), (b'4', &text[..]));
            for about in [0, length, 200, 100_000] {
                assert_eq!(
                    appended(&text, about),
                    *message.frame(),
                    "{length} or {about}"
                );
            }
        }
    }

    #[test]
    fn binary_data_has_a_frame_of_its_kind_and_nothing_in_front() {
        let mut draft = Draft::new(Form::Binary);
        draft.buffer().extend_from_slice(&[1, 2, 3]);
        let message = draft.finish(Vec::new());
        let mut out = Vec::new();
        append_frame(&mut out, Form::Binary, 3, |out| {
            out.extend_from_slice(&[1, 2, 3]);
        });

        assert_eq!(message.frame(), [0x82, 3, 1, 2, 3]);
        assert_eq!(out, message.frame());
        assert_eq!(
            (message.form(), message.packet()),
            (Form::Binary, &[1, 2, 3][..])
        );
    }

    #[test]
    fn size_counts_frame_and_attachments() {
        let message = message(
            b"2[]",
            vec![Bytes::from_static(b"abc"), Bytes::from_static(b"de")],
        );

        assert_eq!(message.attachments().len(), 2);
        assert_eq!(message.size(), 2 + 4 + 5);
    }

    #[test]
    fn a_message_that_is_not_to_be_compressed_keeps_its_attachments() {
        let message = message(b"2[]", vec![Bytes::from_static(b"abc")]);
        assert!(message.may_be_compressed());

        let message = message.incompressible();

        assert!(!message.may_be_compressed());
        assert_eq!(message.attachments(), [Bytes::from_static(b"abc")]);
    }

    #[cfg(feature = "compression")]
    #[test]
    fn what_is_compressed_once_is_shared_by_all_clones() {
        let wide = Deflate {
            window: Window::widest(),
            threshold: 100,
        };
        let attachment = Bytes::from(vec![b'b'; 200]);
        let message = message(&[b'a'; 200], vec![attachment]).compressed_once();

        let clone = message.clone();
        let (first, second) = (message.deflated(wide), clone.deflated(wide));

        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first.as_ptr(), second.as_ptr());
        assert_eq!((first[0], first.len() < 60), (0xc1, true));
        let narrow = Deflate {
            window: Window::of(8).unwrap(),
            threshold: 201,
        };
        assert_eq!(message.deflated(narrow).unwrap()[0], 0xc1);
        assert_eq!(message.incompressible().deflated(wide), None);
    }

    #[test]
    fn clones_share_one_buffer() {
        let message = message(b"2[]", Vec::new());

        assert_eq!(message.clone().frame().as_ptr(), message.frame().as_ptr());
    }
}
