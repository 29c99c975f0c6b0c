//! The return value of a connect handler: whether the client may join.

use super::{IntoError, Outcome, Reply, Returned};
use crate::{packet::Codec, route::ConnectionRefused};

/// What a connect handler can return.
#[diagnostic::on_unimplemented(
    message = "a connect handler cannot return `{Self}`",
    label = "this does not say whether the client may join",
    note = "the allowed forms are: nothing, `bool`, `Result<(), ConnectionRefused>`, and a `Result<(), E>` of any error"
)]
pub trait ConnectReturn {
    /// Lets the client join, or refuses it by an error.
    ///
    /// # Errors
    ///
    /// The client may not join.
    fn outcome(self) -> Outcome;
}

/// The outcome of a connect handler.
///
/// # Errors
///
/// The client may not join.
pub fn connect_reply<T: ConnectReturn>(returned: Returned<T>, _wanted: Option<Codec>) -> Outcome {
    returned.0.outcome()
}

impl ConnectReturn for () {
    fn outcome(self) -> Outcome {
        Ok(Reply::None)
    }
}

impl ConnectReturn for bool {
    fn outcome(self) -> Outcome {
        if self {
            Ok(Reply::None)
        } else {
            Err(ConnectionRefused::default().into())
        }
    }
}

impl<T: ConnectReturn, E: IntoError> ConnectReturn for Result<T, E> {
    fn outcome(self) -> Outcome {
        self.map_err(E::into_error)?.outcome()
    }
}
