//! Cause: the error that an `Error` was made from, kept so that it can be downcast and asked for its sources.

use std::error::Error as StdError;

/// A boxed error. The standard library converts errors and texts into it.
pub(super) type Boxed = Box<dyn StdError + Send + Sync>;

/// The error inside an [`Error`](super::Error).
pub(super) enum Cause {
    Std(Boxed),
    /// An error of `anyhow`, kept as it is, because it could not be downcast after a conversion into `Boxed`.
    #[cfg(feature = "anyhow")]
    Anyhow(anyhow::Error),
}

impl Cause {
    pub(super) fn new<E: Into<Boxed> + 'static>(error: E) -> Self {
        #[cfg(feature = "anyhow")]
        let error = match anyhow_error(error) {
            Ok(error) => return Self::Anyhow(error),
            Err(error) => error,
        };
        Self::Std(error.into())
    }

    pub(super) fn as_std(&self) -> &(dyn StdError + Send + Sync + 'static) {
        match self {
            Self::Std(error) => &**error,
            #[cfg(feature = "anyhow")]
            Self::Anyhow(error) => error.as_ref(),
        }
    }

    pub(super) fn downcast_ref<E: StdError + Send + Sync + 'static>(&self) -> Option<&E> {
        match self {
            Self::Std(error) => error.downcast_ref(),
            // Also finds the error below a context that `anyhow` has added.
            #[cfg(feature = "anyhow")]
            Self::Anyhow(error) => error.downcast_ref(),
        }
    }
}

/// Gives the error as one of `anyhow`, or back if it is none.
#[cfg(feature = "anyhow")]
fn anyhow_error<E: 'static>(error: E) -> Result<anyhow::Error, E> {
    let mut slot = Some(error);
    let any: &mut dyn std::any::Any = &mut slot;
    if let Some(error) = any.downcast_mut().and_then(Option::take) {
        return Ok(error);
    }
    Err(slot.expect("it is taken only by the line before"))
}
