//! SpecError: why the contract cannot be written.

use std::{error, fmt, io, path::PathBuf};

/// Why a contract cannot be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum SpecError {
    /// Types without a schema, and events that cannot be told apart: one sentence for each.
    Incomplete(Vec<String>),
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete(problems) => {
                f.write_str("the contract is not complete:")?;
                problems
                    .iter()
                    .try_for_each(|problem| write!(f, "\n  - {problem}"))
            }
            Self::File(path, _) => write!(f, "the file `{}` cannot be used", path.display()),
        }
    }
}

impl error::Error for SpecError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Incomplete(_) => None,
            Self::File(_, error) => Some(error),
        }
    }
}
