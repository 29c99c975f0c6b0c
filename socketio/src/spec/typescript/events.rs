//! The two interfaces of a namespace: what clients send, and what they get.

use std::fmt::Write as _;

use super::types::{Types, comment, docs, property};
use crate::spec::{
    model::{Arg, Inbound, Namespace, Outbound},
    names::{Names, identifier},
};

/// Writes the interfaces, and the type of `auth` if the namespace asks for one.
pub(super) fn interfaces(
    name: &str,
    namespace: &Namespace,
    types: &Types<'_>,
    indent: &str,
    out: &mut String,
) {
    if let Some(auth) = namespace
        .connect
        .as_ref()
        .and_then(|connect| connect.auth.as_ref())
    {
        let what = format!(
            "What clients send as `auth` to join the namespace `{}`.",
            comment(name)
        );
        docs(&what, indent, out);
        let ty = types.ty(&auth.schema, indent);
        let _ = writeln!(out, "{indent}export type Auth = {ty};\n");
    }
    let inner = format!("{indent}  ");
    docs("The events that clients send.", indent, out);
    let _ = writeln!(out, "{indent}export interface ClientToServerEvents {{");
    for event in &namespace.client_to_server {
        if event.event == "*" {
            let _ = writeln!(
                out,
                "{inner}// The server also takes events of other names."
            );
        } else {
            inbound(event, types, &inner, out);
        }
    }
    let _ = writeln!(out, "{indent}}}\n");
    docs("The events that clients get.", indent, out);
    let _ = writeln!(out, "{indent}export interface ServerToClientEvents {{");
    for event in &namespace.server_to_client {
        outbound(event, types, &inner, out);
    }
    let _ = writeln!(out, "{indent}}}");
}

fn inbound(event: &Inbound, types: &Types<'_>, indent: &str, out: &mut String) {
    let mut text = event.docs.clone();
    if !event.guards.is_empty() {
        let guards = event.guards.iter().map(|guard| short(guard));
        let guards: Vec<String> = guards.map(|guard| format!("`{guard}`")).collect();
        let _ = write!(text, "\n\nGuarded by {}.", guards.join(", "));
    }
    for error in &event.errors {
        let _ = write!(
            text,
            "\n\nMay fail with `{}`: {}.",
            error.kind, error.message
        );
    }
    docs(text.trim(), indent, out);
    let mut names = Names::default();
    let mut params = Vec::new();
    // Nothing optional may stand before what is not.
    let asks = !event.answer.is_empty() && !event.rest;
    for arg in &event.args {
        let (name, ty) = (param(&arg.name, &mut names), types.ty(&arg.schema, indent));
        params.push(match (arg.optional, asks) {
            (false, _) => format!("{name}: {ty}"),
            (true, false) => format!("{name}?: {ty}"),
            (true, true) => format!("{name}: {} | undefined", operand(&ty)),
        });
    }
    if event.rest {
        params.push(format!("...{}: any[]", param("rest", &mut names)));
    } else {
        let ack = param("ack", &mut names);
        params.push(match event.answer.as_slice() {
            [] => format!("{ack}?: (failure?: Failure) => void"),
            [answer] => {
                let ty = types.ty(&answer.schema, indent);
                format!("{ack}: (answer: {} | Failure) => void", operand(&ty))
            }
            answers => {
                let answers = tuple(answers, types, indent);
                format!("{ack}: (...answer: {answers} | [failure: Failure]) => void")
            }
        });
    }
    let _ = writeln!(
        out,
        "{indent}{}: ({}) => void;",
        property(&event.event),
        params.join(", ")
    );
}

fn outbound(event: &Outbound, types: &Types<'_>, indent: &str, out: &mut String) {
    docs(&event.docs, indent, out);
    let mut names = Names::default();
    let mut params = list(&event.args, &mut names, types, indent);
    if let Some(answer) = &event.answer {
        let answer = list(answer, &mut Names::default(), types, indent).join(", ");
        params.push(format!("{}: ({answer}) => void", param("ack", &mut names)));
    }
    let _ = writeln!(
        out,
        "{indent}{}: ({}) => void;",
        property(&event.event),
        params.join(", ")
    );
}

fn list(args: &[Arg], names: &mut Names, types: &Types<'_>, indent: &str) -> Vec<String> {
    let arg = |arg: &Arg| {
        format!(
            "{}: {}",
            param(&arg.name, names),
            types.ty(&arg.schema, indent)
        )
    };
    args.iter().map(arg).collect()
}

fn tuple(args: &[Arg], types: &Types<'_>, indent: &str) -> String {
    let args = list(args, &mut Names::default(), types, indent);
    format!("[{}]", args.join(", "))
}

/// The name of a parameter. A word of the language gets a `_`.
fn param(name: &str, names: &mut Names) -> String {
    let name = identifier(name);
    names.take(match WORDS.contains(&&*name) {
        true => format!("{name}_"),
        false => name,
    })
}

/// Words that no parameter can be called.
const WORDS: [&str; 46] = [
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
];

/// The last name of a path.
fn short(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// A type in front of `|`.
fn operand(ty: &str) -> String {
    if ty.contains("=>") {
        format!("({ty})")
    } else {
        ty.to_owned()
    }
}
