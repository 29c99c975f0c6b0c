//! ClientError: an error whose kind, message and data are sent to the client.

use std::{borrow::Cow, error, fmt};

use serde::Serialize;

use crate::packet::{Data, to_data};

/// An error whose kind, message and data are sent to the client when a handler returns it.
///
/// The text of any other error stays on the server. The client gets this one as the answer, in the error envelope:
/// `{"error":{"kind":"forbidden","message":"only the owner may delete","data":..}}`. A client that asked for no answer gets
/// nothing. The error does not go to the error handler, but an error handler may return one in place of the error that it
/// was given. A connect handler that returns one refuses the client with its message and data.
///
/// ```
/// use serde_json::json;
/// use socketio::{ClientError, on};
///
/// #[on("delete")]
/// async fn delete(file: String) -> socketio::Result {
///     if file.starts_with("shared/") {
///         let owner = json!({ "owner": "ann" });
///         return Err(ClientError::new("forbidden", "only the owner may delete").data(owner).into());
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ClientError {
    kind: Cow<'static, str>,
    message: Cow<'static, str>,
    data: Option<Data>,
}

impl ClientError {
    /// An error with a kind, which is a word for programs, and a message, which is a text for people.
    pub fn new(kind: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: kind.into(),
            message: message.into(),
            data: None,
        }
    }

    /// Sets the data. A second call replaces it. It may contain [`Binary`](crate::Binary) data, which a refused client gets
    /// as a list of numbers. Data that cannot become JSON arrives as `null`.
    #[must_use]
    pub fn data(mut self, data: impl Serialize) -> Self {
        self.data = Some(to_data(&data).unwrap_or_default());
        self
    }

    /// The kind: a word for programs.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The message: a text for people.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The data, if it has any.
    pub(in crate::route) fn payload(&self) -> Option<&Data> {
        self.data.as_ref()
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for ClientError {}
