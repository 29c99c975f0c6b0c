//! The builder's first half: handlers, what they need, and in which order they run.

use std::{
    any::{TypeId, type_name},
    borrow::Cow,
};

use super::SocketIoBuilder;
use crate::route::{
    self, GuardFn, HandlerFn, IntoRoutes, Limits, Location, MiddlewareFn, Namespace,
};

/// Handlers, and what they need.
impl SocketIoBuilder {
    /// Adds handlers.
    pub fn routes(mut self, routes: impl IntoRoutes) -> Self {
        self.routes.extend([routes.into_routes()]);
        self
    }

    /// Adds a handler without an attribute: see [`Routes::on_event`](crate::Routes::on_event).
    #[track_caller]
    pub fn on_event<A>(mut self, event: &str, handler: impl HandlerFn<A>) -> Self {
        self.routes = self.routes.on_event(event, handler);
        self
    }

    /// Adds a handler without an attribute for an event of another namespace than `/`: see
    /// [`Routes::on_event_in`](crate::Routes::on_event_in).
    #[track_caller]
    pub fn on_event_in<A>(
        mut self,
        namespace: impl Into<Cow<'static, str>>,
        event: &str,
        handler: impl HandlerFn<A>,
    ) -> Self {
        self.routes = self.routes.on_event_in(namespace, event, handler);
        self
    }

    /// Adds a guard of all events: see [`Routes::guard`](crate::Routes::guard).
    #[track_caller]
    pub fn guard<A>(mut self, guard: impl GuardFn<A>) -> Self {
        self.routes = self.routes.guard(guard);
        self
    }

    /// Adds a guard of all events in one namespace: see [`Routes::guard_in`](crate::Routes::guard_in).
    #[track_caller]
    pub fn guard_in<A>(
        mut self,
        namespace: impl Into<Cow<'static, str>>,
        guard: impl GuardFn<A>,
    ) -> Self {
        self.routes = self.routes.guard_in(namespace, guard);
        self
    }

    /// Adds a guard that decides which clients may join: see [`Routes::guard_connect`](crate::Routes::guard_connect).
    #[track_caller]
    pub fn guard_connect<A>(mut self, guard: impl GuardFn<A>) -> Self {
        self.routes = self.routes.guard_connect(guard);
        self
    }

    /// Adds a guard that decides which clients may join one namespace: see
    /// [`Routes::guard_connect_in`](crate::Routes::guard_connect_in).
    #[track_caller]
    pub fn guard_connect_in<A>(
        mut self,
        namespace: impl Into<Cow<'static, str>>,
        guard: impl GuardFn<A>,
    ) -> Self {
        self.routes = self.routes.guard_connect_in(namespace, guard);
        self
    }

    /// Sets limits of all events, those without a handler included: see [`Routes::limits`](crate::Routes::limits).
    #[track_caller]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.routes = self.routes.limits(limits);
        self
    }

    /// Sets limits of all events in one namespace: see [`Routes::limits_in`](crate::Routes::limits_in).
    #[track_caller]
    pub fn limits_in(mut self, namespace: impl Into<Cow<'static, str>>, limits: Limits) -> Self {
        self.routes = self.routes.limits_in(namespace, limits);
        self
    }

    /// Adds a middleware of all events, those without a handler included: see
    /// [`Routes::middleware`](crate::Routes::middleware).
    #[track_caller]
    pub fn middleware<A>(mut self, middleware: impl MiddlewareFn<A>) -> Self {
        self.routes = self.routes.middleware(middleware);
        self
    }

    /// Adds a middleware of all events in one namespace: see [`Routes::middleware_in`](crate::Routes::middleware_in).
    #[track_caller]
    pub fn middleware_in<A>(
        mut self,
        namespace: impl Into<Cow<'static, str>>,
        middleware: impl MiddlewareFn<A>,
    ) -> Self {
        self.routes = self.routes.middleware_in(namespace, middleware);
        self
    }

    /// Adds a class-based namespace.
    #[track_caller]
    pub fn namespace<N: Namespace>(mut self, namespace: N) -> Self {
        self.routes = self.routes.namespace(namespace);
        self
    }

    /// Adds a class-based namespace under a name that is chosen here: see [`Routes::namespace_at`](crate::Routes::namespace_at).
    #[track_caller]
    pub fn namespace_at<N: Namespace>(
        mut self,
        name: impl Into<Cow<'static, str>>,
        namespace: N,
    ) -> Self {
        self.routes = self.routes.namespace_at(name, namespace);
        self
    }

    /// Names namespaces that clients may join although they have no handlers: a name, a pattern such as `/room-{id}`, or `"*"`
    /// for any.
    #[track_caller]
    pub fn namespaces<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        for name in names {
            let name = name.into();
            match route::check_namespace(&name) {
                Ok(()) => self.namespaces.push((name, Location::here())),
                Err(fault) => self.problems.refuse("namespaces", Location::here(), fault),
            }
        }
        self
    }

    /// Whether handlers for every namespace, those of `"*"`, let clients join a namespace of any name. They do, by default.
    ///
    /// With `false` a handler of `"*"` serves the namespaces that have a handler of their own or are named in
    /// [`namespaces`](Self::namespaces), and other names are refused.
    pub fn any_namespace(mut self, yes: bool) -> Self {
        self.named_only = !yes;
        self
    }

    /// How many namespaces without clients are kept, of those whose names clients choose: none, by default.
    ///
    /// Such a namespace is deleted behind its last client. With a number, the last ones that have become empty are kept, and the
    /// one that has been empty for longest is deleted when there is one too many. A kept namespace is not created anew for the
    /// client that comes next, so observers are told of it once.
    pub fn keep_empty_namespaces(mut self, namespaces: usize) -> Self {
        self.config.keep_empty_namespaces = namespaces;
        self
    }

    /// Gives a value to all handlers that take a `State<T>` of its type.
    #[track_caller]
    pub fn state<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        let place = Location::here();
        if let Some(earlier) = self.given.insert(TypeId::of::<T>(), place) {
            self.problems.push(format!(
                "there are two states of type `{}`: at {earlier} and at {place}: keep one, or give them types of their own",
                type_name::<T>()
            ));
        }
        self.states.insert(value);
        self
    }

    /// Whether events of one client are handled at the same time, unless their handlers say otherwise.
    /// They are handled one after the other, by default.
    pub fn async_handlers(mut self, yes: bool) -> Self {
        self.config.async_handlers = yes;
        self
    }

    /// Whether a client is told that it is connected before its connect handler runs. Not by default.
    ///
    /// If it is, the client gets what the connect handler emits at once. A refusal then disconnects the client without a
    /// message, since the DISCONNECT packet carries none; a handler that wants to give a reason emits it first. The disconnect
    /// handler does not run for a client that was refused, whether this option is set or not.
    pub fn always_connect(mut self, yes: bool) -> Self {
        self.config.always_connect = yes;
        self
    }

    /// Whether an event whose handler failed is still acknowledged, with
    /// `{"error":{"kind":..,"message":..}}`, if the client asked for an answer. It is, by default.
    pub fn ack_errors(mut self, yes: bool) -> Self {
        self.config.ack_errors = yes;
        self
    }

    /// How many events of one client may wait for their handlers before nothing more is read from that client: 256, by
    /// default. Nothing is read either while more than this number of its handlers run.
    #[track_caller]
    pub fn inbound_events(mut self, events: usize) -> Self {
        self.at_least_one("inbound_events", events);
        self.config.inbound_events = events;
        self
    }

    /// How many bytes of events of one client may wait for their handlers before nothing more is read from that client:
    /// 1 MiB, by default.
    #[track_caller]
    pub fn inbound_bytes(mut self, bytes: usize) -> Self {
        self.at_least_one("inbound_bytes", bytes);
        self.config.inbound_bytes = bytes;
        self
    }
}
