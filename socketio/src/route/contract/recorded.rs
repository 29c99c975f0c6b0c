//! Recorded: where a route keeps the fn that describes its handler.

use super::Description;

/// The fn that describes a handler, if its attribute wrote one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Recorded(pub(in crate::route) Option<fn() -> Description>);

impl Recorded {
    pub(in crate::route) const NOTHING: Self = Self(None);
}
