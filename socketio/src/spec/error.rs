//! SpecError: why the contract cannot be written.

use std::{error, fmt, io, path::PathBuf};

/// Why a contract cannot be written.
#[non_exhaustive]
pub enum SpecError {
    /// Types without a schema, and events that cannot be told apart: one sentence for each.
    Incomplete(Vec<String>),
    /// Clients that were written for an earlier contract would break: one sentence for each reason.
    Breaking(Vec<String>),
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (heading, list) = match self {
            Self::Incomplete(problems) => ("the contract is not complete:", problems),
            Self::Breaking(reasons) => ("this breaks old clients:", reasons),
            Self::File(path, error) => {
                return write!(f, "the file `{}` cannot be used: {error}", path.display());
            }
        };
        f.write_str(heading)?;
        list.iter().try_for_each(|line| write!(f, "\n  - {line}"))
    }
}

/// As `unwrap` in a test shows it.
impl fmt::Debug for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for SpecError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Incomplete(_) | Self::Breaking(_) => None,
            Self::File(_, error) => Some(error),
        }
    }
}
