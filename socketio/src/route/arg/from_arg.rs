//! FromArg: one parameter of a handler, from the packet or from the context. The type decides which, not the name.

use serde::de::DeserializeOwned;

use super::{preparation::Preparation, requirement::Requirement};
use crate::route::{Error, Invocation};

/// A type that a handler can take as a parameter.
///
/// Every owned type that implements [`serde::Deserialize`] is one argument of the event. This crate's own types
/// ([`Socket`](crate::Socket), [`State`](crate::State), [`Args`](crate::Args) ...) come from the context.
/// Implement it for a type of your own that handlers take from the context. Such a type must not implement `Deserialize`.
///
/// ```
/// use socketio::{Invocation, FromArg};
///
/// /// The event, in capital letters.
/// struct Loud(String);
///
/// impl FromArg for Loud {
///     fn from_arg(invocation: &mut Invocation<'_>) -> socketio::Result<Self> {
///         Ok(Self(invocation.event().as_str().to_uppercase()))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a handler",
    label = "neither an argument of the event nor something from the context",
    note = "to read it from the event, write `#[derive(serde::Deserialize)]` above an owned type (`String`, not `&str`)",
    note = "to take it from the context, implement `socketio::FromArg` for it",
    note = "an extractor of axum is taken as `Http<..>`, such as `Http<HeaderMap>`, and so is a session of tower-sessions; \
            instead of axum's `State<T>` take `socketio::State<T>`, and instead of `Json<T>` the `T` alone",
    note = "what is remembered about a client, the `T` of a `Session<T>`, must be `Default` and `Send`",
    note = "what is shared by all clients, the `T` of a `State<T>`, must be `Send` and `Sync`",
    note = "what is taken from the name of the namespace, the `T` of a `Param<T>`, must be `FromStr`"
)]
pub trait FromArg: Sized {
    /// What the parameter takes of the packet.
    const TAKES: Takes = Takes::Nothing;

    /// What the program must provide before the server is built.
    #[doc(hidden)]
    const REQUIRES: Option<Requirement> = None;

    /// Whether a text from the name of the namespace can be the value; set for a [`Param`](crate::Param).
    #[doc(hidden)]
    const FITS: Option<fn(&str) -> bool> = None;

    /// How the value is prepared. It is set for a type that is [`Prepare`](crate::Prepare), one that has to be waited for.
    const PREPARE: Option<Preparation> = None;

    /// Makes the value for the handler that is about to run.
    ///
    /// # Errors
    ///
    /// An error keeps the handler from running and goes where the handler's own errors go.
    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromArg for T {
    const TAKES: Takes = Takes::One;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        invocation.next_arg()
    }
}

/// What a parameter takes of the packet, and where it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Takes {
    /// Nothing: the value comes from the context.
    Nothing,
    /// The next argument.
    One,
    /// All arguments that are left.
    Rest,
    /// The acknowledgement, so that the return value is not sent.
    Ack,
    /// The payload with which the client connects; in `#[on("connect")]` only.
    Auth,
    /// Why the client has left; in `#[on("disconnect")]` only.
    Reason,
    /// What went wrong; in `#[on_error]` only.
    Error,
    /// The value of a parameter in the name of the namespace.
    Param,
    /// What follows a middleware; in a middleware only.
    Next,
}
