//! Event: a struct that is a typed outbound event.

use syn::{Attribute, Data, DeriveInput, Generics, Ident};

use super::{Keys, Krate, name};
use crate::{diagnostic::Errors, parse::Arguments};

const KEYS: &[&str] = &["namespace", "crate"];

/// What `#[derive(Event)]` found.
pub(crate) struct Event {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) name: String,
    pub(crate) namespace: String,
    pub(crate) krate: Krate,
}

impl Event {
    pub(crate) fn new(input: DeriveInput, errors: &Errors) -> Self {
        match &input.data {
            Data::Struct(_) => {}
            Data::Enum(data) => errors.at(
                data.enum_token,
                "an event has one name, so it is a struct: derive it for each variant's own struct",
            ),
            Data::Union(data) => errors.at(data.union_token, "an event is a struct"),
        }
        let attributes: Vec<&Attribute> = input
            .attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("event"))
            .collect();
        let mut event = Self {
            ident: input.ident,
            generics: input.generics,
            name: String::new(),
            namespace: "/".to_owned(),
            krate: Krate::default(),
        };
        match attributes.as_slice() {
            [] => errors.span(event.ident.span(), missing(&event.ident)),
            [attribute, more @ ..] => {
                event.read(&Arguments::of(attribute, errors), errors);
                for other in more {
                    errors.at(other, "an event has one name: remove this attribute");
                }
            }
        }
        event
    }

    fn read(&mut self, arguments: &Arguments, errors: &Errors) {
        let keys = Keys::new("event", KEYS, arguments, errors);
        match arguments.strings.as_slice() {
            [] => {
                if errors.is_empty() {
                    errors.span(arguments.span, missing(&self.ident));
                }
            }
            [name, more @ ..] => {
                for other in more {
                    errors.at(other, "an event has one name: remove this");
                }
                name::outbound(name, errors);
                self.name = name.value();
            }
        }
        if let Some(namespace) = keys.namespace {
            if namespace == "*" {
                errors.span(
                    arguments.span,
                    "an event goes to one namespace: write its name instead of `*`",
                );
            }
            if name::is_pattern(&namespace) {
                errors.span(
                    arguments.span,
                    "an event goes to one namespace, and a pattern is many: leave the key out, and name one when it is sent, with \
                     `emit(\"my event\", &data).namespace(..)`",
                );
            }
            self.namespace = namespace;
        }
        self.krate = keys.krate;
    }
}

fn missing(ident: &Ident) -> String {
    format!(
        "the event's name is missing: write `#[event(\"my event\")]` between the derive and `struct {ident}`"
    )
}
