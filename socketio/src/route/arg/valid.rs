//! Valid: an argument that keeps the rules which its type declares.

use std::ops::{Deref, DerefMut};

use garde::Validate;
use serde::de::DeserializeOwned;

use super::{FromArg, Takes};
use crate::route::{Error, Invocation};

/// An argument of the event that keeps the rules which its type declares with `garde`.
///
/// The rules are checked after the argument is decoded and before the handler runs. If some are broken, the handler does not
/// run, and the client gets the error envelope with the kind `arguments` and the path of each fault: see
/// [`InvalidArgs`](crate::InvalidArgs). `schemars` reads the same attributes, so the rules are in the
/// contract as well.
///
/// ```
/// use garde::Validate;
/// use serde::Deserialize;
/// use socketio::{Valid, on};
///
/// #[derive(Deserialize, Validate)]
/// struct Line {
///     #[garde(length(chars, min = 1, max = 500))]
///     text: String,
/// }
///
/// #[on("say")]
/// async fn say(room: String, Valid(line): Valid<Line>) {
///     println!("{room}: {}", line.text);
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Valid<T>(pub T);

impl<T: DeserializeOwned + Validate<Context: Default>> FromArg for Valid<T> {
    const TAKES: Takes = Takes::One;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        let value: T = invocation.next_arg()?;
        match value.validate() {
            Ok(()) => Ok(Self(value)),
            Err(report) => {
                Err(invocation.invalid(report.iter().map(|(path, error)| (path, error.message()))))
            }
        }
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Valid<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
