//! The keys of an attribute: known, of the right kind, and each at most once.

use syn::{LitStr, Path};

use super::{Krate, Limits, name};
use crate::{
    diagnostic::{Errors, nearest},
    parse::{Arguments, Key, Value, not_a_literal},
};

/// What the next event of the client does while the handler runs.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Order {
    #[default]
    Default,
    Serial,
    Concurrent,
    AtMost(usize),
    Latest,
}

/// What the keys say.
#[derive(Default)]
pub(crate) struct Keys {
    pub(crate) namespace: Option<String>,
    pub(crate) order: Order,
    /// The fn is not async and may take its time.
    pub(crate) blocking: bool,
    pub(crate) krate: Krate,
    /// Those that are asked before the handler is called, in their order.
    pub(crate) guards: Vec<Path>,
    /// Those that run around the handler, the outermost first.
    pub(crate) middlewares: Vec<Path>,
    pub(crate) limits: Limits,
    /// Where the order is.
    ordered_by: Option<syn::Ident>,
}

impl Keys {
    /// Reads the keys of `#[attribute]`, which knows those of `known`.
    pub(crate) fn new(
        attribute: &str,
        known: &[&str],
        arguments: &Arguments,
        errors: &Errors,
    ) -> Self {
        let mut keys = Self::default();
        for (index, key) in arguments.keys.iter().enumerate() {
            let name = key.name.to_string();
            if !known.contains(&&*name) {
                let message = if key.value.is_none()
                    && arguments.strings.is_empty()
                    && nearest(&name, known).is_none()
                    && !attribute.starts_with("on_error")
                {
                    not_a_name(attribute, &name)
                } else {
                    unknown(attribute, &name, known)
                };
                errors.span(key.name.span(), message);
            } else if !takes_path(&name)
                && arguments.keys[..index]
                    .iter()
                    .any(|earlier| earlier.name == key.name)
            {
                errors.span(
                    key.name.span(),
                    format!("`{name}` is given twice: remove one"),
                );
            } else {
                keys.set(&name, key, errors);
            }
        }
        keys
    }

    /// Notes an order where there can be none.
    pub(crate) fn no_order(&self, kind: &str, errors: &Errors) {
        if let Some(by) = &self.ordered_by {
            errors.span(
                by.span(),
                format!("`{by}` is for events: {kind} runs once, so remove it"),
            );
        }
    }

    /// Notes guards, middlewares and limits where nothing can be refused.
    pub(crate) fn no_guard(&self, instead: &str, errors: &Errors) {
        for guard in &self.guards {
            errors.at(guard, format!("a guard is asked about events: {instead}"));
        }
        for middleware in &self.middlewares {
            errors.at(
                middleware,
                format!("a middleware runs around the handlers of events: {instead}"),
            );
        }
        self.limits.refuse(instead, errors);
    }

    fn set(&mut self, name: &str, key: &Key, errors: &Errors) {
        if let (Some(Value::Path(path)), true) = (&key.value, !takes_path(name)) {
            errors.at(path, not_a_literal(&key.name));
            return;
        }
        match name {
            "guard" => self.guards.extend(path(key, "is_admin", errors)),
            _ if Limits::is_key(name) => self.limits.set(key, errors),
            "middleware" => self.middlewares.extend(path(key, "logged", errors)),
            "namespace" => {
                self.namespace =
                    string(key, "/chat", errors).map(|value| name::namespace(value, errors))
            }
            "crate" => {
                let value = string(key, "my_crate::socketio", errors);
                self.krate = value
                    .map(|value| Krate::new(value, errors))
                    .unwrap_or_default();
            }
            "blocking" => {
                self.blocking = true;
                if let Some(value) = &key.value {
                    errors.span(
                        value.span(),
                        "`blocking` has no value: write `blocking` alone",
                    );
                }
            }
            _ => self.set_order(name, key, errors),
        }
    }

    fn set_order(&mut self, name: &str, key: &Key, errors: &Errors) {
        if let Some(earlier) = &self.ordered_by {
            let message = format!("`{name}` and `{earlier}` exclude each other: keep one of them");
            errors.span(key.name.span(), message);
            return;
        }
        self.ordered_by = Some(key.name.clone());
        self.order = match (name, &key.value) {
            ("serial", None) => Order::Serial,
            ("latest", None) => Order::Latest,
            ("concurrent", None) => Order::Concurrent,
            ("concurrent", Some(Value::Int(runs))) => match runs.base10_parse() {
                Ok(0) => {
                    errors.at(runs, "`concurrent = 0` would never run: write a number from 1 on, or `concurrent` for no limit");
                    Order::Concurrent
                }
                Ok(runs) => Order::AtMost(runs),
                Err(error) => {
                    errors.push(error);
                    Order::Concurrent
                }
            },
            ("concurrent", Some(value)) => {
                errors.span(
                    value.span(),
                    "`concurrent` takes a number: write `concurrent = 4`",
                );
                Order::Concurrent
            }
            (_, Some(value)) => {
                errors.span(
                    value.span(),
                    format!("`{name}` has no value: write `{name}` alone"),
                );
                Order::Default
            }
            (_, None) => Order::Default,
        };
    }
}

/// Whether the key has the path of a fn as its value. Such a key can be repeated.
fn takes_path(name: &str) -> bool {
    matches!(name, "guard" | "middleware")
}

fn path(key: &Key, example: &str, errors: &Errors) -> Option<Path> {
    let name = &key.name;
    let example = format!("`{name} = {example}`, with the path of an `async fn`");
    match &key.value {
        Some(Value::Path(path)) => return Some(path.clone()),
        Some(Value::Str(value)) => {
            let written = value.value();
            errors.at(
                value,
                format!("a {name} is a path: write `{name} = {written}`, without quotes"),
            );
        }
        Some(value) => errors.span(value.span(), format!("a {name} is a path: write {example}")),
        None => errors.span(
            name.span(),
            format!("`{name}` needs a value: write {example}"),
        ),
    }
    None
}

fn string<'a>(key: &'a Key, example: &str, errors: &Errors) -> Option<&'a LitStr> {
    let name = &key.name;
    match &key.value {
        Some(Value::Str(value)) => Some(value),
        Some(value) => {
            errors.span(
                value.span(),
                format!("`{name}` takes a string: write `{name} = \"{example}\"`"),
            );
            None
        }
        None => {
            errors.span(
                name.span(),
                format!("`{name}` needs a value: write `{name} = \"{example}\"`"),
            );
            None
        }
    }
}

/// What to write instead of a word. One in capitals is a constant, whose text is not known here.
fn not_a_name(attribute: &str, name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        format!("a name is a string literal: write `#[{attribute}(\"{name}\")]`")
    } else {
        format!(
            "a name is a string literal, an attribute is read before constants are known: \
             write the text of `{name}` itself between quotes"
        )
    }
}

fn unknown(attribute: &str, name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(nearest) => format!("unknown key `{name}`: did you mean `{nearest}`?"),
        None => {
            let known: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
            format!(
                "unknown key `{name}`: `#[{attribute}]` knows {}",
                known.join(", ")
            )
        }
    }
}
