//! Handler: what was registered for an event: what it is for, and what is called.

use std::{any::type_name, borrow::Cow, fmt, sync::Arc};

use super::{
    Error, HandlerFn, HandlerFuture, Invocation, Kind, Location, Order, Param, Route,
    callee::{Target, callee},
    step,
};
use crate::context::EventName;

/// One handler, registered.
#[derive(Clone)]
pub(crate) struct Handler {
    pub(super) kind: Kind,
    pub(super) namespace: Cow<'static, str>,
    pub(super) event: EventName,
    pub(super) name: Cow<'static, str>,
    pub(super) location: Location,
    pub(super) params: Arc<[Param]>,
    pub(super) order: Order,
    /// Whether it has parameters that have to be waited for.
    pub(super) waits: bool,
    pub(super) target: Target,
}

impl Handler {
    pub(super) fn new(route: &Route, target: Target) -> Self {
        let params = target.params();
        Self {
            kind: route.kind,
            namespace: route.namespace.into(),
            event: EventName::literal(route.event),
            name: route.name().into(),
            location: Location::of(route.location),
            order: route.order,
            waits: wait(&params),
            params: params.into(),
            target,
        }
    }

    /// A handler without an attribute, of the event of this name.
    pub(super) fn closure<A, F: HandlerFn<A>>(
        namespace: Cow<'static, str>,
        event: &str,
        location: Location,
        handler: F,
    ) -> Self {
        let target = Target::Fn(callee(handler));
        let params = target.params();
        Self {
            kind: match event {
                "*" => Kind::CatchAll,
                "connect" => Kind::Connect,
                "disconnect" => Kind::Disconnect,
                _ => Kind::Event,
            },
            namespace,
            event: event.into(),
            name: type_name::<F>().into(),
            location,
            order: Order::Default,
            waits: wait(&params),
            params: params.into(),
            target,
        }
    }

    /// Decodes the arguments and makes the handler's future.
    ///
    /// # Errors
    ///
    /// The arguments do not fit.
    pub(crate) fn call(&self, invocation: &mut Invocation<'_>) -> Result<HandlerFuture, Error> {
        if self.waits {
            return step::call(
                self.kind,
                self.target.clone(),
                self.params.clone(),
                invocation,
            );
        }
        self.target.call(self.kind, invocation)
    }

    /// What happens to the next event meanwhile.
    pub(crate) fn order(&self) -> Order {
        self.order
    }

    /// The name of the event for the context: at most one refcount, but for a catch-all a copy of what the client wrote.
    pub(crate) fn event_name(&self, written: &str) -> EventName {
        match self.kind {
            Kind::CatchAll => written.into(),
            _ => self.event.clone(),
        }
    }

    /// The path of the user's fn, for logs.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is a method of a class-based namespace: a free fn goes first.
    pub(super) fn is_method(&self) -> bool {
        matches!(self.target, Target::Method(..))
    }
}

fn wait(params: &[Param]) -> bool {
    params.iter().any(|param| param.later().is_some())
}

impl fmt::Debug for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handler")
            .field("kind", &self.kind)
            .field("namespace", &self.namespace)
            .field("event", &self.event)
            .field("name", &self.name)
            .field("location", &self.location)
            .finish_non_exhaustive()
    }
}
