//! Cause: what an error keeps, so that it can be asked for its causes and downcast.

use std::error::Error as StdError;

/// Anything that the standard library takes for an error.
pub(super) type Boxed = Box<dyn StdError + Send + Sync>;

/// What is behind an [`Error`](super::Error).
pub(super) enum Cause {
    Std(Boxed),
    /// Boxed as one of the standard library, it could not be downcast any more.
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
            // Finds an error below a context as well.
            #[cfg(feature = "anyhow")]
            Self::Anyhow(error) => error.downcast_ref(),
        }
    }
}

/// The error, if it is one of `anyhow`.
#[cfg(feature = "anyhow")]
fn anyhow_error<E: 'static>(error: E) -> Result<anyhow::Error, E> {
    let mut slot = Some(error);
    let any: &mut dyn std::any::Any = &mut slot;
    if let Some(error) = any.downcast_mut().and_then(Option::take) {
        return Ok(error);
    }
    Err(slot.expect("it is taken only by the line before"))
}
