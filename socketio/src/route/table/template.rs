//! Template: the handlers of all namespaces whose names match one pattern. A name matches if its texts are those of the
//! pattern, and if each value fits the types with which handlers take it.

use std::{fmt, panic::catch_unwind, sync::Arc};

use super::Table;
use crate::pattern::{Captures, Pattern};

/// The handlers of all namespaces of one pattern.
pub(crate) struct Template {
    pub(in crate::route) pattern: Arc<Pattern>,
    pub(in crate::route) table: Arc<Table>,
    pub(in crate::route) fits: Vec<Fit>,
}

/// What a parameter of a handler asks of a value.
#[derive(Clone, Copy)]
pub(in crate::route) struct Fit {
    /// The index of the value in the pattern.
    pub(in crate::route) index: usize,
    /// Whether a text can be the value.
    pub(in crate::route) fits: fn(&str) -> bool,
}

impl Template {
    pub(crate) fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    pub(crate) fn table(&self) -> &Arc<Table> {
        &self.table
    }

    /// The values of the parameters in this name; `None` if the name does not match, or a value does not fit. A value whose
    /// type panics over it does not fit.
    pub(crate) fn captures(&self, name: &str) -> Option<Captures> {
        let captures = self.pattern.captures(name)?;
        let fits = |fit: &Fit| {
            let value = captures.nth(name, fit.index);
            value.is_some_and(|value| catch_unwind(|| (fit.fits)(value)).unwrap_or(false))
        };
        self.fits.iter().all(fits).then_some(captures)
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template")
            .field("pattern", &self.pattern.as_str())
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}
