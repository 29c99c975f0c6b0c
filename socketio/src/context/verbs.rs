//! The free functions that a handler uses: they know the caller by the context. Outside of a handler they return an
//! error; they never panic.

use serde::Serialize;

use super::current::{current, issuer};
use crate::{
    ack::FromAnswer,
    adapter::IntoRooms,
    emit::{CloseRoom, Disconnect, Emit, JoinOrLeave, NoContext, Question, RoomChange, Unnamed},
    sid::Sid,
    socket::Socket,
};

/// Sends an event to the caller, unless another target is chosen.
///
/// ```
/// use socketio::{emit, on};
///
/// #[on("my event")]
/// async fn my_event(text: String) -> socketio::Result {
///     emit("my response", &text).await?; // to the caller
///     emit("my response", (&text, 1)).await?; // with two arguments
///     emit("my response", &text).broadcast().await?; // to everybody
///     emit("my response", &text).to(["red", "blue"]).include_self(false).await?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// When awaited, as [`Emit`] says.
pub fn emit<D: Serialize>(event: &str, data: D) -> Emit<'_, D> {
    Emit::new(issuer(), event, data)
}

/// Sends an event that has no name of its own: `message`, or `json` with [`json()`](Emit::json).
///
/// ```
/// use socketio::{on, send};
///
/// #[on("message")]
/// async fn message(text: String) -> socketio::Result {
///     send(&text).broadcast().await?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// When awaited, as [`Emit`] says.
pub fn send<'a, D: Serialize>(data: D) -> Emit<'a, D, Unnamed> {
    Emit::unnamed(issuer(), data)
}

/// Asks the caller and waits for the answer.
///
/// In a connect handler it fails at once, because the client gets the question only after the handler has let it in. In a
/// connect handler use [`callback`](Emit::callback), or `call` in a task of [`spawn`](crate::spawn).
///
/// ```
/// use std::time::Duration;
/// use socketio::{call, on};
///
/// #[on("delete")]
/// async fn delete(file: String) -> socketio::Result<bool> {
///     let sure: bool = call("are you sure?", &file).timeout(Duration::from_secs(30)).await?;
///     Ok(sure)
/// }
/// ```
///
/// # Errors
///
/// When awaited: nothing was sent, the client left or did not answer in time, or its answer is no `T`. See
/// [`CallError`](crate::CallError).
pub fn call<'a, T: FromAnswer>(
    event: &'a str,
    data: impl Serialize + Send + Sync + 'a,
) -> Question<'a, T> {
    Question::new(issuer(), event, data)
}

/// Puts the caller into one or several rooms.
///
/// ```
/// use socketio::{emit, join_room, on};
///
/// #[on("join")]
/// async fn join(room: String) -> socketio::Result {
///     join_room(&room).await?;
///     emit("joined", &room).to(&room).await?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// When awaited: there is no caller, or no such namespace.
pub fn join_room<'a>(rooms: impl IntoRooms<'a>) -> RoomChange<'a> {
    RoomChange::new(issuer(), JoinOrLeave::Join, rooms)
}

/// Takes the caller out of one or several rooms.
///
/// ```
/// use socketio::{emit, leave_room, on};
///
/// #[on("leave")]
/// async fn leave(room: String) -> socketio::Result {
///     leave_room(&room).await?;
///     emit("left", &room).to(&room).await?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// When awaited: there is no caller, or no such namespace.
pub fn leave_room<'a>(rooms: impl IntoRooms<'a>) -> RoomChange<'a> {
    RoomChange::new(issuer(), JoinOrLeave::Leave, rooms)
}

/// Takes everybody out of one or several rooms.
///
/// ```
/// use socketio::{close_room, emit, on};
///
/// #[on("end game")]
/// async fn end(game: String) -> socketio::Result {
///     emit("ended", &game).to(&game).await?;
///     close_room(&game).await?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// When awaited: there is no caller, so no namespace, or no such namespace.
pub fn close_room<'a>(rooms: impl IntoRooms<'a>) -> CloseRoom<'a> {
    CloseRoom::new(issuer(), rooms)
}

/// Disconnects the caller from its namespace.
///
/// ```
/// use socketio::{disconnect, emit, on};
///
/// #[on("log out")]
/// async fn log_out() -> socketio::Result {
///     emit("goodbye", ()).await?;
///     disconnect().await?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// When awaited: there is no caller, or no such namespace.
pub fn disconnect<'a>() -> Disconnect<'a> {
    Disconnect::new(issuer())
}

/// The rooms that the caller is in, with the room of its own sid. In a disconnect handler these are the rooms that the
/// caller was in.
///
/// ```
/// use socketio::{emit, on, rooms};
///
/// #[on("disconnect")]
/// async fn left() -> socketio::Result {
///     for room in rooms()? {
///         emit("somebody left", &room).to(&room).await?;
///     }
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// There is no caller.
pub fn rooms() -> Result<Vec<String>, NoContext> {
    current(|context| context.socket().rooms())
}

/// The caller's id in its namespace.
///
/// ```
/// use socketio::{emit, on, sid};
///
/// #[on("message")]
/// async fn message(text: String) -> socketio::Result {
///     emit("message", (sid()?, &text)).broadcast().await?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// There is no caller.
pub fn sid() -> Result<Sid, NoContext> {
    current(|context| context.socket().sid())
}

/// The caller as a [`Socket`], which has its namespace, handshake and session.
///
/// ```
/// use socketio::{on, socket};
///
/// #[on("where am i?")]
/// async fn place() -> socketio::Result<String> {
///     Ok(describe()?)
/// }
///
/// fn describe() -> Result<String, socketio::NoContext> {
///     let caller = socket()?;
///     Ok(format!("in {} by {:?}", caller.namespace(), caller.transport()))
/// }
/// ```
///
/// # Errors
///
/// There is no caller.
pub fn socket() -> Result<Socket, NoContext> {
    current(|context| context.socket().clone())
}
