//! Auth: the payload with which a client connects.

use serde::de::DeserializeOwned;

use super::{FromArg, Takes};
use crate::route::{Error, Invocation};

/// The payload of a connection: the client's `auth`.
///
/// `Auth<Option<Token>>` also accepts clients that send none. In a connect handler the wrapper can be left out: `auth: Token`
/// means the same.
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
