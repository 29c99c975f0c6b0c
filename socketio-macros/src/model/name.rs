//! Names of events and namespaces, checked.

use syn::LitStr;

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
    }
    value
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
