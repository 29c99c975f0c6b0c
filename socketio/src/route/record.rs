//! Route: one handler, as a macro records it: constant data, and a fn that makes what is called. The compiler does not run
//! that fn: what it would have to find out for it, it finds out anyway where the program is built.

use std::{any::type_name, panic};

use super::{Kind, Order, shim::Callee};

/// What an attribute says, and what is called.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// What the handler is called for.
    pub(super) kind: Kind,
    /// The namespace it belongs to; `*` is every namespace.
    pub(super) namespace: &'static str,
    /// The event's name; that of the kind if it is not an event.
    pub(super) event: &'static str,
    /// The path of the fn, or of the type that it is a method of.
    pub(super) path: fn() -> &'static str,
    /// The name of the method, if it is one.
    pub(super) method: Option<&'static str>,
    /// Where the attribute is.
    pub(super) location: &'static panic::Location<'static>,
    /// What happens to the next event while it runs.
    pub(super) order: Order,
    /// Makes what is called.
    pub(super) callee: fn() -> Callee,
}

impl Route {
    #[track_caller]
    const fn new<T>(
        kind: Kind,
        namespace: &'static str,
        event: &'static str,
        callee: fn() -> Callee,
    ) -> Self {
        Self {
            kind,
            namespace,
            event,
            path: type_name::<T>,
            method: None,
            location: panic::Location::caller(),
            order: Order::Default,
            callee,
        }
    }

    /// The same, with an order.
    #[must_use]
    pub const fn order(self, order: Order) -> Self {
        Self { order, ..self }
    }

    /// The same, of a method of the type.
    #[must_use]
    pub const fn method(self, name: &'static str) -> Self {
        Self {
            method: Some(name),
            ..self
        }
    }

    /// The path of the user's fn.
    pub(super) fn name(&self) -> String {
        // A handler that is declared in a closure, or in the body of an async fn, is in something without a name.
        let path = (self.path)().replace("::{{closure}}", "");
        match self.method {
            None => path,
            Some(method) => format!("{path}::{method}"),
        }
    }
}

/// A handler of one event; `T` is the type of its name, or the one it is a method of. Its place is that of the call.
#[must_use]
#[track_caller]
pub const fn event<T>(
    namespace: &'static str,
    name: &'static str,
    callee: fn() -> Callee,
) -> Route {
    Route::new::<T>(Kind::Event, namespace, name, callee)
}

/// A handler of all events that have none of their own.
#[must_use]
#[track_caller]
pub const fn catch_all<T>(namespace: &'static str, callee: fn() -> Callee) -> Route {
    Route::new::<T>(Kind::CatchAll, namespace, "*", callee)
}

/// A handler of clients that want to join.
#[must_use]
#[track_caller]
pub const fn connect<T>(namespace: &'static str, callee: fn() -> Callee) -> Route {
    Route::new::<T>(Kind::Connect, namespace, "connect", callee)
}

/// A handler of clients that are gone.
#[must_use]
#[track_caller]
pub const fn disconnect<T>(namespace: &'static str, callee: fn() -> Callee) -> Route {
    Route::new::<T>(Kind::Disconnect, namespace, "disconnect", callee)
}

/// A handler of the errors of one namespace.
#[must_use]
#[track_caller]
pub const fn on_error<T>(namespace: &'static str, callee: fn() -> Callee) -> Route {
    Route::new::<T>(Kind::Error, namespace, "error", callee)
}

/// A handler of the errors of all other namespaces.
#[must_use]
#[track_caller]
pub const fn default_error<T>(namespace: &'static str, callee: fn() -> Callee) -> Route {
    Route::new::<T>(Kind::DefaultError, namespace, "error", callee)
}
