//! Whether a handler returned a `Result`, settled by type inside an expansion: an inherent impl goes before a trait's, so
//! an alias of a `Result` is what it stands for.

use super::{Answer, IntoError, Reply};
use crate::route::{Error, Outcome};

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
        T: Answer,
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
        T: Answer;
}

impl<T> Plain<T> for Returned<T> {
    fn reply(self, wanted: bool) -> Outcome
    where
        T: Answer,
    {
        answer(&self.0, wanted)
    }
}

fn answer<T: Answer>(value: &T, wanted: bool) -> Outcome {
    if wanted {
        Reply::of(value).map_err(Error::from)
    } else {
        Ok(Reply::None)
    }
}
