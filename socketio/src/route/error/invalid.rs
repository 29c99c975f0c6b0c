//! InvalidArgs: arguments that can be decoded and break a rule of the program, each with its place.

use std::{error, fmt};

use crate::{excerpt::Excerpt, packet::Data};

/// No more faults are told: a list that a client sends may have one in each of its elements.
const MOST: usize = 32;

/// Arguments that have the types of the handler's parameters and break a rule beyond that, such as the length of a text.
///
/// The client gets the error envelope with the kind `arguments`. Its `data` has `faults`, a list of the places and what is
/// wrong there: `{"faults":[{"path":"line.text","message":"length is greater than 500"}]}`.
/// [`Invocation::invalid`](crate::Invocation::invalid) makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct InvalidArgs {
    event: String,
    faults: Vec<(String, String)>,
    data: Data,
}

impl InvalidArgs {
    pub(in crate::route) fn new(
        event: &str,
        faults: impl Iterator<Item = (String, String)>,
    ) -> Self {
        let faults: Vec<(String, String)> = faults
            .take(MOST)
            .map(|(path, message)| (Excerpt(&path).to_string(), message))
            .collect();
        let list: Data = faults
            .iter()
            .map(|(path, message)| {
                let fault = [("path", &**path), ("message", &**message)];
                fault.into_iter().collect::<Data>()
            })
            .collect();
        Self {
            event: event.to_owned(),
            data: [("faults", list)].into_iter().collect(),
            faults,
        }
    }

    /// The places, such as `line.text`, each with what is wrong there. At most 32 are kept.
    pub fn faults(&self) -> impl Iterator<Item = (&str, &str)> {
        self.faults
            .iter()
            .map(|(path, message)| (&**path, &**message))
    }

    /// What the client gets.
    pub(in crate::route) fn payload(&self) -> &Data {
        &self.data
    }
}

impl fmt::Display for InvalidArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", Excerpt(&self.event))?;
        for (at, (path, message)) in self.faults.iter().enumerate() {
            f.write_str(if at == 0 { ": " } else { "; " })?;
            write!(f, "{path}: {message}")?;
        }
        Ok(())
    }
}

impl error::Error for InvalidArgs {}
