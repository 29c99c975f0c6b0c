//! The return value of a guard: whether an event may be handled.

use super::{IntoError, Outcome, Reply};
use crate::route::ClientError;

/// What a guard can return.
#[diagnostic::on_unimplemented(
    message = "a guard cannot return `{Self}`",
    label = "this does not say whether the event may be handled",
    note = "the allowed forms are: `bool`, and a `Result<(), E>` of any error; the text of a `ClientError` reaches the client"
)]
pub trait GuardReturn {
    /// An error refuses the event.
    ///
    /// # Errors
    ///
    /// The event is refused.
    fn outcome(self) -> Outcome;
}

impl GuardReturn for bool {
    fn outcome(self) -> Outcome {
        if self {
            Ok(Reply::None)
        } else {
            Err(ClientError::new("forbidden", "this is not allowed").into())
        }
    }
}

impl<E: IntoError> GuardReturn for Result<(), E> {
    fn outcome(self) -> Outcome {
        match self {
            Ok(()) => Ok(Reply::None),
            Err(error) => Err(error.into_error()),
        }
    }
}
