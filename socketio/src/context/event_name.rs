//! EventName: as a parameter, the name of the event that a handler runs for.

use std::{fmt, ops::Deref, sync::Arc};

use serde::{Serialize, Serializer};

/// The name of the event that a handler runs for, as the client wrote it.
///
/// ```
/// use socketio::{Args, EventName, on};
///
/// #[on("*")]
/// async fn any(event: EventName, args: Args) {
///     println!("nobody handles `{event}`, which came with {} arguments", args.len());
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EventName(pub(crate) Arc<str>);

impl Deref for EventName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for EventName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for EventName {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for EventName {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for EventName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
