//! Declaration: one attribute of a handler, what it declares it for.

use proc_macro2::Span;
use syn::{Ident, LitStr, Path};

use super::{Keys, Kind, Krate, Limits, Macro, Order, name, plain};
use crate::{diagnostic::Errors, parse::Arguments};

/// One attribute above a fn.
pub(crate) struct Declaration {
    pub(crate) kind: Kind,
    pub(crate) namespace: String,
    pub(crate) event: String,
    pub(crate) order: Order,
    pub(crate) blocking: bool,
    /// Those that are asked before the handler is called, in their order.
    pub(crate) guards: Vec<Path>,
    /// Those that run around the handler, the outermost first.
    pub(crate) middlewares: Vec<Path>,
    pub(crate) limits: Limits,
    /// The attribute: what is generated for it gets its place.
    pub(crate) span: Span,
    pub(crate) krate: Krate,
}

impl Declaration {
    /// `class` is the namespace of the `impl` block around the fn, if there is one.
    pub(crate) fn new(
        of: Macro,
        arguments: &Arguments,
        function: &Ident,
        class: Option<&str>,
        errors: &Errors,
    ) -> Self {
        let keys = Keys::new(of.name(), of.keys(), arguments, errors);
        let (kind, event) = match of {
            Macro::On => on(function, arguments, errors),
            Macro::Event => (Kind::Event, named_by(function, arguments, errors)),
            Macro::OnError => (Kind::Error, unnamed(of, arguments, errors)),
            Macro::OnErrorDefault => (Kind::DefaultError, unnamed(of, arguments, errors)),
        };
        match kind {
            Kind::Connect => {
                keys.no_order("a connect handler", errors);
                keys.no_guard(
                    "a connect handler returns an `Err` itself to refuse a client",
                    errors,
                );
            }
            Kind::Disconnect => {
                keys.no_order("a disconnect handler", errors);
                keys.no_guard(
                    "a client that has left cannot be refused, so remove it",
                    errors,
                );
            }
            _ => {}
        }
        if let Some(class) = class {
            in_class(kind, &keys, arguments, class, errors);
        }
        let namespace = class
            .map(str::to_owned)
            .or(keys.namespace)
            .unwrap_or_else(|| "/".to_owned());
        Self {
            kind,
            namespace,
            event,
            order: keys.order,
            blocking: keys.blocking,
            guards: keys.guards,
            middlewares: keys.middlewares,
            limits: keys.limits,
            span: arguments.span,
            krate: keys.krate,
        }
    }

    /// Whether it is for something that clients send.
    pub(crate) fn is_event(&self) -> bool {
        matches!(self.kind, Kind::Event | Kind::CatchAll)
    }

    /// Whether the name of its namespace has parameters in it.
    pub(crate) fn has_pattern(&self) -> bool {
        name::is_pattern(&self.namespace)
    }

    /// Whether both cannot be in one program.
    pub(crate) fn clashes_with(&self, other: &Self) -> bool {
        self.kind == other.kind && self.namespace == other.namespace && self.event == other.event
    }

    /// What two of them are too many of.
    pub(crate) fn what(&self) -> String {
        match self.kind {
            Kind::Event => format!("event `{}`", self.event),
            Kind::CatchAll => "the catch-all event".to_owned(),
            Kind::Connect | Kind::Disconnect => format!("`{}`", self.event),
            Kind::Error | Kind::DefaultError => "the error".to_owned(),
        }
    }
}

fn on(function: &Ident, arguments: &Arguments, errors: &Errors) -> (Kind, String) {
    match arguments.strings.as_slice() {
        [] => {
            if errors.is_empty() {
                errors.span(
                    arguments.span,
                    "the event's name is missing: write `#[on(\"my event\")]`, or `#[event]` to give it the name of the fn",
                );
            }
            (Kind::Event, plain(function))
        }
        [event, more @ ..] => {
            for other in more {
                errors.at(other, one_event(event, other));
            }
            (name::event(event, errors), event.value())
        }
    }
}

fn one_event(event: &LitStr, other: &LitStr) -> String {
    let (event, other) = (event.value(), other.value());
    if other.starts_with('/') {
        format!("write `#[on({event:?}, namespace = {other:?})]`")
    } else {
        format!("one event per attribute: write `#[on({event:?})] #[on({other:?})]`")
    }
}

fn named_by(function: &Ident, arguments: &Arguments, errors: &Errors) -> String {
    if let [name, ..] = arguments.strings.as_slice() {
        let value = name.value();
        let instead = if value.starts_with('/') {
            format!("`#[event(namespace = {value:?})]`")
        } else {
            format!("`#[on({value:?})]`")
        };
        errors.at(
            name,
            format!("`#[event]` takes the name of the fn: write {instead}"),
        );
    }
    let name = plain(function);
    if let Some(message) = name::not_an_event(&name) {
        errors.span(function.span(), message);
    }
    name
}

fn unnamed(of: Macro, arguments: &Arguments, errors: &Errors) -> String {
    if let [name, ..] = arguments.strings.as_slice() {
        let instead = match of {
            Macro::OnError => format!(
                "a namespace: write `#[on_error(namespace = {:?})]`",
                name.value()
            ),
            _ => "of every other namespace: write `#[on_error_default]`".to_owned(),
        };
        errors.at(
            name,
            format!("`#[{}]` is for the errors of {instead}", of.name()),
        );
    }
    "error".to_owned()
}

fn in_class(kind: Kind, keys: &Keys, arguments: &Arguments, class: &str, errors: &Errors) {
    if kind == Kind::DefaultError {
        errors.span(
            arguments.span,
            "`#[on_error_default]` is for all namespaces: put it above a free fn, or write `#[on_error]` here",
        );
    }
    for key in &arguments.keys {
        if key.name == "namespace" && keys.namespace.is_some() {
            errors.span(
                key.name.span(),
                format!("the namespace is that of the `impl` block, `{class}`: remove this"),
            );
        }
        if key.name == "crate" {
            errors.span(key.name.span(), "`crate` belongs to the attribute of the `impl` block: `#[namespace(.., crate = ..)]`");
        }
    }
}
