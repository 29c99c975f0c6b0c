//! An event as a test sees it.

use serde::de::DeserializeOwned;

use crate::packet::{Args, ArgsError};

/// An event that a test client has received.
///
/// Compares equal to a name and its arguments as JSON, so that a test reads as what it promises:
///
/// ```
/// # use serde_json::json;
/// # fn check(received: Vec<socketio::testing::Received>) {
/// assert_eq!(received, [("my response", json!([{ "data": "hi" }]))]);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Received {
    pub(super) name: String,
    pub(super) args: Args,
}

impl Received {
    /// The name of the event.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its arguments, raw.
    #[must_use]
    pub fn args(&self) -> &Args {
        &self.args
    }

    /// One argument, counted from 0.
    ///
    /// # Errors
    ///
    /// If it does not fit the type.
    pub fn get<T: DeserializeOwned>(&self, index: usize) -> Result<T, ArgsError> {
        self.args.get(index)
    }
}

// Only this one, so that the type of an empty list can be inferred: `assert_eq!(client.received().await, [])`.
impl PartialEq<(&str, serde_json::Value)> for Received {
    fn eq(&self, (name, args): &(&str, serde_json::Value)) -> bool {
        self.name == *name
            && serde_json::from_str::<serde_json::Value>(self.args.as_json())
                .is_ok_and(|value| value == *args)
    }
}
