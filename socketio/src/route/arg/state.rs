//! State: a value that the program gave the server for its handlers, found by its type.

use std::{any::type_name, ops::Deref, sync::Arc};

use super::{FromArg, requirement::Requirement};
use crate::route::{Error, Invocation};

/// A value that was given to the server with `.state(value)`, shared by all handlers.
///
/// A server has at most one value of each type. If a handler takes a state that was not provided, building the server
/// fails.
///
/// It dereferences to the value, so the value's fields and methods are those of the parameter:
///
/// ```
/// # use std::sync::atomic::{AtomicU64, Ordering};
/// use socketio::{State, on};
///
/// #[derive(Default)]
/// struct Visits(AtomicU64);
///
/// #[on("visit")]
/// async fn visit(visits: State<Visits>) -> u64 {
///     visits.0.fetch_add(1, Ordering::Relaxed) + 1
/// }
/// ```
#[derive(Debug)]
pub struct State<T: ?Sized> {
    value: Arc<T>,
}

impl<T> State<T> {
    /// Wraps a value, so that a test can call a handler with it.
    pub fn new(value: T) -> Self {
        Self::from(Arc::new(value))
    }
}

impl<T: ?Sized> State<T> {
    /// The value, to be kept elsewhere. It is no method, so that it hides no method of the value.
    #[must_use]
    pub fn into_arc(this: Self) -> Arc<T> {
        this.value
    }
}

impl<T: ?Sized> From<Arc<T>> for State<T> {
    fn from(value: Arc<T>) -> Self {
        Self { value }
    }
}

impl<T: ?Sized> Clone for State<T> {
    fn clone(&self) -> Self {
        Self::from(Arc::clone(&self.value))
    }
}

impl<T: ?Sized> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Send + Sync + 'static> FromArg for State<T> {
    const REQUIRES: Option<Requirement> = Some(Requirement::state::<T>(["State<", ">"]));

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        match invocation.socket().io().state() {
            Some(value) => Ok(Self { value }),
            None => Err(Error::from(format!(
                "no state of type `{}`",
                type_name::<T>()
            ))),
        }
    }
}
