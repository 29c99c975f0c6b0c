//! Contract: what the handlers and the typed events of a server promise to clients, as plain data. Every document is made
//! of it, and so is the file that a later program is compared with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The contract of one server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Contract {
    pub(crate) title: String,
    pub(crate) version: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) description: String,
    /// Where the server lives, with both slashes.
    pub(crate) path: String,
    pub(crate) format: Format,
    pub(crate) namespaces: BTreeMap<String, Namespace>,
    /// The schemas of the types that have a name. Others refer to them by `#/$defs/Name`.
    #[serde(rename = "$defs")]
    pub(crate) types: BTreeMap<String, Value>,
}

/// What packets are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Json,
    MsgPack,
    /// A format of the program, of which the contract knows nothing.
    Custom,
}

/// The events of one namespace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Namespace {
    /// The schemas of the parameters in its name, if it is a pattern.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) parameters: BTreeMap<String, Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) connect: Option<Connect>,
    #[serde(default)]
    pub(crate) client_to_server: Vec<Inbound>,
    #[serde(default)]
    pub(crate) server_to_client: Vec<Outbound>,
}

/// What a client says to join a namespace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Connect {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) docs: String,
    /// The payload `auth`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) auth: Option<Arg>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<ErrorKind>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) guards: Vec<String>,
}

/// An event that clients send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Inbound {
    /// Its name; `*` is every event without a handler of its own.
    pub(crate) event: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) docs: String,
    #[serde(default)]
    pub(crate) args: Vec<Arg>,
    /// Whether any arguments may follow.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) rest: bool,
    #[serde(default)]
    pub(crate) answer: Vec<Arg>,
    /// The errors that it is known to be answered with, beside those that every event can be answered with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<ErrorKind>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) guards: Vec<String>,
    pub(crate) order: String,
    /// The path of the fn that handles it.
    pub(crate) handler: String,
}

/// An event that the server sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Outbound {
    pub(crate) event: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) docs: String,
    #[serde(default)]
    pub(crate) args: Vec<Arg>,
    /// What the client answers, if it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Vec<Arg>>,
}

/// One argument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Arg {
    pub(crate) name: String,
    pub(crate) schema: Value,
    /// Whether it may be left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) optional: bool,
}

/// A kind of error, with a message as an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ErrorKind {
    pub(crate) kind: String,
    pub(crate) message: String,
}

impl ErrorKind {
    pub(super) fn new((kind, message): (&str, &str)) -> Self {
        Self {
            kind: kind.to_owned(),
            message: message.to_owned(),
        }
    }
}

impl Contract {
    /// Calls `visit` with each schema that is in it.
    pub(super) fn each_schema(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        for namespace in self.namespaces.values_mut() {
            namespace.parameters.values_mut().for_each(&mut *visit);
            let connect = namespace
                .connect
                .iter_mut()
                .flat_map(|connect| &mut connect.auth);
            let inbound = namespace.client_to_server.iter_mut();
            let inbound = inbound.flat_map(|event| event.args.iter_mut().chain(&mut event.answer));
            let outbound = namespace.server_to_client.iter_mut();
            let outbound = outbound.flat_map(|event| {
                event
                    .args
                    .iter_mut()
                    .chain(event.answer.iter_mut().flatten())
            });
            for arg in connect.chain(inbound).chain(outbound) {
                visit(&mut arg.schema);
            }
        }
        self.types.values_mut().for_each(visit);
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}
