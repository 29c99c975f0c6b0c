//! Reply: what a handler returned, as the arguments of an acknowledgement. All kinds of handlers and their errors come
//! through here, so that a client that asked always gets an answer.

mod answer;
mod connect;
mod disconnect;
mod guard;
mod returned;

use serde::Serialize;

use super::Error;
use crate::packet::{Codec, Data, EncodeError, Encoded};

pub use answer::Answer;
pub(super) use answer::MiddlewareReturn;
pub use connect::connect_reply;
pub use disconnect::disconnect_reply;
pub(super) use guard::GuardReturn;
pub(crate) use returned::{AckValue, IntoError};
pub use returned::{Plain, Returned};

/// The result of a handler: a reply, or the error that it failed with.
pub(crate) type Outcome = Result<Reply, Error>;

/// The answer to an event.
#[derive(Debug)]
pub enum Reply {
    /// No answer is sent: the client asked for none, or the handler answers by an `Ack`.
    None,
    /// The arguments of the answer.
    Args(Encoded),
}

impl Reply {
    /// `args` as an argument list: none for `()`, several for a tuple, one for anything else.
    pub(in crate::route) fn of<T: Serialize + ?Sized>(
        codec: Codec,
        args: &T,
    ) -> Result<Self, EncodeError> {
        Ok(Self::Args(codec.encode(args)?))
    }

    /// Whether the client would get an answer without arguments.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Args(args) if args.is_empty())
    }

    /// The error envelope, for a client that asked for an answer to an event whose handler failed:
    /// `{"error":{"kind":..,"message":..}}`, with `"data":..` if the error has any.
    pub(crate) fn failure(codec: Codec, error: &Error) -> Self {
        #[derive(Serialize)]
        struct Envelope<'a> {
            error: Failure<'a>,
        }

        #[derive(Serialize)]
        struct Failure<'a> {
            kind: &'a str,
            message: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            data: Option<&'a Data>,
        }

        let (kind, message) = error.envelope();
        let envelope = Envelope {
            error: Failure {
                kind,
                message: &message,
                data: error.envelope_data(),
            },
        };
        Self::of(codec, &envelope).unwrap_or(Self::None)
    }
}
