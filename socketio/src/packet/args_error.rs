//! `ArgsError`: what a client sent that does not fit, in words its developer can act on.

use std::{error, fmt};

use crate::excerpt::Excerpt;

/// The arguments of an event, or of an answer, are not what the handler takes.
///
/// It says which event, which argument, where inside the value, what was expected and what was
/// found:
///
/// ```text
/// `move`: args[0].pos.x (`to`): expected f32, found string "abc"
/// ```
///
/// What the client wrote is shortened in it, and line breaks and invisible characters are written as
/// escapes, so that it can be logged and sent as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgsError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    event: Option<Box<str>>,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    /// An argument is well-formed, but not what the type expects.
    Mismatch { place: Place, detail: Detail },
    /// The client sent too few.
    Missing { place: Place, detail: Detail },
    /// The client sent too many.
    Surplus { expected: usize, found: usize },
    /// The arguments are not in the format of packets.
    Malformed { index: usize, format: &'static str },
}

/// Where in the arguments the mistake is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    index: Option<usize>,
    parameter: &'static str,
    path: String,
}

/// What is wrong with the value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Detail {
    Expected { expected: String, found: String },
    Other(String),
}

impl ArgsError {
    fn new(problem: Problem) -> Self {
        Self(Box::new(Inner {
            event: None,
            problem,
        }))
    }

    /// `message` is serde's.
    pub(super) fn mismatch(
        index: Option<usize>,
        parameter: &'static str,
        path: String,
        message: &str,
    ) -> Self {
        let place = Place {
            index,
            parameter,
            path,
        };
        Self::new(Problem::Mismatch {
            place,
            detail: Detail::from_serde(message),
        })
    }

    pub(super) fn missing(index: usize, parameter: &'static str, message: &str) -> Self {
        let place = Place {
            index: Some(index),
            parameter,
            path: format!("args[{index}]"),
        };
        Self::new(Problem::Missing {
            place,
            detail: Detail::from_serde(message),
        })
    }

    pub(super) fn surplus(expected: usize, found: usize) -> Self {
        Self::new(Problem::Surplus { expected, found })
    }

    pub(super) fn malformed(index: usize) -> Self {
        Self::malformed_as("JSON", index)
    }

    /// `format` is that of the packet.
    pub(super) fn malformed_as(format: &'static str, index: usize) -> Self {
        Self::new(Problem::Malformed { index, format })
    }

    /// Adds the name of the event whose arguments these are.
    pub(crate) fn in_event(mut self, event: &str) -> Self {
        self.0.event = Some(event.into());
        self
    }

    fn place(&self) -> Option<&Place> {
        match &self.0.problem {
            Problem::Mismatch { place, .. } | Problem::Missing { place, .. } => Some(place),
            Problem::Surplus { .. } | Problem::Malformed { .. } => None,
        }
    }

    fn detail(&self) -> Option<&Detail> {
        match &self.0.problem {
            Problem::Mismatch { detail, .. } | Problem::Missing { detail, .. } => Some(detail),
            Problem::Surplus { .. } | Problem::Malformed { .. } => None,
        }
    }

    /// The event, as the client wrote it, if the arguments are those of an event.
    pub fn event(&self) -> Option<&str> {
        self.0.event.as_deref()
    }

    /// The position of the argument, counted from 0; none if it is their number that does not fit.
    pub fn index(&self) -> Option<usize> {
        match &self.0.problem {
            Problem::Malformed { index, .. } => Some(*index),
            _ => self.place().and_then(|place| place.index),
        }
    }

    /// The name of the handler's parameter.
    pub fn parameter(&self) -> Option<&str> {
        self.place()
            .map(|place| place.parameter)
            .filter(|name| !name.is_empty())
    }

    /// The place of the mistake, such as `args[0].pos.x`.
    pub fn path(&self) -> Option<&str> {
        self.place().map(|place| place.path.as_str())
    }

    /// What should be there, such as `f32`.
    pub fn expected(&self) -> Option<&str> {
        match self.detail()? {
            Detail::Expected { expected, .. } => Some(expected),
            Detail::Other(_) => None,
        }
    }

    /// What is there, such as `string "abc"`.
    pub fn found(&self) -> Option<&str> {
        match self.detail()? {
            Detail::Expected { found, .. } => Some(found),
            Detail::Other(_) => None,
        }
    }

    /// Whether an argument is missing.
    pub fn is_missing(&self) -> bool {
        matches!(self.0.problem, Problem::Missing { .. })
    }

    /// Whether there are too many arguments.
    pub fn is_surplus(&self) -> bool {
        matches!(self.0.problem, Problem::Surplus { .. })
    }

    /// Whether the client sent what is not valid in the format of packets. No working client does; its session is closed.
    pub fn is_malformed(&self) -> bool {
        matches!(self.0.problem, Problem::Malformed { .. })
    }
}

impl fmt::Display for ArgsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(event) = self.event() {
            write!(f, "`{}`: ", Excerpt(event))?;
        }
        match &self.0.problem {
            Problem::Mismatch { place, detail } | Problem::Missing { place, detail } => {
                write!(f, "{place}: {detail}")
            }
            Problem::Surplus { expected: 1, found } => {
                write!(f, "expected 1 argument, found {found}")
            }
            Problem::Surplus { expected, found } => {
                write!(f, "expected {expected} arguments, found {found}")
            }
            Problem::Malformed { index, format } => write!(f, "args[{index}]: not valid {format}"),
        }
    }
}

impl error::Error for ArgsError {}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.parameter.is_empty() {
            Ok(())
        } else {
            write!(f, " (`{}`)", self.parameter)
        }
    }
}

impl Detail {
    /// Takes `invalid type: string "abc", expected f32 at line 1 column 5` apart.
    fn from_serde(message: &str) -> Self {
        let message = match message.rsplit_once(" at line ") {
            Some((message, position)) if position.contains(" column ") => message,
            _ => message,
        };
        let parts = message
            .strip_prefix("invalid type: ")
            .or_else(|| message.strip_prefix("invalid value: "))
            .or_else(|| {
                message
                    .strip_prefix("invalid ")
                    .filter(|rest| rest.starts_with("length "))
            })
            .and_then(|parts| parts.rsplit_once(", expected "));
        match parts {
            Some((found, expected)) => Self::Expected {
                expected: expected.to_owned(),
                found: Excerpt(found).to_string(),
            },
            None => Self::Other(Excerpt(message).to_string()),
        }
    }
}

/// What serde calls a byte string, and so an attachment.
const BYTES: &str = "byte array";

/// Whether this is what serde says of a `Vec<u8>` or a `[u8; N]`.
fn is_list(expected: &str) -> bool {
    expected == "a sequence" || expected.starts_with("an array of length ")
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected { expected, found } => {
                write!(f, "expected {expected}, found {found}")?;
                if found == BYTES && is_list(expected) {
                    f.write_str(" (to take binary data, write `socketio::Binary` or `bytes::Bytes`; a `Vec<u8>` is a list of numbers)")?;
                }
                Ok(())
            }
            Self::Other(message) => f.write_str(message),
        }
    }
}
