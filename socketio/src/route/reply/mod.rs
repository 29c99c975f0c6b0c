//! Reply: what a handler returned, as the arguments of an acknowledgement. One place, so that no client ever hangs.

mod returned;

use serde::Serialize;

use super::{ConnectionRefused, Error, Outcome};
use crate::packet::{EncodeError, Encoded};

pub use returned::{Plain, Returned};

/// The answer to an event.
#[derive(Debug)]
pub enum Reply {
    /// None to give: the client asked for none, or it is given by hand.
    None,
    /// The arguments of the answer.
    Args(Encoded),
}

impl Reply {
    /// `args` as an argument list: none for `()`, several for a tuple, one for anything else.
    pub(in crate::route) fn of<T: Serialize + ?Sized>(args: &T) -> Result<Self, EncodeError> {
        Encoded::new(args).map(Self::Args)
    }

    /// The error envelope, for a client that asked for an answer and cannot get the one it wanted:
    /// `{"error":{"kind":..,"message":..}}`.
    pub(crate) fn failure(error: &Error) -> Self {
        #[derive(Serialize)]
        struct Envelope<'a> {
            error: Failure<'a>,
        }

        #[derive(Serialize)]
        struct Failure<'a> {
            kind: &'a str,
            message: &'a str,
        }

        let (kind, message) = error.envelope();
        Self::of(&Envelope {
            error: Failure {
                kind,
                message: &message,
            },
        })
        .unwrap_or(Self::None)
    }
}

/// A type that can be an acknowledgement, or one argument of it.
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "this cannot be sent as the acknowledgement",
    note = "write `#[derive(serde::Serialize)]` above the type, or return nothing"
)]
pub trait Answer: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Answer for T {}

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

/// What a connect handler can return.
#[diagnostic::on_unimplemented(
    message = "a connect handler cannot return `{Self}`",
    label = "this does not say whether the client may join",
    note = "the allowed forms are: nothing, `bool`, `Result<(), ConnectionRefused>`, and a `Result<(), E>` of any error"
)]
pub trait Accept {
    /// An error refuses the client.
    ///
    /// # Errors
    ///
    /// The client may not join.
    fn accept(self) -> Outcome;
}

/// What becomes of what a connect handler returned.
///
/// # Errors
///
/// The client may not join.
pub fn accept<T: Accept>(returned: Returned<T>, _wanted: bool) -> Outcome {
    returned.0.accept()
}

impl Accept for () {
    fn accept(self) -> Outcome {
        Ok(Reply::None)
    }
}

impl Accept for bool {
    fn accept(self) -> Outcome {
        if self {
            Ok(Reply::None)
        } else {
            Err(ConnectionRefused::default().into())
        }
    }
}

impl<T: Accept, E: IntoError> Accept for Result<T, E> {
    fn accept(self) -> Outcome {
        self.map_err(E::into_error)?.accept()
    }
}

/// What a disconnect handler can return.
#[diagnostic::on_unimplemented(
    message = "a disconnect handler cannot return `{Self}`",
    label = "nobody is there any more to get this",
    note = "the allowed forms are: nothing, and a `Result<(), E>` of any error"
)]
pub trait Done {
    /// An error goes to the namespace's error handler.
    ///
    /// # Errors
    ///
    /// The handler's.
    fn done(self) -> Outcome;
}

/// What becomes of what a disconnect handler returned.
///
/// # Errors
///
/// The handler's.
pub fn done<T: Done>(returned: Returned<T>, _wanted: bool) -> Outcome {
    returned.0.done()
}

impl Done for () {
    fn done(self) -> Outcome {
        Ok(Reply::None)
    }
}

impl<E: IntoError> Done for Result<(), E> {
    fn done(self) -> Outcome {
        self.map_err(E::into_error)?.done()
    }
}
