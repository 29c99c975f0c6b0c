//! Refused: why a test client could not join a namespace.

use std::{error, fmt};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::packet::Args;

/// The server refused a test client.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    message: String,
    data: Value,
}

impl Refused {
    /// Parses the payload of a CONNECT_ERROR, which is an object, or from some servers a text.
    pub(super) fn parse(payload: &str) -> Self {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Reason {
            Text(String),
            Object {
                message: String,
                #[serde(default)]
                data: Value,
            },
        }
        match serde_json::from_str(payload) {
            Ok(Reason::Text(message)) => Self {
                message,
                data: Value::Null,
            },
            Ok(Reason::Object { message, data }) => Self { message, data },
            Err(_) => Self {
                message: payload.to_owned(),
                data: Value::Null,
            },
        }
    }

    /// The refusal by an HTTP response that opened no WebSocket: the message of its JSON, or its text, and its status as data.
    #[cfg(feature = "axum")]
    pub(super) fn http(status: http::StatusCode, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let message = match serde_json::from_str::<Value>(&text) {
            Ok(Value::Object(object)) => object
                .get("message")
                .and_then(Value::as_str)
                .map(str::to_owned),
            _ => None,
        };
        let text = if text.is_empty() {
            status.to_string()
        } else {
            text.into_owned()
        };
        Self {
            message: message.unwrap_or(text),
            data: Value::from(status.as_u16()),
        }
    }

    /// A refusal with the payload of a CONNECT_ERROR.
    pub(super) fn from_payload(payload: &Args) -> Self {
        let payload: Option<Value> = payload.get(0).ok().flatten();
        Self::parse(&payload.unwrap_or_default().to_string())
    }

    /// The connection ended before the server answered.
    pub(super) fn lost() -> Self {
        Self {
            message: "the connection ended".to_owned(),
            data: Value::Null,
        }
    }

    /// The server did not answer in time.
    pub(super) fn silent() -> Self {
        Self {
            message: "no answer came".to_owned(),
            data: Value::Null,
        }
    }

    /// The message of the server. If the handshake was refused by an HTTP response, of a layer or of the server, it is the
    /// text of that response, and [`data`](Self::data) is its status.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The data of the refusal; `None` if there is none, or if it is of another type.
    #[must_use]
    pub fn data<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.data).ok()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for Refused {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_is_understood_however_the_server_words_it() {
        for (payload, message, data) in [
            (r#""Unable to connect""#, "Unable to connect", Value::Null),
            (r#"{"message":"no"}"#, "no", Value::Null),
            (r#"{"message":"no","data":[1,2]}"#, "no", json!([1, 2])),
            (r#"{"code":7}"#, r#"{"code":7}"#, Value::Null),
            ("7", "7", Value::Null),
        ] {
            let refused = Refused::parse(payload);

            assert_eq!(refused.to_string(), message);
            assert_eq!(
                refused,
                Refused {
                    message: message.to_owned(),
                    data
                }
            );
        }
    }
}
