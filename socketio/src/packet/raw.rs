//! Raw: the arguments or the payload of a packet, as bytes of the packet. Only a reader of its format looks inside.

use super::custom_format::CustomFormat;

/// The format of packets.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Codec {
    /// JSON text, with binary data beside it.
    #[default]
    Json,
    /// MessagePack, binary data included.
    #[cfg(feature = "msgpack")]
    Msgpack,
    /// A format of the program, whose packets are read as JSON.
    Custom(&'static CustomFormat),
}

/// Arguments or a payload, borrowed from the packet they came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Raw<'a> {
    /// For an event, the text behind its name (`,1,2]`); for any other packet, all of its data. Empty if there is none.
    Json(&'a str),
    /// Values, one behind the other.
    #[cfg(feature = "msgpack")]
    Msgpack(&'a [u8]),
}

/// A copy of [`Raw`] data that outlives its packet. Its format is that of the server, so it is not stored with the copy.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawBuf(Box<[u8]>);

impl Raw<'_> {
    /// No arguments and no payload.
    pub(crate) fn empty(codec: Codec) -> Self {
        match codec {
            Codec::Json | Codec::Custom(_) => Self::Json(""),
            #[cfg(feature = "msgpack")]
            Codec::Msgpack => Self::Msgpack(&[]),
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The number of bytes that it has in its packet.
    pub(crate) fn len(self) -> usize {
        match self {
            Self::Json(json) => json.len(),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(values) => values.len(),
        }
    }

    pub(crate) fn to_buf(self) -> RawBuf {
        RawBuf(match self {
            Self::Json(json) => json.as_bytes().into(),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(bytes) => bytes.into(),
        })
    }
}

impl RawBuf {
    /// The bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn as_raw(&self, codec: Codec) -> Raw<'_> {
        match codec {
            Codec::Json | Codec::Custom(_) => {
                Raw::Json(str::from_utf8(&self.0).expect("it was text when it came"))
            }
            #[cfg(feature = "msgpack")]
            Codec::Msgpack => Raw::Msgpack(&self.0),
        }
    }
}

impl<'a> From<&'a str> for Raw<'a> {
    fn from(json: &'a str) -> Self {
        Self::Json(json)
    }
}

#[cfg(test)]
impl PartialEq<&str> for Raw<'_> {
    fn eq(&self, json: &&str) -> bool {
        matches!(self, Self::Json(own) if own == json)
    }
}
