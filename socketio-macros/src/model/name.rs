//! Names of events and namespaces, checked.

use syn::{Ident, LitStr, ext::IdentExt as _, parse::Parser as _};

use super::Kind;
use crate::diagnostic::Errors;

/// Events that a client library raises by itself and never sends.
const RESERVED: [&str; 4] = [
    "connect_error",
    "disconnecting",
    "newListener",
    "removeListener",
];

/// What an event of this name is; a note if no client can send it.
pub(super) fn event(name: &LitStr, errors: &Errors) -> Kind {
    let value = name.value();
    if value.is_empty() {
        errors.at(
            name,
            "an event has a name: write `#[on(\"my event\")]`, or `#[on(\"*\")]` for every event",
        );
    }
    if RESERVED.contains(&&*value) {
        errors.at(name, reserved(&value));
    }
    match &*value {
        "*" => Kind::CatchAll,
        "connect" => Kind::Connect,
        "disconnect" => Kind::Disconnect,
        _ => Kind::Event,
    }
}

/// Why a fn of this name cannot give its event the name.
pub(super) fn not_an_event(name: &str) -> Option<String> {
    match name {
        "connect" | "disconnect" => Some(format!(
            "`{name}` is not an event: write `#[on(\"{name}\")]` instead of `#[event]`"
        )),
        name if RESERVED.contains(&name) => Some(reserved(name)),
        _ => None,
    }
}

fn reserved(name: &str) -> String {
    let instead = if name == "disconnecting" {
        ", or use `disconnect`, where the rooms can still be read"
    } else {
        ""
    };
    format!(
        "`{name}` is raised by the client library itself and never sent: choose another name{instead}"
    )
}

/// The namespace; a note if there can be none of this name.
pub(super) fn namespace(name: &LitStr, errors: &Errors) -> String {
    let value = name.value();
    if value.is_empty() {
        errors.at(
            name,
            "a namespace has a name: write `\"/\"` for the default one",
        );
    } else if value == "*" {
        // Every namespace.
    } else if !value.starts_with('/') {
        errors.at(
            name,
            format!("namespace must start with `/`: write `\"/{value}\"`"),
        );
    } else if let Some((path, _)) = value.split_once('?') {
        errors.at(
            name,
            format!(
                "a namespace has no query, that belongs to the client's `auth`: write `\"{path}\"`"
            ),
        );
    } else if value.contains(',') {
        errors.at(
            name,
            "a namespace has no `,`: in a packet that is where its name ends",
        );
    } else if let Some(fault) = pattern_fault(&value) {
        errors.at(name, fault);
    }
    value
}

/// Whether a namespace's name has parameters in it, such as `/room-{id}`.
pub(super) fn is_pattern(namespace: &str) -> bool {
    namespace.contains(['{', '}'])
}

/// What is wrong with the parameters in a namespace's name.
fn pattern_fault(namespace: &str) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for segment in namespace.split('/') {
        let Some((before, rest)) = segment.split_once('{') else {
            if segment.contains('}') {
                return Some("a `}` has no `{` before it: write a parameter as `{id}`".to_owned());
            }
            if let Some(name) = segment.strip_prefix(':') {
                return Some(format!(
                    "a parameter is written between braces: write `{{{name}}}`"
                ));
            }
            continue;
        };
        let Some((name, behind)) = rest.split_once('}') else {
            return Some("a `{` has no `}` behind it: write a parameter as `{id}`".to_owned());
        };
        if before.contains('}') || behind.contains(['{', '}']) {
            return Some(
                "one parameter stands between two slashes, or where the first ends would be a guess: take the whole as one, \
                 and split it in the handler"
                    .to_owned(),
            );
        }
        if name.is_empty() {
            return Some(
                "a parameter has a name, that of the handler's argument: write `{id}`".to_owned(),
            );
        }
        if let Some((name, ty)) = name.split_once(':') {
            let ty = if ty.trim().is_empty() {
                "u32"
            } else {
                ty.trim()
            };
            return Some(format!(
                "the type of a parameter is that of the handler's argument: write `{{{name}}}` here, and take \
                 `{name}: Param<{ty}>`"
            ));
        }
        if name == "_" || Ident::parse_any.parse_str(name).is_err() {
            return Some(format!(
                "`{name}` is not a name for an argument of the handler: write one like `{{id}}`"
            ));
        }
        if names.contains(&name) {
            return Some(format!(
                "there are two parameters `{{{name}}}`: give them different names"
            ));
        }
        names.push(name);
    }
    None
}

/// A name for an event that the server sends.
pub(super) fn outbound(name: &LitStr, errors: &Errors) {
    let value = name.value();
    if value.is_empty() {
        errors.at(name, "an event has a name: write `#[event(\"my event\")]`");
    } else if matches!(&*value, "connect" | "disconnect") || RESERVED.contains(&&*value) {
        errors.at(name, format!("`{value}` is raised by the client library itself and cannot be sent: choose another name"));
    }
}
