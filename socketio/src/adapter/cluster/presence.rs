//! RemoteSocket: what is known of a client anywhere in the cluster, as nodes tell each other.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::SerializeStruct,
};
use serde_json::{Value, value::RawValue};

use crate::{
    packet::{ArgsError, Reader},
    sid::Sid,
};

/// A client of any node, as it was when its node was asked. It is what `fetchSockets` of Node's server gives.
#[derive(Clone, Debug)]
pub struct RemoteSocket {
    pub(crate) sid: Sid,
    pub(crate) rooms: Vec<String>,
    pub(crate) data: Box<RawValue>,
    pub(crate) handshake: RemoteHandshake,
}

/// What a client sent to connect, as its node tells.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RemoteHandshake {
    pub(crate) headers: BTreeMap<String, Value>,
    pub(crate) address: String,
    pub(crate) xdomain: bool,
    pub(crate) secure: bool,
    pub(crate) url: String,
    pub(crate) query: BTreeMap<String, Value>,
    pub(crate) auth: Value,
}

impl RemoteSocket {
    /// The client's id in the namespace.
    #[must_use]
    pub fn sid(&self) -> Sid {
        self.sid
    }

    /// The rooms that it is in, with the room of its own sid.
    #[must_use]
    pub fn rooms(&self) -> &[String] {
        &self.rooms
    }

    /// What the program has attached to it: see [`Socket::attach`](crate::Socket::attach). On a node of Node's server it is
    /// `socket.data`.
    ///
    /// # Errors
    ///
    /// It is not a `T`. Where nothing is attached, it is an empty object.
    pub fn data<T: DeserializeOwned>(&self) -> Result<T, ArgsError> {
        Reader::value(self.data.get(), &[]).next("data")
    }

    /// What it sent to connect.
    #[must_use]
    pub fn handshake(&self) -> &RemoteHandshake {
        &self.handshake
    }
}

impl RemoteHandshake {
    /// The first value of a header of the first request, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(&name.to_ascii_lowercase())?.as_str()
    }

    /// The first value of a parameter in the query of the first request.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name)?.as_str()
    }

    /// The address that it connects from, or an empty text if its node does not know.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The URI of the first request.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The auth payload with which it joined the namespace; `null` if it sent none.
    #[must_use]
    pub fn auth(&self) -> &Value {
        &self.auth
    }
}

impl Serialize for RemoteSocket {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut socket = serializer.serialize_struct("RemoteSocket", 4)?;
        socket.serialize_field("id", self.sid.as_str())?;
        socket.serialize_field("handshake", &self.handshake)?;
        socket.serialize_field("rooms", &self.rooms)?;
        socket.serialize_field("data", &self.data)?;
        socket.end()
    }
}

impl<'de> Deserialize<'de> for RemoteSocket {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Told {
            id: String,
            #[serde(default)]
            handshake: RemoteHandshake,
            #[serde(default)]
            rooms: Vec<String>,
            #[serde(default)]
            data: Option<Box<RawValue>>,
        }
        let told = Told::deserialize(deserializer)?;
        Ok(Self {
            sid: told.id.parse().map_err(serde::de::Error::custom)?,
            rooms: told.rooms,
            data: told.data.unwrap_or_else(no_data),
            handshake: told.handshake,
        })
    }
}

/// What is attached to a client that nothing was attached to.
pub(crate) fn no_data() -> Box<RawValue> {
    RawValue::from_string("{}".to_owned()).expect("it is an object")
}
