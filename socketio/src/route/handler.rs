//! Handler: a registered handler, with the event that it is for and the fn or method that is called.

use std::{any::type_name, borrow::Cow, fmt, sync::Arc};

use super::{
    Error, Guard, HandlerFn, HandlerFuture, Invocation, Kind, Location, Order, ParamInfo, Route,
    callee::{Callable, callee},
    step::{AskGuards, PrepareParams, Step, Steps},
};
use crate::context::EventName;

/// One registered handler.
#[derive(Clone)]
pub(crate) struct Handler {
    pub(super) kind: Kind,
    pub(super) namespace: Cow<'static, str>,
    pub(super) event: EventName,
    pub(super) name: Cow<'static, str>,
    pub(super) location: Location,
    pub(super) params: Arc<[ParamInfo]>,
    pub(super) order: Order,
    pub(super) guards: Arc<[Guard]>,
    /// The steps before the handler is called, if there are any.
    pub(super) steps: Option<Arc<Steps>>,
    pub(super) callable: Callable,
}

impl Handler {
    pub(super) fn new(route: &Route, callable: Callable) -> Self {
        let params: Arc<[ParamInfo]> = callable.params().into();
        let guards: Arc<[Guard]> = route.guards.iter().map(|guard| guard()).collect();
        Self {
            kind: route.kind,
            namespace: route.namespace.into(),
            event: EventName::literal(route.event),
            name: route.name().into(),
            location: Location::of(route.location),
            order: route.order,
            steps: steps(route.kind, &params, &guards, &callable),
            guards,
            params,
            callable,
        }
    }

    /// A handler without an attribute, of the event of this name.
    pub(super) fn closure<A, F: HandlerFn<A>>(
        namespace: Cow<'static, str>,
        event: &str,
        location: Location,
        handler: F,
    ) -> Self {
        let callable = Callable::Fn(callee(handler));
        let params: Arc<[ParamInfo]> = callable.params().into();
        let kind = match event {
            "*" => Kind::CatchAll,
            "connect" => Kind::Connect,
            "disconnect" => Kind::Disconnect,
            _ => Kind::Event,
        };
        Self {
            kind,
            namespace,
            event: event.into(),
            name: type_name::<F>().into(),
            location,
            order: Order::Default,
            guards: Arc::default(),
            steps: steps(kind, &params, &Arc::default(), &callable),
            params,
            callable,
        }
    }

    /// A connect handler that lets everybody in, for a namespace that has none.
    pub(super) fn welcome(location: Location) -> Self {
        Self::closure("".into(), "connect", location, async || {})
    }

    /// The handler with more guards, which are asked before its own.
    pub(super) fn guarded(&self, outer: &[Guard]) -> Self {
        let guards: Arc<[Guard]> = outer.iter().chain(&*self.guards).cloned().collect();
        Self {
            steps: steps(self.kind, &self.params, &guards, &self.callable),
            guards,
            ..self.clone()
        }
    }

    /// Takes the steps, decodes the arguments and makes the handler's future.
    ///
    /// # Errors
    ///
    /// A step refuses, or the arguments do not fit.
    pub(crate) fn call(&self, invocation: &mut Invocation<'_>) -> Result<HandlerFuture, Error> {
        match &self.steps {
            None => self.callable.call(self.kind, invocation),
            Some(steps) => steps.call(invocation),
        }
    }

    /// What happens to the client's next event while this handler runs.
    pub(crate) fn order(&self) -> Order {
        self.order
    }

    /// The event's name for the context. It costs at most one reference count, and for a catch-all a copy of the name
    /// that the client wrote.
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

    /// Whether it is a method of a class-based namespace. A free fn for the same event goes before a method.
    pub(super) fn is_method(&self) -> bool {
        matches!(self.callable, Callable::Method(..))
    }
}

/// All steps before the handler is called, in their order. A new step is added here.
fn steps(
    kind: Kind,
    params: &Arc<[ParamInfo]>,
    guards: &Arc<[Guard]>,
    callable: &Callable,
) -> Option<Arc<Steps>> {
    let guards = AskGuards::of(kind, guards).map(|step| Box::new(step) as Box<dyn Step>);
    let prepare = PrepareParams::of(params).map(|step| Box::new(step) as Box<dyn Step>);
    Steps::new(guards.into_iter().chain(prepare).collect(), kind, callable)
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
