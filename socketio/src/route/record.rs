//! Route: one handler, as a macro records it: constant data, and a fn that makes the callee. The callee itself is no
//! constant, because evaluating it for every handler would make compiling slower.

use std::{any::type_name, panic};

use super::{Guard, Kind, Limits, Middleware, Order, callee::Callee, contract::Recorded};

/// What the attribute of a handler says, and a fn that makes the callee.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// What the handler is called for.
    pub(super) kind: Kind,
    /// The namespace it belongs to; `*` is every namespace.
    pub(super) namespace: &'static str,
    /// The event's name; for a handler of another kind, the name of the kind.
    pub(super) event: &'static str,
    /// Gives the path of the fn, or of the type whose method the handler is, with its type parameters.
    pub(super) path: fn() -> &'static str,
    /// The name of the method, if it is one.
    pub(super) method: Option<&'static str>,
    /// The place of the attribute in the source.
    pub(super) location: &'static panic::Location<'static>,
    /// What happens to the client's next event while the handler runs.
    pub(super) order: Order,
    /// How often, how large and how long its events may be.
    pub(super) limits: Limits,
    /// Makes the callee.
    pub(super) callee: fn() -> Callee,
    /// What makes the guards that are asked before it is called, in their order.
    pub(super) guards: &'static [fn() -> Guard],
    /// What makes the middlewares that run around it, the outermost first.
    pub(super) middlewares: &'static [fn() -> Middleware],
    /// What describes the handler.
    pub(super) recorded: Recorded,
}

impl Route {
    /// Sets the kind, for a handler of something else than one event.
    #[must_use]
    pub const fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// Sets the order.
    #[must_use]
    pub const fn order(self, order: Order) -> Self {
        Self { order, ..self }
    }

    /// Says that the handler is this method of the type.
    #[must_use]
    pub const fn method(self, name: &'static str) -> Self {
        Self {
            method: Some(name),
            ..self
        }
    }

    /// Sets the limits.
    #[must_use]
    pub const fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Sets what makes the guards.
    #[must_use]
    pub const fn guards(self, guards: &'static [fn() -> Guard]) -> Self {
        Self { guards, ..self }
    }

    /// Sets what makes the middlewares.
    #[must_use]
    pub const fn middlewares(self, middlewares: &'static [fn() -> Middleware]) -> Self {
        Self {
            middlewares,
            ..self
        }
    }

    /// The path of the user's fn.
    pub(super) fn name(&self) -> String {
        // For a handler that is declared inside an async fn, the compiler writes `::{{closure}}` for that fn's body.
        let path = (self.path)().replace("::{{closure}}", "");
        match self.method {
            None => path,
            Some(method) => format!("{path}::{method}"),
        }
    }
}

/// A handler of an event. `T` is the type that stands for the fn, or the type whose method it is. The handler's place in
/// the source is that of the call.
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
        limits: Limits::new(),
        callee,
        guards: &[],
        middlewares: &[],
        recorded: Recorded::NOTHING,
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
