//! What stands in for the description of handlers without the feature `spec`: nothing.

/// Nothing is recorded.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Recorded;

impl Recorded {
    pub(in crate::route) const NOTHING: Self = Self;
}

/// A route without its description. Expansions use it if the crate of the macros has the feature `spec`, and this one not.
#[doc(hidden)]
#[macro_export]
macro_rules! __described {
    ($route:expr, $($description:tt)*) => {
        $route
    };
}

pub use __described as described;
