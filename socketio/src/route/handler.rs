//! Handler: a registered handler, with the event that it is for and the fn or method that is called.

use std::{any::type_name, borrow::Cow, fmt, sync::Arc};

use super::{
    Error, Guard, HandlerFn, HandlerFuture, Invocation, Kind, Location, Middleware, Order,
    ParamInfo, Route,
    callee::{Callable, callee},
    contract::Recorded,
    limits::{Declared, declared},
    step::{AskGuards, KeepLimits, PrepareParams, RunMiddlewares, Step, Steps},
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
    pub(super) limits: Arc<[Declared]>,
    pub(super) guards: Arc<[Guard]>,
    pub(super) middlewares: Arc<[Middleware]>,
    /// The steps before the handler is called, if there are any.
    pub(super) steps: Option<Arc<Steps>>,
    pub(super) callable: Callable,
    /// What describes it.
    #[cfg_attr(
        not(feature = "spec"),
        allow(dead_code, reason = "only the contract reads it")
    )]
    pub(super) recorded: Recorded,
}

impl Handler {
    pub(super) fn new(route: &Route, callable: Callable) -> Self {
        let params: Arc<[ParamInfo]> = callable.params().into();
        let guards: Arc<[Guard]> = route.guards.iter().map(|guard| guard()).collect();
        let middlewares = route.middlewares.iter().map(|middleware| middleware());
        Self {
            kind: route.kind,
            namespace: route.namespace.into(),
            event: EventName::literal(route.event),
            name: route.name().into(),
            location: Location::of(route.location),
            order: route.order,
            steps: None,
            limits: declared(route.limits, Location::of(route.location)),
            guards,
            middlewares: middlewares.collect(),
            params,
            callable,
            recorded: route.recorded,
        }
        .with_steps()
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
            limits: Arc::default(),
            guards: Arc::default(),
            middlewares: Arc::default(),
            steps: None,
            params,
            callable,
            recorded: Recorded::NOTHING,
        }
        .with_steps()
    }

    /// A connect handler that lets everybody in, for a namespace that has none.
    pub(super) fn welcome() -> Self {
        Self::closure("".into(), "connect", Location::here(), async || {})
    }

    /// A catch-all that handles nothing, for a namespace whose middlewares run for events without a handler as well.
    pub(super) fn unhandled() -> Self {
        Self::closure(
            "".into(),
            "*",
            Location::here(),
            async |event: EventName| Err::<(), _>(Error::unhandled(event)),
        )
    }

    /// The handler with more limits.
    pub(super) fn limited(&self, outer: &[Declared]) -> Self {
        Self {
            limits: outer.iter().chain(&*self.limits).copied().collect(),
            ..self.clone()
        }
        .with_steps()
    }

    /// The handler with more guards, which are asked before its own.
    pub(super) fn guarded(&self, outer: &[Guard]) -> Self {
        Self {
            guards: outer.iter().chain(&*self.guards).cloned().collect(),
            ..self.clone()
        }
        .with_steps()
    }

    /// The handler with more middlewares, which run around its own.
    pub(super) fn wrapped(&self, outer: &[Middleware]) -> Self {
        Self {
            middlewares: outer.iter().chain(&*self.middlewares).cloned().collect(),
            ..self.clone()
        }
        .with_steps()
    }

    /// Makes all steps before the handler is called, in their order. A new step is added here.
    fn with_steps(mut self) -> Self {
        let limits = KeepLimits::of(&self.limits).map(boxed);
        let middlewares = RunMiddlewares::of(&self.middlewares).map(boxed);
        let guards = AskGuards::of(self.kind, &self.guards).map(boxed);
        let prepare = PrepareParams::of(&self.params).map(boxed);
        let steps = limits
            .into_iter()
            .chain(middlewares)
            .chain(guards)
            .chain(prepare);
        self.steps = Steps::new(steps.collect(), self.kind, &self.callable);
        self
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

fn boxed<S: Step + 'static>(step: S) -> Box<dyn Step> {
    Box::new(step)
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
