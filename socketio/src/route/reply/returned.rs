//! Whether a handler returned a `Result`, settled by type inside an expansion: an inherent impl goes before a trait's, so
//! an alias of a `Result` is what it stands for.

use serde::Serialize;

use super::{Outcome, Reply};
use crate::route::Error;

/// A type that can be an acknowledgement, or one argument of it.
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "this cannot be sent as the acknowledgement",
    note = "write `#[derive(serde::Serialize)]` above the type, or return nothing",
    note = "what is returned is sent as JSON by itself: return `T` instead of axum's `Json<T>`"
)]
pub trait AckValue: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize> AckValue for T {}

/// An error type that a handler can return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a handler",
    label = "this is not an error",
    note = "implement `std::error::Error` for it, or return `socketio::Result`, which takes every error through `?`"
)]
pub trait IntoError {
    /// As this crate's error.
    fn into_error(self) -> Error;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Error>> IntoError for E {
    fn into_error(self) -> Error {
        self.into()
    }
}

/// What a handler returned.
#[derive(Debug)]
pub struct Returned<T>(pub T);

impl<T, E> Returned<Result<T, E>> {
    /// The answer, encoded only if it is wanted, or the error.
    ///
    /// # Errors
    ///
    /// The handler's, or the answer cannot become JSON.
    pub fn reply(self, wanted: bool) -> Outcome
    where
        T: AckValue,
        E: IntoError,
    {
        answer(&self.0.map_err(E::into_error)?, wanted)
    }
}

/// For all other types.
pub trait Plain<T> {
    /// The answer, encoded only if it is wanted.
    ///
    /// # Errors
    ///
    /// It cannot become JSON.
    fn reply(self, wanted: bool) -> Outcome
    where
        T: AckValue;
}

impl<T> Plain<T> for Returned<T> {
    fn reply(self, wanted: bool) -> Outcome
    where
        T: AckValue,
    {
        answer(&self.0, wanted)
    }
}

fn answer<T: AckValue>(value: &T, wanted: bool) -> Outcome {
    if wanted {
        Reply::of(value).map_err(Error::from)
    } else {
        Ok(Reply::None)
    }
}
