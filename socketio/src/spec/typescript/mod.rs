//! TypeScript: the types of all events, in the form that `Socket<..>` of socket.io-client 4 takes.

mod events;
mod types;

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    model::Contract,
    names::{Names, identifier, pascal},
};
use types::Types;

/// Names that the declarations need for themselves, and those that TypeScript has for its own types.
const RESERVED: [&str; 31] = [
    "ArrayBuffer",
    "ArrayBufferView",
    "Binary",
    "ClientToServerEvents",
    "Failure",
    "ServerToClientEvents",
    "any",
    "as",
    "bigint",
    "boolean",
    "class",
    "const",
    "declare",
    "default",
    "delete",
    "enum",
    "export",
    "import",
    "interface",
    "never",
    "new",
    "null",
    "number",
    "object",
    "string",
    "symbol",
    "type",
    "undefined",
    "unknown",
    "void",
    "globalThis",
];

const HEAD: &str = "
/** Binary data, which travels beside the text of an event. */
export type Binary = ArrayBuffer | ArrayBufferView;

/** The answer to an event whose handler was not called, or failed. */
export interface Failure {
  error: {
    /** A word for programs. */
    kind: \"arguments\" | \"forbidden\" | \"handler\" | \"panic\" | \"rate\" | \"size\" | \"superseded\" | \"timeout\" | \"unanswered\" | \"unhandled\" | (string & {});
    /** A text for people. */
    message: string;
    data?: any;
  };
}
";

/// The declarations of a contract.
pub(super) fn declarations(contract: &Contract) -> String {
    let mut taken = Names::without(&RESERVED);
    let names: BTreeMap<&str, String> = contract
        .types
        .keys()
        .map(|name| (&**name, taken.take(identifier(name))))
        .collect();
    let types = Types::new(&names);
    let Contract { title, version, .. } = contract;
    let title = title.replace(['\n', '\r'], " ");
    let mut out =
        format!("// {title} {version}: the events of the server. This file is generated.\n{HEAD}");
    for (name, schema) in &contract.types {
        out.push('\n');
        types.declare(&names[&**name], schema, &mut out);
    }
    // Those of `/` need no name. Every file has them, so that a program can name them in any case.
    let root = contract.namespaces.get("/").cloned().unwrap_or_default();
    out.push('\n');
    events::interfaces("/", &root, &types, "", &mut out);
    for (name, namespace) in contract.namespaces.iter().filter(|(name, _)| *name != "/") {
        let wanted = if name == "*" {
            "AnyNamespace".to_owned()
        } else {
            pascal(name)
        };
        let ident = taken.take(wanted);
        let _ = writeln!(
            out,
            "\n/** The namespace `{}`. */\nexport namespace {ident} {{",
            types::comment(name)
        );
        events::interfaces(name, namespace, &types, "  ", &mut out);
        out.push_str("}\n");
    }
    out
}
