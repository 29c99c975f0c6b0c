//! Scoped: a guard, a middleware or limits that no attribute of a handler names. It belongs to a namespace, or to all.

use std::{borrow::Cow, fmt};

use crate::route::{Guard, Kind, Location, Middleware, ParamInfo, arg::Fault, limits::Declared};

/// The namespace of what belongs to all namespaces.
pub(in crate::route) const ALL: &str = "*";

/// What is called before handlers, as the builder checks it.
pub(in crate::route) trait Before {
    /// What it is called in messages.
    const NOUN: &'static str;

    /// What a client passes that joins a namespace without handlers.
    const NONE: &'static str;

    /// The path of the user's fn.
    fn name(&self) -> &'static str;

    fn params(&self) -> Vec<ParamInfo>;

    /// What is wrong with its parameters, before handlers of this kind.
    fn faults(&self, kind: Kind) -> Vec<Fault<'static>>;
}

/// A guard, a middleware or limits of one namespace, or of [`ALL`].
#[derive(Clone, Debug)]
pub(in crate::route) struct Scoped<T> {
    pub(in crate::route) namespace: Cow<'static, str>,
    /// Before which handlers it is called: those of events, or the connect handler.
    pub(in crate::route) kind: Kind,
    pub(in crate::route) item: T,
    pub(in crate::route) location: Location,
}

impl<T: Clone> Scoped<T> {
    /// Those of the list that are called in this namespace, before handlers of this kind: first those of all namespaces, then
    /// its own.
    pub(in crate::route) fn of(list: &[Self], namespace: &str, kind: Kind) -> Vec<T> {
        let of_all = list.iter().filter(|scoped| scoped.namespace == ALL);
        let own = list
            .iter()
            .filter(|scoped| scoped.namespace != ALL && scoped.namespace == namespace);
        let found = of_all.chain(own).filter(|scoped| scoped.kind == kind);
        found.map(|scoped| scoped.item.clone()).collect()
    }
}

impl<T: Before> fmt::Display for Scoped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}`, a {} given at {},",
            self.item.name(),
            T::NOUN,
            self.location
        )
    }
}

impl Before for Guard {
    const NOUN: &'static str = "guard";
    const NONE: &'static str = "no guard";

    fn name(&self) -> &'static str {
        self.name()
    }

    fn params(&self) -> Vec<ParamInfo> {
        self.params()
    }

    fn faults(&self, kind: Kind) -> Vec<Fault<'static>> {
        self.faults(kind)
    }
}

impl Before for Middleware {
    const NOUN: &'static str = "middleware";
    const NONE: &'static str = "no middleware";

    fn name(&self) -> &'static str {
        self.name()
    }

    fn params(&self) -> Vec<ParamInfo> {
        self.params()
    }

    fn faults(&self, _: Kind) -> Vec<Fault<'static>> {
        self.faults()
    }
}

impl Before for Declared {
    const NOUN: &'static str = "declaration";
    const NONE: &'static str = "no limit";

    fn name(&self) -> &'static str {
        "limits"
    }

    fn params(&self) -> Vec<ParamInfo> {
        Vec::new()
    }

    fn faults(&self, _: Kind) -> Vec<Fault<'static>> {
        let faults = self.limits.faults().into_iter();
        faults.map(|fault| [fault, "", "", "", ""]).collect()
    }
}
