//! Received: an event that a test client has received.

use serde::de::DeserializeOwned;

use crate::packet::{Args, ArgsError};

/// An event that a test client has received.
///
/// It can be compared to a name and the arguments as JSON:
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

    /// The arguments of the event, as JSON text.
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

// With a second such impl, the compiler could not infer the type of `[]` in `assert_eq!(client.received().await, [])`.
impl PartialEq<(&str, serde_json::Value)> for Received {
    fn eq(&self, (name, args): &(&str, serde_json::Value)) -> bool {
        self.name == *name
            && serde_json::from_str::<serde_json::Value>(&self.args.to_json())
                .is_ok_and(|value| value == *args)
    }
}
