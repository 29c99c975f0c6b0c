//! Route: one handler, as a macro records it: constant data, and a fn that makes what is called. The compiler does not
//! run that fn: what it would have to find out for it, it finds out anyway where the program is built.

use std::{any::type_name, panic};

use super::{Kind, Order, callee::Callee};

/// What an attribute says, and what is called.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// What the handler is called for.
    pub(super) kind: Kind,
    /// The namespace it belongs to; `*` is every namespace.
    pub(super) namespace: &'static str,
    /// The event's name; that of the kind if it is not an event.
    pub(super) event: &'static str,
    /// The path of the fn, or of the type that it is a method of, with the types of its parameters.
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
    /// The same, of another kind than an event.
    #[must_use]
    pub const fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
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
        // The body of an async fn, where one may be declared, is a closure to the compiler.
        let path = (self.path)().replace("::{{closure}}", "");
        match self.method {
            None => path,
            Some(method) => format!("{path}::{method}"),
        }
    }
}

/// A handler of an event; `T` is the type of its name, or the one it is a method of. Its place is that of the call.
#[must_use]
#[track_caller]
pub const fn route<T>(
    namespace: &'static str,
    event: &'static str,
    callee: fn() -> Callee,
) -> Route {
    Route {
        kind: Kind::Event,
        namespace,
        event,
        path: type_name::<T>,
        method: None,
        location: panic::Location::caller(),
        order: Order::Default,
        callee,
    }
}

#[cfg(test)]
mod tests {
    use std::marker::PhantomData;

    use super::*;

    struct Chat<T>(PhantomData<T>);

    fn name<T>() -> Route {
        route::<T>("/", "a", || unreachable!("it is not called"))
    }

    #[test]
    fn a_name_is_the_path_of_the_fn() {
        let module = module_path!();

        assert_eq!(name::<Route>().name(), "socketio::route::record::Route");
        assert_eq!(
            name::<Chat<u8>>().method("say").name(),
            format!("{module}::Chat<u8>::say")
        );
    }

    #[test]
    fn a_closure_around_it_is_not_in_the_name() {
        let inner = || {
            struct Say;
            name::<Say>().name()
        };

        let name = inner();

        assert!(
            name.ends_with("a_closure_around_it_is_not_in_the_name::Say"),
            "{name}"
        );
    }
}
