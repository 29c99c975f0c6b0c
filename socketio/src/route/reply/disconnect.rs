//! The return value of a disconnect handler: nothing, or an error for the error handler.

use super::{IntoError, Outcome, Reply, Returned};
use crate::packet::Codec;

/// What a disconnect handler can return.
#[diagnostic::on_unimplemented(
    message = "a disconnect handler cannot return `{Self}`",
    label = "the client is gone, so nobody gets this",
    note = "the allowed forms are: nothing, and a `Result<(), E>` of any error"
)]
pub trait DisconnectReturn {
    /// Nothing, or an error for the namespace's error handler.
    ///
    /// # Errors
    ///
    /// Those that the handler returned.
    fn outcome(self) -> Outcome;
}

/// The outcome of a disconnect handler.
///
/// # Errors
///
/// Those that the handler returned.
pub fn disconnect_reply<T: DisconnectReturn>(
    returned: Returned<T>,
    _wanted: Option<Codec>,
) -> Outcome {
    returned.0.outcome()
}

impl DisconnectReturn for () {
    fn outcome(self) -> Outcome {
        Ok(Reply::None)
    }
}

impl<E: IntoError> DisconnectReturn for Result<(), E> {
    fn outcome(self) -> Outcome {
        self.map_err(E::into_error)?.outcome()
    }
}
