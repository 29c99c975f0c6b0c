//! Refusal: errors whose text is meant for users, and what clients are told of all errors.

use std::{error, fmt};

use serde_json::{Value, json};
use socketio::{Error, EventName, on_error_default};

/// What somebody wanted cannot be done, for a reason that they may know.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) String);

impl Refusal {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for Refusal {}

/// Answers for a handler that failed, in the form that clients know from the library.
#[on_error_default]
pub(crate) async fn failed(error: Error, event: EventName) -> Value {
    let (kind, message) = if let Some(refusal) = error.downcast_ref::<Refusal>() {
        ("refused", refusal.to_string())
    } else if error.is_args() {
        ("arguments", error.to_string())
    } else {
        tracing::error!(%error, %event, "a handler has failed");
        ("handler", "something has failed here".to_owned())
    };
    json!({ "error": { "kind": kind, "message": message } })
}
