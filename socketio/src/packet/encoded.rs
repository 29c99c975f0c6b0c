//! Encoded: arguments encoded ahead of the packet that they will be part of.

use bytes::Bytes;

#[cfg(feature = "msgpack")]
use super::msgpack;
use super::{custom, json};
use crate::engine::{Form, Message};

/// The arguments of an answer, encoded ahead of the packet they will be part of.
#[derive(Debug)]
pub enum Encoded {
    /// As JSON.
    #[doc(hidden)]
    Json(json::Encoded),
    #[cfg(feature = "msgpack")]
    #[doc(hidden)]
    Msgpack(msgpack::Encoded),
    /// In a format of the program.
    #[doc(hidden)]
    Custom(custom::Encoded),
}

impl Encoded {
    /// The form of the message that they will be part of.
    #[inline]
    pub(crate) fn form(&self) -> Form {
        match self {
            Self::Json(_) => Form::Text,
            #[cfg(feature = "msgpack")]
            Self::Msgpack(_) => Form::Binary,
            // Not asked of such a packet, which the format makes as a whole.
            Self::Custom(_) => Form::Text,
        }
    }

    /// About how many bytes the packet will have.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Json(args) => args.len(),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(args) => args.len(),
            Self::Custom(custom) => custom.args().len(),
        }
    }

    /// Whether there are no arguments.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Json(args) => args.is_empty(),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(args) => args.is_empty(),
            Self::Custom(custom) => custom.args().is_empty(),
        }
    }

    /// The attachments that have to follow the packet.
    #[inline]
    pub(crate) fn attachments(&self) -> &[Bytes] {
        match self {
            Self::Json(args) => args.attachments(),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(args) => args.attachments(),
            Self::Custom(custom) => custom.args().attachments(),
        }
    }

    /// Whether [`write_ack`](Self::write_ack) writes all of the packet: no attachments follow, and it is no format of the
    /// program, which makes messages of its own.
    #[inline]
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            Self::Json(args) => args.attachments().is_empty(),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(_) => true,
            Self::Custom(_) => false,
        }
    }

    /// Encodes the answer to the event that came with `id`.
    pub(crate) fn to_ack(&self, namespace: &str, id: u64) -> Message {
        match self {
            Self::Json(args) => json::ack_encoded(namespace, id, args),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(args) => msgpack::ack_encoded(namespace, id, args),
            Self::Custom(custom) => custom.to_ack(namespace, id),
        }
    }

    /// Appends the answer to the event that came with `id`. The attachments have to follow it.
    #[inline]
    pub(crate) fn write_ack(&self, out: &mut Vec<u8>, namespace: &str, id: u64) {
        match self {
            Self::Json(args) => json::write_ack(out, namespace, id, args),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(args) => msgpack::write_ack(out, namespace, id, args),
            Self::Custom(_) => unreachable!("it is not whole: see `is_whole`"),
        }
    }
}
