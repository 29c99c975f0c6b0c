//! State: what the program gave the server for its handlers, by type.

use std::{any::type_name, ops::Deref, sync::Arc};

use super::{FromArg, Requirement};
use crate::route::{Error, Invocation};

/// A value that was given to the server with `.state(value)`, shared by all handlers.
///
/// One value of a type per server. A handler that takes a state nobody provided is refused when the server is built.
///
/// ```
/// # use std::sync::atomic::{AtomicU64, Ordering};
/// use socketio::{State, on};
///
/// #[derive(Default)]
/// struct Visits {
///     count: AtomicU64,
/// }
///
/// #[on("visit")]
/// async fn visit(visits: State<Visits>) -> u64 {
///     visits.count.fetch_add(1, Ordering::Relaxed) + 1
/// }
/// ```
#[derive(Debug)]
pub struct State<T: ?Sized>(pub Arc<T>);

impl<T> State<T> {
    /// A state to call a handler with, in a test of it.
    pub fn new(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T: ?Sized> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: ?Sized> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Send + Sync + 'static> FromArg for State<T> {
    const REQUIRES: Option<Requirement> = Some(Requirement::state::<T>());

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        match invocation.socket().io().state() {
            Some(value) => Ok(Self(value)),
            None => Err(Error::from(format!(
                "no state of type `{}`",
                type_name::<T>()
            ))),
        }
    }
}
