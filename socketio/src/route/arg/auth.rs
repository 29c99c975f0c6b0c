//! Auth: what a client sends to be let in.

use serde::de::DeserializeOwned;

use super::{FromArg, Takes};
use crate::route::{Error, Invocation};

/// The payload of a connection: the client's `auth`.
///
/// In `#[on("connect")]` a plain `auth: Token` is the same; this says so in the type. `Auth<Option<Token>>` lets
/// clients in that send none.
///
/// ```
/// use socketio::{Auth, ConnectionRefused, on};
///
/// #[derive(serde::Deserialize)]
/// struct Token {
///     token: String,
/// }
///
/// #[on("connect")]
/// async fn connect(Auth(auth): Auth<Token>) -> Result<(), ConnectionRefused> {
///     if auth.token == "secret" { Ok(()) } else { Err(ConnectionRefused::new("not authorized")) }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Auth<T>(pub T);

impl<T: DeserializeOwned> FromArg for Auth<T> {
    const TAKES: Takes = Takes::Auth;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        invocation.next_arg().map(Self)
    }
}
