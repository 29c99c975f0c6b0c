//! Text and attachments into `Data`: every placeholder becomes the bytes it stands for, wherever it
//! is and in whichever order its members come (some clients send `num` first).

use std::{collections::BTreeMap, fmt};

use bytes::Bytes;
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess},
};

use super::Data;
use crate::packet::attachment;

/// Reads one JSON value. With no attachments, an object that looks like a placeholder is data.
pub(in crate::packet) fn resolve(
    json: &str,
    attachments: &[Bytes],
) -> Result<Data, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let data = Tree { attachments }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(data)
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Tree { attachments: &[] }.deserialize(deserializer)
    }
}

#[derive(Clone, Copy)]
struct Tree<'a> {
    attachments: &'a [Bytes],
}

impl Tree<'_> {
    /// The attachment that `members` stand for, if they are a placeholder.
    fn placeholder<E: de::Error>(
        self,
        members: &BTreeMap<String, Data>,
    ) -> Result<Option<Data>, E> {
        if self.attachments.is_empty() || members.get("_placeholder") != Some(&Data::Bool(true)) {
            return Ok(None);
        }
        let number = members.get("num").and_then(Data::as_u64);
        let attachment =
            number.and_then(|number| self.attachments.get(usize::try_from(number).ok()?));
        match attachment {
            Some(bytes) => Ok(Some(Data::from(bytes.clone()))),
            None => Err(E::custom("placeholder without attachment")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Data;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Tree<'_> {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }

    fn visit_none<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Data, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Data, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Data, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Data, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Data, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Data, E> {
        Ok(text.into())
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Data, E> {
        Ok(attachment::to_bytes(bytes).into())
    }

    fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Data, E> {
        Ok(Bytes::from(bytes).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Data, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element_seed(self)? {
            elements.push(element);
        }
        Ok(Data::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Data, A::Error> {
        let mut members = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            members.insert(name, map.next_value_seed(self)?);
        }
        Ok(self.placeholder(&members)?.unwrap_or(Data::Object(members)))
    }
}
