//! Event: a typed outbound event. The attribute of the payload's type holds its name and its namespace.

use serde::Serialize;

use super::current::origin;
use crate::{
    ack::FromAnswer,
    adapter::IntoRooms,
    emit::{Emit, Io, Question, Typed},
};

/// An event that the server sends: derive it for the struct that is its payload.
///
/// The attribute says the event's name and, unless it is `/`, its namespace. The payload is one argument.
///
/// ```
/// use serde::Serialize;
/// use socketio::{Event, event};
///
/// #[derive(Serialize, Event)]
/// #[event("user joined", namespace = "/chat")]
/// struct UserJoined {
///     name: String,
///     users: usize,
/// }
///
/// #[event(namespace = "/chat")]
/// async fn join(name: String) -> socketio::Result {
///     let joined = UserJoined { name, users: 1 };
///     joined.emit().await?; // to the caller
///     joined.to("lobby").include_self(false).await?;
///     Ok(())
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a typed event",
    label = "it has no name and no namespace",
    note = "write `#[derive(serde::Serialize, socketio::Event)]` and `#[event(\"name\", namespace = \"/\")]` above the struct"
)]
pub trait Event: Payload {
    /// The event's name.
    const NAME: &'static str;

    /// The namespace it goes to.
    const NAMESPACE: &'static str;

    /// Sends it: to the caller, unless something else is said.
    ///
    /// # Errors
    ///
    /// When awaited, as [`Emit`] says. The caller must be in the event's namespace, if it is for the caller.
    fn emit(&self) -> Emit<'_, &Self, Typed>
    where
        Self: Sized,
    {
        Emit::typed(origin(), Self::NAME, Self::NAMESPACE, self)
    }

    /// Sends it to these rooms or sids: `emit().to(rooms)`.
    ///
    /// # Errors
    ///
    /// When awaited, as [`Emit`] says.
    fn to<'a>(&'a self, rooms: impl IntoRooms<'a>) -> Emit<'a, &'a Self, Typed>
    where
        Self: Sized,
    {
        self.emit().to(rooms)
    }

    /// Sends it from anywhere: to everybody in its namespace, unless rooms or sids are named.
    ///
    /// ```
    /// # use socketio::{Event, Io};
    /// #[derive(serde::Serialize, Event)]
    /// #[event("tick")]
    /// struct Tick(u64);
    ///
    /// async fn tick(io: Io) -> socketio::Result {
    ///     Tick(1).via(&io).to("watchers").await?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// When awaited, as [`Emit`] says.
    fn via(&self, io: &Io) -> Emit<'_, &Self, Typed>
    where
        Self: Sized,
    {
        Emit::typed(io.origin(), Self::NAME, Self::NAMESPACE, self)
    }

    /// Asks the caller and waits for the answer.
    ///
    /// ```
    /// # use socketio::{Event, on};
    /// #[derive(serde::Serialize, Event)]
    /// #[event("are you sure?")]
    /// struct Sure<'a> {
    ///     file: &'a str,
    /// }
    ///
    /// #[on("delete")]
    /// async fn delete(file: String) -> socketio::Result<bool> {
    ///     let sure: bool = Sure { file: &file }.call().await?;
    ///     Ok(sure)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// When awaited, as [`Question`] says.
    fn call<T: FromAnswer>(&self) -> Question<'_, &Self, T, Typed>
    where
        Self: Sized,
    {
        Question::typed(self.emit())
    }
}

/// What an [`Event`] is made of: whatever implements [`Serialize`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the payload of an event",
    label = "this cannot be sent",
    note = "write `#[derive(serde::Serialize)]` above it"
)]
pub trait Payload: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Payload for T {}
