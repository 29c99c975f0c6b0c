//! EventName: as a parameter, the name of the event that a handler runs for.

use std::{
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

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
#[derive(Clone)]
pub struct EventName(Name);

#[derive(Clone)]
enum Name {
    /// Most are literals of the program, and copied: there is no count that all connections would change.
    Literal(&'static str),
    Shared(Arc<str>),
}

impl EventName {
    pub(crate) fn literal(name: &'static str) -> Self {
        Self(Name::Literal(name))
    }
}

impl From<&str> for EventName {
    fn from(name: &str) -> Self {
        Self(Name::Shared(name.into()))
    }
}

impl Deref for EventName {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Name::Literal(name) => name,
            Name::Shared(name) => name,
        }
    }
}

impl AsRef<str> for EventName {
    fn as_ref(&self) -> &str {
        self
    }
}

impl PartialEq for EventName {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for EventName {}

impl PartialEq<str> for EventName {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for EventName {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl Hash for EventName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventName").field(&&**self).finish()
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl Serialize for EventName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}
