//! Promise: what a listed handler promises to clients, with all that its attribute and its types say.

use super::{
    Guard, Handler, Kind, Location, Order, Route, Routes, Takes,
    contract::{Description, Recorded},
    list::Scoped,
};

/// What one handler promises.
#[derive(Debug)]
pub(crate) struct Promise {
    pub(crate) kind: Kind,
    pub(crate) namespace: String,
    pub(crate) event: String,
    /// The path of the fn.
    pub(crate) handler: String,
    pub(crate) location: Location,
    /// The name of each parameter, if it has one, and what it takes of the packet.
    pub(crate) params: Vec<(Option<&'static str>, Takes)>,
    /// The paths of the guards that are asked before it is called, in their order.
    pub(crate) guards: Vec<&'static str>,
    /// The limits, by the kinds of the errors that clients get at them, in words.
    pub(crate) limits: Vec<(&'static str, String)>,
    pub(crate) order: Order,
    pub(crate) description: Option<Description>,
    is_method: bool,
}

/// What the handlers of a list promise. Of two handlers for one event only the one that is called is there.
pub(crate) fn promises(routes: &Routes) -> Vec<Promise> {
    let mut promises: Vec<Promise> = Vec::new();
    for handler in &routes.handlers {
        let promise = Promise::of(routes, handler);
        let earlier = promises.iter_mut().find(|earlier| {
            (earlier.kind, &earlier.namespace, &earlier.event)
                == (promise.kind, &promise.namespace, &promise.event)
        });
        match earlier {
            None => promises.push(promise),
            // A fn goes before a method.
            Some(earlier) if earlier.is_method && !promise.is_method => *earlier = promise,
            Some(_) => {}
        }
    }
    promises
}

impl Promise {
    fn of(routes: &Routes, handler: &Handler) -> Self {
        let kind = match handler.kind {
            Kind::Connect => Kind::Connect,
            _ => Kind::Event,
        };
        let outer = Scoped::of(&routes.guards, &handler.namespace, kind);
        let guards = outer.iter().chain(&*handler.guards);
        let limits = Scoped::of(&routes.limits, &handler.namespace, kind);
        let limits = limits.iter().chain(&*handler.limits);
        let params = handler.params.iter();
        Self {
            kind: handler.kind,
            namespace: handler.namespace.to_string(),
            event: handler.event.as_str().to_owned(),
            handler: handler.name().to_owned(),
            location: handler.location,
            params: params
                .map(|param| ((!param.by_position).then(|| param.name()), param.takes()))
                .collect(),
            guards: guards.map(Guard::name).collect(),
            limits: limits
                .flat_map(|declared| declared.limits.words())
                .collect(),
            order: handler.order,
            description: handler.recorded.0.map(|describe| describe()),
            is_method: handler.is_method(),
        }
    }
}

impl Route {
    /// Sets the fn that describes the handler.
    #[must_use]
    pub const fn described(self, describe: fn() -> Description) -> Self {
        Self {
            recorded: Recorded(Some(describe)),
            ..self
        }
    }
}
