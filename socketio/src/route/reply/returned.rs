//! Returned: the value that a handler returned. Whether it is a `Result` is decided by its type and not by how the type is
//! written, so an alias of `Result` counts as well: Rust prefers an inherent method, which only results have here, to one
//! of a trait, which all types have.

use serde::Serialize;

use super::{Outcome, Reply};
use crate::{packet::Codec, route::Error};

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
    /// Converts it into this crate's error.
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
    /// Encodes the answer in the format `wanted`, if the client wants one, or gives the handler's error.
    ///
    /// # Errors
    ///
    /// The handler returned one, or the answer cannot be encoded.
    pub fn reply(self, wanted: Option<Codec>) -> Outcome
    where
        T: AckValue,
        E: IntoError,
    {
        answer(&self.0.map_err(E::into_error)?, wanted)
    }
}

/// The reply of a handler that returned something else than a `Result`.
pub trait Plain<T> {
    /// Encodes the answer if the client wants one.
    ///
    /// # Errors
    ///
    /// The answer cannot be encoded.
    fn reply(self, wanted: Option<Codec>) -> Outcome
    where
        T: AckValue;
}

impl<T> Plain<T> for Returned<T> {
    fn reply(self, wanted: Option<Codec>) -> Outcome
    where
        T: AckValue,
    {
        answer(&self.0, wanted)
    }
}

fn answer<T: AckValue>(value: &T, wanted: Option<Codec>) -> Outcome {
    match wanted {
        Some(codec) => Reply::of(codec, value).map_err(Error::from),
        None => Ok(Reply::None),
    }
}
