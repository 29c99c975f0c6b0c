//! Events: the typed events that a server sends, as a list for its contract.

use schemars::JsonSchema;

use crate::{event::Event, route::contract::Typed};

/// The typed events that a server sends: what [`events!`](crate::events) gives and
/// [`SocketIoBuilder::events`](crate::SocketIoBuilder::events) takes.
#[derive(Clone, Debug, Default)]
pub struct Events {
    listed: Vec<Listed>,
}

/// One typed event.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) name: &'static str,
    pub(super) namespace: &'static str,
    pub(super) payload: Typed,
    /// What clients answer, if they are asked.
    pub(super) answer: Option<Typed>,
}

/// A type with a schema, which every type has that derives `schemars::JsonSchema`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no schema",
    label = "this cannot be in the contract",
    note = "write `#[derive(schemars::JsonSchema)]` above it; a field of a foreign type is described by another type with \
            `#[schemars(with = \"..\")]`"
)]
pub trait Described: JsonSchema {}

#[diagnostic::do_not_recommend]
impl<T: JsonSchema> Described for T {}

impl Events {
    /// No events.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event.
    #[must_use]
    pub fn with<E: Event + Described>(mut self) -> Self {
        self.listed.push(Listed {
            name: E::NAME,
            namespace: E::NAMESPACE,
            payload: Typed::of::<E>(),
            answer: None,
        });
        self
    }

    /// Says what clients answer to the event that was added last.
    #[must_use]
    pub fn answered<A: Described>(mut self) -> Self {
        if let Some(last) = self.listed.last_mut() {
            last.answer = Some(Typed::of::<A>());
        }
        self
    }

    /// Adds the events of another list.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.listed.extend(other.listed);
        self
    }

    pub(super) fn listed(&self) -> &[Listed] {
        &self.listed
    }
}

/// Lists the typed events that a server sends, for its [contract](crate::spec), as an [`Events`](crate::spec::Events).
///
/// Behind `=>` is the type of the answer, for an event that clients are asked.
///
/// ```
/// use schemars::JsonSchema;
/// use serde::Serialize;
/// use socketio::{Event, SocketIo, events};
///
/// /// Somebody has come in.
/// #[derive(Serialize, JsonSchema, Event)]
/// #[event("user joined", namespace = "/chat")]
/// struct UserJoined {
///     name: String,
/// }
///
/// #[derive(Serialize, JsonSchema, Event)]
/// #[event("are you sure?", namespace = "/chat")]
/// struct AreYouSure {
///     file: String,
/// }
///
/// let io = SocketIo::builder().events(events![UserJoined, AreYouSure => bool]).build()?;
/// # Ok::<(), socketio::BuildError>(())
/// ```
#[macro_export]
macro_rules! events {
    ($($event:ty $(=> $answer:ty)?),* $(,)?) => {
        $crate::spec::Events::new()$(.with::<$event>()$(.answered::<$answer>())?)*
    };
}
