//! Event: a typed event that the server sends. An attribute of its type holds its name and its namespace.

use serde::Serialize;

#[cfg(feature = "server")]
use crate::{
    ack::FromAnswer,
    adapter::IntoRooms,
    context::issuer,
    emit::{Emit, Io, Question, Typed},
};

/// Derives [`Event`](trait@crate::Event), which makes a struct a typed event that the server sends.
#[cfg(feature = "event")]
pub use socketio_macros::Event;

/// An event that the server sends: derive it for the struct that is its payload.
///
/// The attribute names the event and, unless it is `/`, the namespace. The struct is the event's one argument.
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

    /// Sends it to the caller, unless another target is chosen.
    ///
    /// # Errors
    ///
    /// When awaited, as [`Emit`] says. To send to the caller, the caller must be in the event's namespace.
    #[cfg(feature = "server")]
    fn emit(&self) -> Emit<'_, &Self, Typed>
    where
        Self: Sized,
    {
        Emit::typed(issuer(), Self::NAME, Self::NAMESPACE, self)
    }

    /// Sends it to these rooms or sids. It is short for `emit().to(rooms)`.
    ///
    /// # Errors
    ///
    /// When awaited, as [`Emit`] says.
    #[cfg(feature = "server")]
    fn to<'a>(&'a self, rooms: impl IntoRooms<'a>) -> Emit<'a, &'a Self, Typed>
    where
        Self: Sized,
    {
        self.emit().to(rooms)
    }

    /// Sends it from outside of a handler: to everybody in its namespace, unless rooms or sids are chosen.
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
    #[cfg(feature = "server")]
    fn via(&self, io: &Io) -> Emit<'_, &Self, Typed>
    where
        Self: Sized,
    {
        Emit::typed(io.issuer(), Self::NAME, Self::NAMESPACE, self)
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
    #[cfg(feature = "server")]
    fn call<T: FromAnswer>(&self) -> Question<'_, T, Typed>
    where
        Self: Sized + Sync,
    {
        Question::typed(self.emit())
    }
}

/// The payload of an [`Event`]: any type that implements [`Serialize`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the payload of an event",
    label = "this cannot be sent",
    note = "write `#[derive(serde::Serialize)]` above it"
)]
pub trait Payload: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Payload for T {}
