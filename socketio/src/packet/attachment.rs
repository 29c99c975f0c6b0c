//! Attachments: binary values travel beside the text, where a placeholder says which one is meant.
//! serde hands byte strings over as `&[u8]`; a `Binary` passes its reference-counted bytes along
//! under the counter, so that neither direction copies them.

use std::{cell::Cell, fmt, ops::Deref};

use bytes::{Bytes, BytesMut};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The attachments of one packet. Most have none: one word, with nothing to be dropped.
#[derive(Clone, Debug, Default)]
#[expect(clippy::box_collection, reason = "a vector is three words")]
pub(super) struct Attachments(Option<Box<Vec<Bytes>>>);

impl Attachments {
    pub(super) fn push(&mut self, bytes: Bytes) {
        self.0.get_or_insert_default().push(bytes);
    }

    pub(super) fn into_vec(self) -> Vec<Bytes> {
        self.0.map(|list| *list).unwrap_or_default()
    }
}

impl From<&[Bytes]> for Attachments {
    fn from(list: &[Bytes]) -> Self {
        Self((!list.is_empty()).then(|| Box::new(list.to_vec())))
    }
}

impl Deref for Attachments {
    type Target = [Bytes];

    fn deref(&self) -> &[Bytes] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

/// Binary data, sent and received as an attachment: neither escaped nor encoded.
///
/// It may stand anywhere in a value. `bytes::Bytes` and the types of `serde_bytes` become
/// attachments as well; `Binary` does so without copying. (A plain `Vec<u8>` is a list of numbers,
/// as everywhere in serde.)
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use socketio::Binary;
///
/// #[derive(Serialize, Deserialize)]
/// struct Upload {
///     name: String,
///     content: Binary,
/// }
///
/// let upload = Upload { name: "a.txt".into(), content: Binary::from(b"hello".to_vec()) };
/// assert_eq!(upload.content.len(), 5);
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Binary(Bytes);

impl Binary {
    /// The bytes themselves, without copying.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl Deref for Binary {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

macro_rules! from {
    ($($type:ty)*) => {$(
        impl From<$type> for Binary {
            fn from(bytes: $type) -> Self {
                Self(bytes.into())
            }
        }
    )*};
}

from! { Bytes BytesMut Vec<u8> Box<[u8]> &'static [u8] }

impl From<Binary> for Bytes {
    fn from(binary: Binary) -> Self {
        binary.0
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({:?})", self.0)
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        offer(&self.0, |bytes| serializer.serialize_bytes(bytes))
    }
}

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Binary;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("binary data")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Binary, E> {
                Ok(Binary(to_bytes(bytes)))
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Binary, E> {
                Ok(Binary(bytes.into()))
            }

            // Formats without byte strings give lists of numbers.
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Binary, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = seq.next_element()? {
                    bytes.push(byte);
                }
                Ok(Binary(bytes.into()))
            }
        }

        deserializer.deserialize_byte_buf(Visitor)
    }
}

thread_local! {
    /// The bytes that the slice on its way through serde belongs to.
    static OFFERED: Cell<Option<Bytes>> = const { Cell::new(None) };
}

/// Calls `pass` with the bytes as a slice, while [`to_bytes`] can get them without copying.
pub(super) fn offer<T>(bytes: &Bytes, pass: impl FnOnce(&[u8]) -> T) -> T {
    OFFERED.set(Some(bytes.clone()));
    let result = pass(bytes);
    OFFERED.set(None); // it is there still if nobody took it
    result
}

/// The bytes that are offered, if there are any.
#[cfg(feature = "msgpack")]
pub(super) fn offered() -> Option<Bytes> {
    OFFERED.take()
}

/// Makes `slice` owned: by reference if it was offered, else by copying.
pub(super) fn to_bytes(slice: &[u8]) -> Bytes {
    match OFFERED.take() {
        Some(bytes) if bytes.as_ptr() == slice.as_ptr() && bytes.len() == slice.len() => bytes,
        _ => Bytes::copy_from_slice(slice),
    }
}
