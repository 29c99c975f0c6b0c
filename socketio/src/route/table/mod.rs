//! Table: of one namespace, which handler an event goes to. Made once, then only read.

mod build;

use std::{
    any::{Any, type_name},
    borrow::Cow,
    fmt,
    sync::Arc,
};

use rustc_hash::FxHashMap;

use crate::{
    context::EventName,
    route::{
        Call, Error, HandlerFn, HandlerFuture, Kind, Location, Order, Param, Route, closure,
        shim::Callee, step,
    },
};

pub use build::BuildError;
pub(crate) use build::{build, check_namespace};

/// What is called.
#[derive(Clone)]
pub(in crate::route) enum Target {
    /// A free fn, or what `on_event` was given.
    Fn(Callee),
    /// A method of this object.
    Method(Callee, Arc<dyn Any + Send + Sync>),
}

impl Target {
    fn params(&self) -> Vec<Param> {
        match self {
            Self::Fn(callee) | Self::Method(callee, _) => callee.params(),
        }
    }

    /// Decodes the arguments and makes the handler's future.
    pub(in crate::route) fn call<'a>(
        &'a self,
        kind: Kind,
        call: &mut Call<'a>,
    ) -> Result<HandlerFuture, Error> {
        match self {
            Self::Fn(callee) => callee.call(kind, call),
            Self::Method(callee, instance) => {
                call.set_instance(instance);
                callee.call(kind, call)
            }
        }
    }
}

/// One handler, registered.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(in crate::route) kind: Kind,
    pub(in crate::route) namespace: Cow<'static, str>,
    pub(in crate::route) event: EventName,
    pub(in crate::route) name: Cow<'static, str>,
    pub(in crate::route) location: Location,
    pub(in crate::route) params: Arc<[Param]>,
    pub(in crate::route) order: Order,
    /// Whether it has parameters that have to be waited for.
    pub(in crate::route) waits: bool,
    pub(in crate::route) target: Target,
}

impl Entry {
    pub(in crate::route) fn new(route: &Route, target: Target) -> Self {
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
    pub(in crate::route) fn closure<A, F: HandlerFn<A>>(
        namespace: Cow<'static, str>,
        event: &str,
        location: Location,
        handler: F,
    ) -> Self {
        let target = Target::Fn(closure::callee(handler));
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
    pub(crate) fn call<'a>(&'a self, call: &mut Call<'a>) -> Result<HandlerFuture, Error> {
        if self.waits {
            return step::call(self.kind, self.target.clone(), self.params.clone(), call);
        }
        self.target.call(self.kind, call)
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
    pub(in crate::route) fn is_method(&self) -> bool {
        matches!(self.target, Target::Method(..))
    }
}

fn wait(params: &[Param]) -> bool {
    params.iter().any(|param| param.later().is_some())
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("kind", &self.kind)
            .field("namespace", &self.namespace)
            .field("event", &self.event)
            .field("name", &self.name)
            .field("location", &self.location)
            .finish_non_exhaustive()
    }
}

/// The handlers of one namespace.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(in crate::route) events: FxHashMap<Arc<str>, Entry>,
    pub(in crate::route) catch_all: Option<Entry>,
    pub(in crate::route) connect: Option<Entry>,
    pub(in crate::route) disconnect: Option<Entry>,
    pub(in crate::route) error: Option<Entry>,
}

impl Table {
    /// The handler of an event; the catch-all if it has none of its own.
    pub(crate) fn event(&self, name: &str) -> Option<&Entry> {
        self.events.get(name).or(self.catch_all.as_ref())
    }

    pub(crate) fn connect(&self) -> Option<&Entry> {
        self.connect.as_ref()
    }

    pub(crate) fn disconnect(&self) -> Option<&Entry> {
        self.disconnect.as_ref()
    }

    /// Of the namespace, or the default one.
    pub(crate) fn on_error(&self) -> Option<&Entry> {
        self.error.as_ref()
    }

    /// Adds what `level` has and this has not. Once there is a catch-all, no event gets any further.
    pub(in crate::route) fn fall_back_to(&mut self, level: &Self) {
        if self.catch_all.is_none() {
            for (name, entry) in &level.events {
                self.events
                    .entry(Arc::clone(name))
                    .or_insert_with(|| entry.clone());
            }
            self.catch_all.clone_from(&level.catch_all);
        }
        for (mine, theirs) in [
            (&mut self.connect, &level.connect),
            (&mut self.disconnect, &level.disconnect),
            (&mut self.error, &level.error),
        ] {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        }
    }
}

/// The tables of all namespaces of a server.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(in crate::route) named: FxHashMap<Box<str>, Arc<Table>>,
    pub(in crate::route) others: Option<Arc<Table>>,
}

impl Tables {
    /// Of a namespace that clients may join.
    pub(crate) fn get(&self, namespace: &str) -> Option<&Arc<Table>> {
        self.named.get(namespace).or(self.others.as_ref())
    }

    /// Whether clients may join any namespace.
    pub(crate) fn is_open(&self) -> bool {
        self.others.is_some()
    }

    /// The namespaces that have a name of their own.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&str, &Arc<Table>)> {
        self.named.iter().map(|(name, table)| (&**name, table))
    }
}
