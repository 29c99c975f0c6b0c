//! Gate: a guard that no attribute names. It is asked about all events of a namespace, or about all clients that want to
//! join it.

use std::{borrow::Cow, fmt};

use crate::route::{Guard, Kind, Location};

/// The namespace of gates for all namespaces.
pub(in crate::route) const ALL: &str = "*";

/// A guard of one namespace, or of [`ALL`].
#[derive(Clone, Debug)]
pub(in crate::route) struct Gate {
    pub(in crate::route) namespace: Cow<'static, str>,
    /// Before which handlers it is asked: those of events, or the connect handler.
    pub(in crate::route) kind: Kind,
    pub(in crate::route) guard: Guard,
    pub(in crate::route) location: Location,
}

impl Gate {
    /// Whether it is asked in this namespace, before handlers of this kind.
    pub(in crate::route) fn is_for(&self, namespace: &str, kind: Kind) -> bool {
        self.kind == kind && (self.namespace == ALL || self.namespace == namespace)
    }
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}`, a guard given at {},",
            self.guard.name(),
            self.location
        )
    }
}
