//! Values in, messages out: encoded exactly once, straight into the buffer that is sent.

use std::any::type_name;

use bytes::Bytes;
use serde::{Serialize, ser::Error as _};

use super::{
    args::Args,
    attachment::Attachments,
    header::{self, Kind},
    json::{self, EncodeError, Writer},
};
use crate::engine::{Draft, Message, spare};

/// An event. A tuple is as many arguments as it has elements, `()` is none, all else is one.
pub(crate) fn event<T: Serialize + ?Sized>(
    namespace: &str,
    id: Option<u64>,
    name: &str,
    args: &T,
) -> Result<Message, EncodeError> {
    message(Kind::Event, namespace, id, |out, attachments| {
        out.push(b'[');
        json::write_string(out, name);
        let start = out.len();
        write_args(out, attachments, args)?;
        // From `["name"[1,2]` to `["name",1,2]`.
        if out[start + 1] == b']' {
            out.remove(start);
        } else {
            out[start] = b',';
        }
        Ok(())
    })
}

/// The answer to the event that came with `id`.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn ack<T: Serialize + ?Sized>(
    namespace: &str,
    id: u64,
    args: &T,
) -> Result<Message, EncodeError> {
    message(Kind::Ack, namespace, Some(id), |out, attachments| {
        write_args(out, attachments, args)
    })
}

/// The same, from arguments that are encoded already.
pub(crate) fn ack_encoded(namespace: &str, id: u64, args: &Encoded) -> Message {
    let mut draft = Draft::new();
    write_ack(draft.buffer(), namespace, id, args);
    draft.finish(args.attachments.to_vec())
}

/// The namespace is joined.
///
/// Both this and a refusal must leave in any case: should `payload` have no form in JSON, the
/// reason is sent in its place.
pub(crate) fn connect(namespace: &str, payload: &(impl Serialize + ?Sized)) -> Message {
    connection(Kind::Connect, namespace, payload)
}

/// The namespace cannot be joined, for the reason in `payload`.
pub(crate) fn connect_error(namespace: &str, payload: &(impl Serialize + ?Sized)) -> Message {
    connection(Kind::ConnectError, namespace, payload)
}

/// The namespace is left.
pub(crate) fn disconnect(namespace: &str) -> Message {
    bare(Kind::Disconnect, namespace)
}

/// A client without an auth payload wants to join the namespace.
#[cfg(feature = "testing")]
pub(crate) fn join(namespace: &str) -> Message {
    bare(Kind::Connect, namespace)
}

fn bare(kind: Kind, namespace: &str) -> Message {
    let mut draft = Draft::new();
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
    pub(crate) fn new<T: Serialize + ?Sized>(args: &T) -> Result<Self, EncodeError> {
        let mut encoded = Self {
            json: spare::take(),
            attachments: Attachments::default(),
        };
        write_args(&mut encoded.json, &mut encoded.attachments, args)?;
        Ok(encoded)
    }

    /// The arguments as a JSON array.
    #[cfg(test)]
    pub(crate) fn json(&self) -> &[u8] {
        &self.json
    }

    /// Bytes of JSON.
    pub(crate) fn len(&self) -> usize {
        self.json.len()
    }

    pub(crate) fn attachments(&self) -> &[Bytes] {
        &self.attachments
    }
}

impl Drop for Encoded {
    fn drop(&mut self) {
        spare::give(std::mem::take(&mut self.json));
    }
}

fn message(
    kind: Kind,
    namespace: &str,
    id: Option<u64>,
    write: impl FnOnce(&mut Vec<u8>, &mut Attachments) -> Result<(), EncodeError>,
) -> Result<Message, EncodeError> {
    let (mut draft, mut attachments) = (Draft::new(), Attachments::default());
    let out = draft.buffer();
    let start = out.len();
    header::write(out, kind, namespace, id);
    write(out, &mut attachments)?;
    if !attachments.is_empty() {
        header::announce(out, start, attachments.len());
    }
    Ok(draft.finish(attachments.into_vec()))
}

/// Appends the same as a packet. The attachments have to follow it.
pub(crate) fn write_ack(out: &mut Vec<u8>, namespace: &str, id: u64, args: &Encoded) {
    let start = out.len();
    header::write(out, Kind::Ack, namespace, Some(id));
    if !args.attachments.is_empty() {
        header::announce(out, start, args.attachments.len());
    }
    out.extend_from_slice(&args.json);
}

fn connection(kind: Kind, namespace: &str, payload: &(impl Serialize + ?Sized)) -> Message {
    let mut draft = Draft::new();
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
        json::write_string(out, &error.to_string());
        out.push(b'}');
    }
    draft.finish(Vec::new())
}

/// Appends `args` as a JSON array.
#[inline]
fn write_args<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    attachments: &mut Attachments,
    args: &T,
) -> Result<(), EncodeError> {
    match form(type_name::<T>()) {
        Form::None => out.extend_from_slice(b"[]"),
        Form::Many => args.serialize(&mut Writer::new(out, attachments))?,
        Form::One => {
            out.push(b'[');
            args.serialize(&mut Writer::new(out, attachments))?;
            out.push(b']');
        }
    }
    Ok(())
}

/// How many arguments a value is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Form {
    None,
    One,
    Many,
}

/// Tells by the type's name. serde cannot tell a tuple from an array of fixed length, nor from a
/// struct that is written like a tuple, and a trait cannot tell a tuple from all other types.
#[inline(always)] // the name is a constant, and so is the answer
pub(super) fn form(name: &str) -> Form {
    if is_pointer(name) {
        form_behind_pointers(name)
    } else if name == "()" {
        Form::None
    } else if name.starts_with('(') || name == type_name::<Args>() {
        Form::Many
    } else {
        Form::One
    }
}

/// Pointers whose name is a prefix of what they point to.
const POINTERS: [&str; 5] = [
    "&",
    "mut ",
    "alloc::boxed::Box<",
    "alloc::sync::Arc<",
    "alloc::rc::Rc<",
];

#[inline(always)]
fn is_pointer(name: &str) -> bool {
    let [reference, _, boxed, arc, rc] = POINTERS;
    name.starts_with(reference)
        || name.starts_with(boxed)
        || name.starts_with(arc)
        || name.starts_with(rc)
}

fn form_behind_pointers(mut name: &str) -> Form {
    while let Some(inside) = POINTERS
        .iter()
        .find_map(|&prefix| name.strip_prefix(prefix))
    {
        name = inside;
    }
    // What was inside of a `Box<..>` ends with its bracket.
    let name = name.trim_end_matches('>');
    if name.starts_with("(dyn ") {
        Form::One
    } else {
        form(name)
    }
}

#[cfg(test)]
mod tests {
    use std::{rc::Rc, sync::Arc};

    use super::*;

    #[test]
    fn pointers_are_looked_through() {
        assert_eq!(form(type_name::<Arc<(u8, u8)>>()), Form::Many);
        assert_eq!(form(type_name::<&Rc<Box<(Vec<u8>,)>>>()), Form::Many);
        assert_eq!(form(type_name::<Box<()>>()), Form::None);
        assert_eq!(form(type_name::<&mut Arc<Args>>()), Form::Many);
        assert_eq!(form(type_name::<Arc<[(u8, u8)]>>()), Form::One);
        assert_eq!(form(type_name::<Box<dyn Fn() + Send>>()), Form::One);
        assert_eq!(form(type_name::<&(dyn Fn() + Send)>()), Form::One);
        assert_eq!(form(type_name::<Option<()>>()), Form::One);
    }
}
