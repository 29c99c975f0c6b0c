//! ConnectionRefused: the refusal of a connect handler, as the client gets it.

use std::{borrow::Cow, error, fmt};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::packet::Data;

/// The error with which a connect handler refuses a client, with a message and data for the client.
///
/// Any other error refuses the client as well, but its text stays on the server. The client gets a `connect_error` with
/// this `message` and this `data`. After several calls of [`data`](Self::data), `data` is a list.
///
/// ```
/// use socketio::{ConnectionRefused, on};
///
/// #[on("connect")]
/// async fn connect(token: Option<String>) -> Result<(), ConnectionRefused> {
///     match token {
///         Some(_) => Ok(()),
///         None => Err(ConnectionRefused::new("not authorized").data(401)),
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionRefused {
    message: Cow<'static, str>,
    data: Vec<Data>,
}

impl ConnectionRefused {
    /// A refusal with this message.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            data: Vec::new(),
        }
    }

    /// Adds data. Binary data arrives as a list of numbers, since a refusal has no attachments. Data that cannot become
    /// JSON arrives as `null`.
    #[must_use]
    pub fn data(mut self, data: impl Serialize) -> Self {
        let data = serde_json::to_value(&data).unwrap_or_default();
        self.data.push(data.into());
        self
    }

    /// What a client of version 2 gets: the data, or the message if there is none.
    pub(crate) fn version2(&self) -> Data {
        match self.data.as_slice() {
            [] => Data::from(&*self.message),
            [data] => data.clone(),
            data => Data::Array(data.to_vec()),
        }
    }

    /// The message for the client.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// The refusal with the message `Connection rejected by server`.
impl Default for ConnectionRefused {
    fn default() -> Self {
        Self::new("Connection rejected by server")
    }
}

/// The payload of CONNECT_ERROR.
impl Serialize for ConnectionRefused {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("message", &self.message)?;
        match self.data.as_slice() {
            [] => {}
            [data] => map.serialize_entry("data", data)?,
            data => map.serialize_entry("data", data)?,
        }
        map.end()
    }
}

impl fmt::Display for ConnectionRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for ConnectionRefused {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn payload(refused: &ConnectionRefused, expected: &str) {
        assert_eq!(serde_json::to_string(refused).unwrap(), expected);
    }

    #[test]
    fn the_four_payloads() {
        let refused = ConnectionRefused::new("no");

        payload(
            &ConnectionRefused::default(),
            r#"{"message":"Connection rejected by server"}"#,
        );
        payload(&refused, r#"{"message":"no"}"#);
        payload(&refused.clone().data(401), r#"{"message":"no","data":401}"#);
        payload(
            &refused.data(401).data("b"),
            r#"{"message":"no","data":[401,"b"]}"#,
        );
    }
}
