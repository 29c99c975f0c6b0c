//! Limits that no attribute of a handler names: those of a namespace, or of all.

use std::borrow::Cow;

use super::{
    routes::Routes,
    scoped::{ALL, Scoped},
};
use crate::route::{Kind, Limits, Location, limits::Declared};

/// Limits.
impl Routes {
    /// Sets limits of all events in all namespaces, those without a handler included. The events that one client sends in one
    /// namespace count together.
    ///
    /// ```
    /// use std::time::Duration;
    /// use socketio::{Limits, Routes};
    ///
    /// let routes = Routes::new().limits(Limits::new().rate(50, Duration::from_secs(1)));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn limits(self, limits: Limits) -> Self {
        self.limits_of(ALL.into(), limits, Location::here())
    }

    /// Sets limits of all events in one namespace, those without a handler included.
    #[must_use]
    #[track_caller]
    pub fn limits_in(self, namespace: impl Into<Cow<'static, str>>, limits: Limits) -> Self {
        self.limits_of(namespace.into(), limits, Location::here())
    }

    pub(super) fn limits_of(
        mut self,
        namespace: Cow<'static, str>,
        limits: Limits,
        location: Location,
    ) -> Self {
        self.limits.push(Scoped {
            namespace,
            kind: Kind::Event,
            item: Declared { limits, location },
            location,
        });
        self
    }
}
