//! Table: which handler each event of a namespace goes to. It is built with the server and only read afterwards.

mod build;
mod template;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Guard, Handler, Kind, Middleware, limits::Declared, list::Scoped};

pub use build::BuildError;
pub(crate) use build::{build, check_namespace};
pub(in crate::route) use template::Fit;
pub(crate) use template::Template;

/// The handlers of one namespace.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(in crate::route) events: FxHashMap<Arc<str>, Handler>,
    pub(in crate::route) catch_all: Option<Handler>,
    pub(in crate::route) connect: Option<Handler>,
    pub(in crate::route) disconnect: Option<Handler>,
    pub(in crate::route) error: Option<Handler>,
}

impl Table {
    /// The handler of an event, or the catch-all if the event has no handler of its own.
    pub(crate) fn event(&self, name: &str) -> Option<&Handler> {
        self.events.get(name).or(self.catch_all.as_ref())
    }

    pub(crate) fn connect(&self) -> Option<&Handler> {
        self.connect.as_ref()
    }

    pub(crate) fn disconnect(&self) -> Option<&Handler> {
        self.disconnect.as_ref()
    }

    /// The error handler of the namespace, or else the default one.
    pub(crate) fn on_error(&self) -> Option<&Handler> {
        self.error.as_ref()
    }

    /// Adds the guards of the namespace that no attribute names.
    fn guarded(mut self, namespace: &str, guards: &[Scoped<Guard>]) -> Self {
        let of_events = Scoped::of(guards, namespace, Kind::Event);
        if !of_events.is_empty() {
            self.change_events(|handler| handler.guarded(&of_events));
        }
        let of_connect = Scoped::of(guards, namespace, Kind::Connect);
        if !of_connect.is_empty() {
            let handler = self.connect.unwrap_or_else(Handler::welcome);
            self.connect = Some(handler.guarded(&of_connect));
        }
        self
    }

    /// Adds the middlewares of the namespace, and what they run around if an event has no handler.
    fn wrapped(mut self, namespace: &str, middlewares: &[Scoped<Middleware>]) -> Self {
        let middlewares = Scoped::of(middlewares, namespace, Kind::Event);
        if !middlewares.is_empty() {
            self.catch_all.get_or_insert_with(Handler::unhandled);
            self.change_events(|handler| handler.wrapped(&middlewares));
        }
        self
    }

    /// Adds the limits of the namespace, for events without a handler as well.
    fn limited(mut self, namespace: &str, limits: &[Scoped<Declared>]) -> Self {
        let limits = Scoped::of(limits, namespace, Kind::Event);
        if !limits.is_empty() {
            self.catch_all.get_or_insert_with(Handler::unhandled);
            self.change_events(|handler| handler.limited(&limits));
        }
        self
    }

    /// Changes the handlers of all events.
    fn change_events(&mut self, change: impl Fn(&Handler) -> Handler) {
        for handler in self.events.values_mut().chain(&mut self.catch_all) {
            *handler = change(handler);
        }
    }

    /// Adds the handlers of `level` for which this table has none. A table with a catch-all gets no more events, because
    /// its catch-all handles them all.
    pub(in crate::route) fn fall_back_to(&mut self, level: &Self) {
        if self.catch_all.is_none() {
            for (name, handler) in &level.events {
                self.events
                    .entry(Arc::clone(name))
                    .or_insert_with(|| handler.clone());
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
    pub(crate) named: FxHashMap<Box<str>, Arc<Table>>,
    /// Those of patterns; the more specific one is first.
    pub(crate) templates: Vec<Template>,
    /// The table of all other namespaces, if the server has handlers for `"*"`.
    pub(crate) others: Option<Arc<Table>>,
}

#[cfg(test)]
impl Tables {
    /// The table of a namespace that clients may join.
    pub(in crate::route) fn get(&self, namespace: &str) -> Option<&Arc<Table>> {
        let mut templates = self.templates.iter();
        let template = templates.find(|template| template.captures(namespace).is_some());
        self.named
            .get(namespace)
            .or(template.map(Template::table))
            .or(self.others.as_ref())
    }
}
