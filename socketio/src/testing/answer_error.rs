//! AnswerError: why a test client has no answer of the expected type.

use std::{error, fmt};

use serde::Deserialize;

use crate::packet::{Args, ArgsError};

/// Why a test client's question has no answer of the expected type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum AnswerError {
    /// The connection ended, the client is not in the namespace, or the answer did not come in time.
    NoAnswer,
    /// The handler failed, and the server said so in its error envelope.
    Failed {
        /// The kind of the envelope: `arguments`, `handler`, `panic`, `unhandled` and so on.
        kind: String,
        /// The message of the envelope.
        message: String,
    },
    /// The answer is of another type.
    Mismatch(Args, ArgsError),
}

/// Two answers are equal if they are the same text and the same binary data.
impl PartialEq for AnswerError {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::NoAnswer, Self::NoAnswer) => true,
            (
                Self::Failed { kind, message },
                Self::Failed {
                    kind: other_kind,
                    message: other_message,
                },
            ) => kind == other_kind && message == other_message,
            (Self::Mismatch(answer, error), Self::Mismatch(other, other_error)) => {
                answer.to_json() == other.to_json()
                    && answer.attachments() == other.attachments()
                    && error == other_error
            }
            _ => false,
        }
    }
}

impl AnswerError {
    /// The error for an answer that could not be read as the expected type, because of `error`.
    pub(super) fn unexpected(answer: Args, error: ArgsError) -> Self {
        #[derive(Deserialize)]
        struct Envelope {
            error: Failure,
        }
        #[derive(Deserialize)]
        struct Failure {
            kind: String,
            message: String,
        }
        match answer.get(0) {
            Ok(Envelope {
                error: Failure { kind, message },
            }) => Self::Failed { kind, message },
            Err(_) => Self::Mismatch(answer, error),
        }
    }
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer => f.write_str("no answer came"),
            Self::Failed { kind, message } => write!(f, "the handler failed: {kind}: {message}"),
            Self::Mismatch(answer, _) => {
                write!(f, "the answer is of another type: {}", answer.to_json())
            }
        }
    }
}

impl error::Error for AnswerError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Mismatch(_, error) => Some(error),
            Self::NoAnswer | Self::Failed { .. } => None,
        }
    }
}
